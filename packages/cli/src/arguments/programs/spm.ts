/**
 * The command line of spm.
 */
import { flag } from "../option.js";
import { defineProgram } from "../program.js";
import { basicOptions } from "./groups/basic.js";
import { loggingOptionsFor } from "./groups/logging.js";

/** The command line of spm. */
export const spmProgram = defineProgram({
  name: "spm",
  usage: "spm [options] <function> <argument>",
  about: "Manages packages of formulas.",
  options: {
    ...basicOptions,
    assume_yes: flag(["-y", "--assume-yes"], "answer yes to every question"),
    force: flag(["-f", "--force"], "overwrite files that exist"),
    verbose: flag(["-v", "--verbose"], "show the job id and what the client is asking"),
    ...loggingOptionsFor("spm_logfile", "SPM_LOGFILE"),
  },
});

/**
 * The command line of salt-minion.
 */
import { text } from "../option.js";
import { defineProgram } from "../program.js";
import { basicOptions } from "./groups/basic.js";
import { daemonOptions } from "./groups/daemon.js";
import { loggingOptions } from "./groups/logging.js";

/** The command line of salt-minion. */
export const saltMinionProgram = defineProgram({
  name: "salt-minion",
  usage: "salt-minion [options]",
  about: "The daemon that runs jobs on this machine.",
  options: {
    ...basicOptions,
    user: text(["-u", "--user"], "USER", "account to run as"),
    ...daemonOptions("/var/run/salt-minion.pid"),
    ...loggingOptions,
  },
});

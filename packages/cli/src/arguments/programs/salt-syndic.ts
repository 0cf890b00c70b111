/**
 * The command line of salt-syndic.
 */
import { text } from "../option.js";
import { defineProgram } from "../program.js";
import { basicOptions } from "./groups/basic.js";
import { daemonOptions } from "./groups/daemon.js";
import { loggingOptionsFor } from "./groups/logging.js";

/** The command line of salt-syndic. */
export const saltSyndicProgram = defineProgram({
  name: "salt-syndic",
  usage: "salt-syndic [options]",
  about: "Passes jobs of a higher master on to the minions of this one.",
  options: {
    ...basicOptions,
    user: text(["-u", "--user"], "USER", "account to run as"),
    ...daemonOptions("/var/run/salt-syndic.pid"),
    ...loggingOptionsFor("syndic_log_file", "SYNDIC_LOG_FILE"),
  },
});

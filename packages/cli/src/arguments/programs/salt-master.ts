/**
 * The command line of salt-master.
 */
import { text } from "../option.js";
import { defineProgram } from "../program.js";
import { basicOptions } from "./groups/basic.js";
import { daemonOptions } from "./groups/daemon.js";
import { loggingOptions } from "./groups/logging.js";

/** The command line of salt-master. */
export const saltMasterProgram = defineProgram({
  name: "salt-master",
  usage: "salt-master [options]",
  about: "The daemon that minions connect to.",
  options: {
    ...basicOptions,
    user: text(["-u", "--user"], "USER", "account to run as"),
    ...daemonOptions("/var/run/salt-master.pid"),
    ...loggingOptions,
  },
});

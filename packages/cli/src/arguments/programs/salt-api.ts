/**
 * The command line of salt-api.
 */
import { defineProgram } from "../program.js";
import { basicOptions } from "./groups/basic.js";
import { daemonOptions } from "./groups/daemon.js";
import { loggingOptionsFor } from "./groups/logging.js";

/** The command line of salt-api. */
export const saltApiProgram = defineProgram({
  name: "salt-api",
  usage: "salt-api [options]",
  about: "Serves the functions of a master over HTTP.",
  options: {
    version: basicOptions.version,
    versions_report: basicOptions.versions_report,
    help: basicOptions.help,
    config_dir: basicOptions.config_dir,
    ...daemonOptions("/var/run/salt-api.pid"),
    ...loggingOptionsFor("api_logfile", "API_LOGFILE"),
  },
});

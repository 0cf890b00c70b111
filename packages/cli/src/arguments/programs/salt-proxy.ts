/**
 * The command line of salt-proxy.
 */
import { text } from "../option.js";
import { defineProgram } from "../program.js";
import { basicOptions } from "./groups/basic.js";
import { daemonOptions } from "./groups/daemon.js";
import { loggingOptions } from "./groups/logging.js";

/** The command line of salt-proxy. */
export const saltProxyProgram = defineProgram({
  name: "salt-proxy",
  usage: "salt-proxy [options]",
  about: "A minion for a device that cannot run one itself.",
  options: {
    ...basicOptions,
    proxyid: text(["--proxyid"], "PROXYID", "id of the proxy minion"),
    user: text(["-u", "--user"], "USER", "account to run as"),
    ...daemonOptions("/var/run/salt-proxy.pid"),
    ...loggingOptions,
  },
});

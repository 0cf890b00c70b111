/**
 * The command line of salt-call.
 */
import { flag, intOr, list, text, textOr } from "../option.js";
import { defineProgram } from "../program.js";
import { basicOptions } from "./groups/basic.js";
import { loggingOptions } from "./groups/logging.js";
import { outputOptions } from "./groups/output.js";
import { profilingOptions } from "./groups/profiling.js";

/** The command line of salt-call. */
export const saltCallProgram = defineProgram({
  name: "salt-call",
  usage: "salt-call [options] <function> [arguments]",
  about: "Runs functions on this machine, as its minion would.",
  options: {
    ...basicOptions,
    proxyid: text(["--proxyid"], "PROXYID", "id of the proxy minion"),
    module_executors: text(
      ["--module-executors"],
      "EXECUTOR_LIST",
      "replace the list of executors that wrap the function call",
    ),
    executor_opts: text(["--executor-opts"], "EXECUTOR_OPTS", "options handed to those executors"),
    cachedir: textOr(["--cachedir"], "CACHEDIR", "/var/cache/salt/", "cache directory"),
    args_stdin: flag(["--args-stdin"], "take more options and arguments from standard input, one a line"),
    hard_crash: flag(["--hard-crash"], "let exceptions through with their traceback"),
    no_parse: text(
      ["--no-parse"],
      "argname1,argname2,...",
      "names of key=value arguments to keep as plain text",
    ),
    grains_run: flag(["-g", "--grains"], "print the grains"),
    module_dirs: list(["-m", "--module-dirs"], "MODULE_DIRS", "further directory of modules (repeatable)"),
    doc: flag(["-d", "--doc", "--documentation"], "print the documentation of a module or function"),
    master: text(["--master"], "MASTER", "master to use"),
    return: text(["--return"], "RETURNER", "also deliver the result to these returners"),
    local: flag(["--local"], "work without a master"),
    file_root: text(["--file-root"], "FILE_ROOT", "directory of states and files"),
    pillar_root: text(["--pillar-root"], "PILLAR_ROOT", "directory of pillar"),
    states_dir: text(["--states-dir"], "STATES_DIR", "further directory of states"),
    retcode_passthrough: flag(["--retcode-passthrough"], "exit with the code of the function instead of 1"),
    print_metadata: flag(["--metadata"], "print id, jid, retcode and the rest beside the return"),
    metadata: text(["--set-metadata"], "METADATA", "data stored with the job"),
    id: text(["--id"], "ID", "minion id to use"),
    skip_grains: flag(["--skip-grains"], "do not load grains"),
    refresh_grains_cache: flag(["--refresh-grains-cache"], "compute the grains anew (which is always done)"),
    no_return_event: flag(["--no-return-event"], "do not send the return to the master"),
    auth_timeout: intOr(["-t", "--timeout"], "AUTH_TIMEOUT", 60, "seconds"),
    state_output_diff: flag(["--output-diff"], "show only states that changed something"),
    user: text(["--priv"], "USER", "SSH private key file"),
    ...outputOptions,
    ...profilingOptions,
    ...loggingOptions,
  },
});

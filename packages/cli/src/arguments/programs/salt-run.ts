/**
 * The command line of salt-run.
 */
import { flag, inGroup, intOr, text } from "../option.js";
import { defineProgram } from "../program.js";
import { authenticationOptions } from "./groups/authentication.js";
import { basicOptions } from "./groups/basic.js";
import { loggingOptions } from "./groups/logging.js";
import { outputOptions } from "./groups/output.js";
import { profilingOptions } from "./groups/profiling.js";

/** The command line of salt-run. */
export const saltRunProgram = defineProgram({
  name: "salt-run",
  usage: "salt-run [options] <function> [arguments]",
  about: "Runs runner functions beside the master.",
  options: {
    ...basicOptions,
    timeout: intOr(
      ["-t", "--timeout"],
      "TIMEOUT",
      1,
      "seconds to wait for returns before asking who is still running",
    ),
    args_stdin: flag(["--args-stdin"], "take more options and arguments from standard input, one a line"),
    jid: text(["--jid"], "JID", "use this job id"),
    hard_crash: flag(["--hard-crash"], "let exceptions through with their traceback"),
    no_parse: text(
      ["--no-parse"],
      "argname1,argname2,...",
      "names of key=value arguments to keep as plain text",
    ),
    doc: flag(["-d", "--doc", "--documentation"], "print the documentation of a module or function"),
    async: flag(["--async"], "start the runner in the background and say its tag"),
    skip_grains: flag(["--skip-grains"], "do not load grains (runners never do)"),
    ...authenticationOptions,
    ...outputOptions,
    ...profilingOptions,
    ...inGroup("Output Options", {
      quiet: flag(["--quiet"], "do not print the result"),
    }),
    ...loggingOptions,
  },
});

/**
 * The parameters that the functions of `cmd` share, by Salt's names. Each function puts them into its own order.
 */
import type { Args } from "@salt/core";
import { maybe } from "@salt/core";

/** The shell of the account that the minion runs as; Salt reads it from the environment too. */
const DEFAULT_SHELL = process.env.SHELL ?? "/bin/sh";

/** Shared by everything that runs a command. */
export const shared = {
  cwd: maybe.any(null, "The directory to run in; the account's home when not given."),
  stdin: maybe.any(null, "Text for standard input; \\n stands for a line break."),
  runas: maybe.str(null, "The account to run as."),
  group: maybe.str(null, "The group to run as."),
  shell: {
    ...maybe.str(DEFAULT_SHELL, "The shell that reads the command."),
    shownFallback: "`$SHELL`, or `/bin/sh`",
  },
  python_shell: maybe.any(
    null,
    "Whether a shell reads the command; on the command line it does unless this is false.",
  ),
  env: maybe.any(null, "Variables of the environment: a map, or a list of maps."),
  clean_env: maybe.bool(false, "Start from an empty environment."),
  template: maybe.str(null, "The engine that the command, its directory or the script is a template of."),
  rstrip: maybe.bool(true, "Cut white space at the end of what is printed."),
  umask: maybe.any(null, "The mask for new files, as octal digits."),
  output_encoding: maybe.str(null, "The encoding of what is printed; UTF-8 when not given."),
  output_loglevel: maybe.str("debug", "`quiet` keeps the command out of the log."),
  log_callback: maybe.any(null, "For callers in Python; has no meaning here."),
  hide_output: maybe.bool(false, "Give back nothing of what is printed."),
  timeout: maybe.any(null, "Seconds after which the command and all it started are killed."),
  reset_system_locale: maybe.bool(true, "Run in the locale C, so that programs answer in English."),
  ignore_retcode: maybe.bool(false, "Count any exit status as success."),
  saltenv: maybe.str(null, "The environment of the file server."),
  use_vt: maybe.bool(false, "Run in a terminal; this is refused."),
  redirect_stderr: maybe.bool(false, "Put standard error into standard output, in the order of writing."),
  bg: maybe.bool(false, "Do not wait for the command."),
  password: maybe.str(null, "For Windows only; has no meaning here."),
  encoded_cmd: maybe.bool(false, "For PowerShell only; has no meaning here."),
  raise_err: maybe.bool(false, "Fail when the exit status is not 0."),
  prepend_path: maybe.str(null, "A directory to put before PATH."),
  success_retcodes: maybe.any(null, "Exit statuses that count as 0, as a list."),
  success_stdout: maybe.any(null, "Texts in the output that make the exit status count as 0."),
  success_stderr: maybe.any(null, "Texts in standard error that make the exit status count as 0."),
};

/** How a command is to be run; what a function has no parameter for keeps its default. */
export type RunOptions = Args<typeof shared>;

/** The options of a call, completed with defaults. */
export function runOptions(given: Partial<RunOptions>): RunOptions {
  return { ...DEFAULTS, ...given };
}

const DEFAULTS: RunOptions = {
  cwd: null,
  stdin: null,
  runas: null,
  group: null,
  shell: DEFAULT_SHELL,
  python_shell: null,
  env: null,
  clean_env: false,
  template: null,
  rstrip: true,
  umask: null,
  output_encoding: null,
  output_loglevel: "debug",
  log_callback: null,
  hide_output: false,
  timeout: null,
  reset_system_locale: true,
  ignore_retcode: false,
  saltenv: null,
  use_vt: false,
  redirect_stderr: false,
  bg: false,
  password: null,
  encoded_cmd: false,
  raise_err: false,
  prepend_path: null,
  success_retcodes: null,
  success_stdout: null,
  success_stderr: null,
};

/**
 * The arguments of states that run commands.
 */
import { maybe, needed } from "@salt/core";

const cwd = maybe.any(null, "The directory to run in.");
const runas = maybe.any(null, "The account to run as.");
const shell = maybe.any(null, "The shell that reads the command; the grain `shell` when not given.");
const env = maybe.any(null, "Variables of the environment: a map, or a list of maps.");
const stateful = maybe.any(false, "The command tells itself what it changed.");
const output_loglevel = maybe.any("debug", "`quiet` keeps the command out of the log.");
const hide_output = maybe.bool(false, "Leave out of the answer what is printed.");
const use_vt = maybe.bool(false, "Run in a terminal; this is refused.");
const password = maybe.any(null, "For Windows only; has no meaning here.");
const timeout = maybe.any(null, "Seconds after which the command is killed.");

/** Which ends of a command count as success. */
const success = {
  success_retcodes: maybe.any(null, "Exit statuses that count as 0."),
  success_stdout: maybe.any(null, "Texts in the output that make the exit status count as 0."),
  success_stderr: maybe.any(null, "Texts in standard error that make the exit status count as 0."),
};

const root = maybe.any(null, "Run with another directory as the root.");
const source = maybe.any(
  null,
  "The script: a path, or an address of the file server; `name` when not given.",
);
const template = maybe.any(null, "The renderer for the script.");

/** The parameters of `cmd.run`. */
export const runParams = {
  name: needed.any("The command."),
  cwd,
  root,
  runas,
  password,
  shell,
  env,
  prepend_path: maybe.any(null, "A directory to put before PATH."),
  stateful,
  output_loglevel,
  hide_output,
  timeout,
  ignore_timeout: maybe.bool(false, "Count a command that was killed for its time as success."),
  use_vt,
  ...success,
};

/** The parameters of `cmd.wait`, which only a watched change runs. */
export const waitParams = {
  name: needed.any("The command."),
  cwd,
  root,
  runas,
  shell,
  env: { ...env, fallback: [] },
  stateful,
  output_loglevel,
  hide_output,
  use_vt,
  ...success,
};

/** The parameters of `cmd.script`. */
export const scriptParams = {
  name: needed.any("The script and its arguments."),
  source,
  template,
  cwd,
  runas,
  password,
  shell,
  env,
  stateful,
  timeout,
  use_vt,
  output_loglevel,
  hide_output,
  defaults: maybe.any(null, "Variables for the template."),
  context: maybe.any(null, "Variables for the template; they win over `defaults`."),
  ...success,
};

/** The parameters of `cmd.wait_script`. */
export const waitScriptParams = {
  name: needed.any("The script and its arguments."),
  source,
  template,
  cwd,
  runas,
  shell,
  env,
  stateful,
  use_vt,
  output_loglevel,
  hide_output,
  ...success,
};

/** The parameters of `cmd.call` and `cmd.wait_call`. */
export const callParams = {
  name: needed.any("A name for the call."),
  func: needed.any("A function of Python; only renderers in Python can give one."),
  args: maybe.any([], "Its positional arguments."),
  kws: maybe.any(null, "Its keyword arguments."),
  output_loglevel,
  hide_output,
  use_vt,
};

/**
 * The command that may refuse a file before it is put into place.
 */
import type { Dict, ExecutionContext } from "@salt/core";
import { dict, get, getString, isTruthy } from "@salt/core";

/** Runs the command with a path as its last word: true, or the part of a state's answer that says why not. */
export async function runCheckCommand(
  command: string,
  path: string,
  context: ExecutionContext,
): Promise<true | Dict> {
  const shell = getString(context.grains, "shell");
  const options = shell === undefined ? {} : { shell };
  const outcome = await context.call("cmd.run_all", [`${command} ${quoted(path)}`], options);
  if (!isTruthy(get(outcome, "retcode"))) return true;
  const texts = [getString(outcome, "stdout"), getString(outcome, "stderr")];
  const comment = ["check_cmd execution failed", ...texts.filter((text) => isTruthy(text))].join("\n");
  return dict({ comment, skip_watch: true, result: false });
}

/** A path as one word of a shell; plain ones stay as they are. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

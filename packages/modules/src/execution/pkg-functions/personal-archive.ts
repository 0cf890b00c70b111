/**
 * Personal package archives of Ubuntu: `ppa:owner/name`.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, dict, isTruthy, SaltInvocationError } from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import { runApt } from "./apt.js";
import { refreshLists } from "./refresh.js";

const SYSTEMS: readonly unknown[] = ["Ubuntu", "Mint", "neon"];

/** The line that an archive stands for; undefined when the text names none, or the machine knows none. */
export function archiveLine(given: string, { grains }: ExecutionContext): string | undefined {
  const found = /^ppa:([\w.+-]+)\/([\w.+-]+)$/.exec(given);
  if (found === null || !SYSTEMS.includes(grains.get("os"))) return undefined;
  const [, owner, name] = found;
  return `deb http://ppa.launchpad.net/${owner}/${name}/ubuntu ${String(grains.get("oscodename") ?? "")} main`;
}

/** Adds an archive with `apt-add-repository`. Throws CommandExecutionError. */
export async function addArchive(
  given: string,
  kwargs: ReadonlyMap<string, Value>,
  isFresh: boolean,
  context: ExecutionContext,
): Promise<Dict> {
  if (archiveLine(given, context) === undefined)
    throw new CommandExecutionError(`cannot parse "ppa:" style repo definitions: ${given}`);
  if (isTruthy(kwargs.get("ppa_auth")))
    throw new SaltInvocationError("ppa_auth: private archives are not supported");
  if (findProgram("apt-add-repository") === undefined)
    throw new CommandExecutionError(`${given} needs apt-add-repository, which is not installed`, {
      hint: "Install software-properties-common.",
    });
  const command = ["apt-add-repository", "-y", given];
  const { retcode, stderr, stdout } = await runApt(command, context);
  if (retcode !== 0) {
    const what = `Unable to add PPA '${given.slice("ppa:".length)}'`;
    throw new CommandExecutionError(
      `${what}. '${command.join(" ")}' exited with status ${retcode}: '${stderr}' `,
    );
  }
  if (isFresh) await refreshLists(0, false, context);
  return dict({ [given]: { retcode, stdout, stderr } });
}

/**
 * Comparing a container with one that is set up as wanted, and doing what follows.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, errorText, get, isDict, isList, isTrial, pythonStr } from "@salt/core";
import type { RunningWork, TempContainer } from "./running.js";
import { containerChanges, containerIds, replace } from "./running.js";

/** How far it has come. */
export interface Step {
  removesTemp: boolean;
  result: boolean | null;
}

const WARNING =
  "The detected changes may be due to incorrect handling of arguments in earlier Salt releases. If this warning " +
  "persists after running the state again, and no changes were made to the SLS file, then please report this.";

/** Replaces the container when it is set up otherwise, or sends it a signal. False when that failed. */
export async function compareSetup(
  work: RunningWork,
  temp: TempContainer,
  step: Step,
  context: ExecutionContext,
): Promise<boolean> {
  const { name, comments, changes } = work;
  // Engines from version 25 on make up an address of its own for each container.
  const ignore = (await majorVersion(context)) < 25 ? "Hostname" : "Hostname,MacAddress";
  const told = await context.call("docker.compare_containers", [name, temp.name], { ignore });
  const found = isDict(told) ? told : new Map<Value, Value>();
  if (found.size > 0) {
    if (looksLikeOldSalt(found))
      work.warnings.push(isTrial(context) ? WARNING.replace("again", "again without test=True") : WARNING);
    const into = containerChanges(changes);
    for (const [part, part_changes] of found) into.set(part, part_changes);
    if (isTrial(context)) {
      step.result = null;
      comments.push(`Container '${name}' would be replaced`);
      return true;
    }
    step.removesTemp = false;
    if (!(await replace(work, temp, context))) return false;
    containerIds(changes, "added", temp.id);
    return true;
  }
  if (work.sendsSignal) return await signal(work, context);
  comments.push(`Container '${name}' is already configured as specified`);
  return true;
}

async function signal(
  { name, watchAction, comments, changes }: RunningWork,
  context: ExecutionContext,
): Promise<boolean> {
  const shown = pythonStr(watchAction);
  if (isTrial(context)) {
    comments.push(`Signal ${shown} would be sent to container`);
    return true;
  }
  try {
    await context.call("docker.signal", [name], { signal: watchAction });
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    comments.push(`Failed to signal container: ${errorText(error)}`);
    return false;
  }
  changes.set("signal", watchAction);
  comments.push(`Sent signal ${shown} to container`);
  return true;
}

async function majorVersion(context: ExecutionContext): Promise<number> {
  const numbers = get(await context.call("docker.version"), "VersionInfo");
  return isList(numbers) ? Number(numbers[0]) : 0;
}

/** Whether something became nothing that was empty before. */
function looksLikeOldSalt(changes: Dict): boolean {
  return [...changes.values()].some((part) =>
    [...(isDict(part) ? part.values() : [])].some((change) => {
      if ((get(change, "new") ?? null) !== null) return false;
      const old = get(change, "old") ?? null;
      return old === "" || (isList(old) && old.every((item) => item === ""));
    }),
  );
}

/**
 * Fetching the lists of packages.
 */
import { statSync } from "node:fs";
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, isTruthy } from "@salt/core";
import { runApt } from "./apt.js";
import { clearRefreshTag } from "./refresh-tag.js";

const LISTS = "/var/lib/apt/lists";
const MS_PER_SECOND = 1000;

/**
 * Runs `apt-get update`, unless the lists are younger than so many seconds. Gives for each source whether it was
 * fetched; null where it was up to date. Throws CommandExecutionError.
 */
export async function refreshLists(
  validSeconds: Value,
  isStrict: boolean,
  context: ExecutionContext,
): Promise<ReadonlyMap<string, boolean | null>> {
  clearRefreshTag(context);
  const states = new Map<string, boolean | null>();
  const age = (Date.now() - (statSync(LISTS, { throwIfNoEntry: false })?.mtimeMs ?? 0)) / MS_PER_SECOND;
  if (isTruthy(validSeconds) && age < Number(validSeconds)) return states;
  const { retcode, stdout, stderr } = await runApt(["apt-get", "-q", "update"], context);
  if (retcode !== 0) throw new CommandExecutionError(stderr);
  const failed: string[] = [];
  for (const line of stdout.split("\n")) {
    const [kind = "", ...rest] = line.trim().split(/\s+/);
    const source = rest.join(" ");
    if (kind.includes("Get")) states.set(source.replace(/ \[.+B\]$/, ""), true);
    else if (kind.includes("Hit")) states.set(source, null);
    else if (kind.includes("Ign") || kind.includes("Err")) states.set(source, false);
    if (kind.includes("Err")) failed.push(source);
  }
  if (isStrict && failed.length > 0)
    throw new CommandExecutionError(`Error getting repos: ${failed.join(", ")}`);
  return states;
}

/**
 * The file that a state edits.
 */
import { isAbsolute } from "node:path";
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { isTrial, isTruthy } from "@salt/core";
import { exists } from "../../execution/file-functions/paths.js";
import { isText } from "../../execution/file-functions/text-file.js";
import { unifiedDiff } from "../../text/unified-diff.js";
import { done, planned, StateFault } from "./answer.js";

/** What is wrong with a path; undefined when it can be edited. */
export function targetFault(name: string): string | undefined {
  if (!isAbsolute(name)) return `Specified file ${name} is not an absolute path`;
  return exists(name) ? undefined : `${name}: file not found`;
}

/** Refuses what cannot be edited. */
export function requireTarget(name: string): void {
  const fault = targetFault(name);
  if (fault !== undefined) throw new StateFault(name, fault);
}

/** The answer of a state whose work was a difference, or true when that is not to be shown. */
export function editAnswer(
  name: string,
  diff: Value,
  trialComment: string,
  context: ExecutionContext,
): StateAnswer {
  if (!isTruthy(diff)) return done(name, "No changes needed to be made");
  return isTrial(context) ? planned(name, trialComment, { diff }) : done(name, "Changes were made", { diff });
}

/** The difference of a file's lines; what is told instead for a file that is no text. */
export function linesDiff(name: string, before: readonly string[], after: readonly string[]): string {
  return isText(name) ? unifiedDiff(before, after) : "Replace binary file";
}

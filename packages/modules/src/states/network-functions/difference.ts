/**
 * Comparing what is written with what was there.
 */
import type { StateAnswer, Value } from "@salt/core";
import { isEqual, isList, isTruthy, pythonStr } from "@salt/core";
import { unifiedDiff } from "../../text/unified-diff.js";
import { PythonError } from "../../values/python-error.js";
import { failed } from "../answer/answer.js";

/** What became of a file: nothing, it is new, or it differs. */
export type Outcome =
  | { readonly kind: "same" }
  | { readonly kind: "added" }
  | { readonly kind: "updated"; readonly diff: string };

/** Compares lines; an empty text stands for a file that is not there. */
export function compare(old: Value, now: Value): Outcome {
  if (isEqual(old, now) || (!isTruthy(old) && !isTruthy(now))) return { kind: "same" };
  if (!isTruthy(old)) return { kind: "added" };
  return { kind: "updated", diff: diffText(linesIn(old), linesIn(now)) };
}

function linesIn(value: Value): readonly string[] {
  return isList(value) ? value.map(pythonStr) : [];
}

/** The difference as Salt shows it here: lines keep their ends and are joined by others. */
function diffText(old: readonly string[], now: readonly string[]): string {
  const ended = (line: string): string => (line.endsWith("\n") ? line : `${line}\n`);
  // The last line end would be a line of its own.
  const [head = "", names = "", ...rest] = unifiedDiff(old.map(ended), now.map(ended))
    .slice(0, -1)
    .split("\n");
  const lines = rest.map((line) => (line.startsWith("@@ ") ? line : `${line}\n`));
  return [head, names, ...lines].join("\n");
}

/** Runs an attempt; an AttributeError of a module becomes the comment of a failure. Other errors go on. */
export async function orAttributeFailure(
  name: string,
  attempt: () => Promise<StateAnswer>,
): Promise<StateAnswer> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof PythonError && error.name === "AttributeError") return failed(name, error.message);
    throw error;
  }
}

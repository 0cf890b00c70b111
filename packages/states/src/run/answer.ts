/**
 * The form that every answer of a state function is brought into.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { dict, isDict, isList, isTruthy, pythonStr } from "@salt/core";

const NEEDED = ["name", "result", "changes", "comment"];

/** An answer with its comment as one text and its result as true, false or null; one out of form becomes a failure. */
export function unified(answer: Value): MutableDict {
  const fault = faultOf(answer);
  if (fault !== undefined || !isDict(answer)) return malformed(fault ?? "");
  const result: MutableDict = new Map(answer);
  const comment = result.get("comment");
  if (isList(comment)) {
    const wrong = comment.find((line) => typeof line !== "string" && !(line instanceof Uint8Array));
    if (wrong !== undefined) return malformed("expected str, bytes, or bytearray");
    result.set("comment", comment.map(pythonText).join("\n"));
  }
  const outcome = result.get("result") ?? null;
  result.set("result", outcome === null ? null : isTruthy(outcome));
  return result;
}

function pythonText(line: Value): string {
  return line instanceof Uint8Array ? Buffer.from(line).toString() : pythonStr(line);
}

/** Salt has no better name for the state here. */
function malformed(fault: string): MutableDict {
  return dict({
    result: false,
    name: "later",
    changes: new Map(),
    comment: `An exception occurred in this state: ${fault}`,
  });
}

function faultOf(answer: Value): string | undefined {
  if (!isDict(answer)) return "Malformed state return. Data must be a dictionary type.";
  if (!isDict(answer.get("changes"))) return "'Changes' should be a dictionary.";
  const missing = NEEDED.filter((key) => !answer.has(key));
  if (missing.length > 0)
    return `The following keys were not present in the state return: ${missing.join(", ")}.`;
  return subStates(answer)
    .map(faultOf)
    .find((fault) => fault !== undefined);
}

/** What a state says it did as further states: the key `sub_state_run`. */
export function subStates(answer: Dict): readonly Value[] {
  const listed = answer.get("sub_state_run");
  return isList(listed) ? listed : [];
}

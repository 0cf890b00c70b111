/**
 * Commands that say themselves what they changed: `stateful`.
 */
import type { Dict, MutableDict, StateAnswer, Value } from "@salt/core";
import { dict, isDict, isList, isTruthy, MalformedError, parseJson, pythonStr } from "@salt/core";
import { splitWords } from "../../execution/cmd/words.js";
import { PythonError } from "../../values/python-error.js";

const NO_OBJECT = "script JSON output must be a JSON object (e.g., {})!";
const NOT_READABLE = "Failed parsing script output! Stdout must be JSON or a line of name=value pairs.";

/** How a command tells what it did. */
export interface Statefulness {
  readonly isOn: boolean;
  /** The command that a trial runs in the place of the other. */
  readonly trialCommand: string | undefined;
}

/** Reads the argument `stateful`: true, or a list whose first item names the command for trials. */
export function statefulness(given: Value): Statefulness {
  if (!isList(given)) return { isOn: given === true, trialCommand: undefined };
  const first = given[0];
  const name = isDict(first) ? first.get("test_name") : undefined;
  return {
    isOn: given.length > 0,
    trialCommand: isTruthy(name) ? pythonStr(name ?? null) : undefined,
  };
}

/** The answer that the output of a command tells: JSON, or `changed=yes comment='…'` in its last line. */
export function toldAnswer(told: StateAnswer): StateAnswer {
  const outputs = isDict(told.changes) ? told.changes : dict({});
  const stdout = outputs.get("stdout");
  if (typeof stdout !== "string" || stdout === "") {
    const stderr = outputs.get("stderr");
    return { ...told, changes: {}, comment: typeof stderr === "string" ? stderr : "" };
  }
  const json = jsonOf(stdout);
  if (json !== undefined && !isDict(json)) return { ...told, result: false, changes: {}, comment: NO_OBJECT };
  const line = json === undefined ? lastLine(stdout) : undefined;
  const data = json ?? pairsOf(line?.text ?? "");
  if (data === undefined) return { ...told, result: false, changes: outputs, comment: NOT_READABLE };
  const comment = pythonStr(data.get("comment") ?? "");
  if (!isChange(data.get("changed") ?? "no")) return { ...told, changes: {}, comment };
  return { ...told, changes: changesOf(data, outputs, line?.at), comment };
}

function jsonOf(text: string): Value | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

/** The last line and where it begins; -1 when it is the only one, as Python counts. */
function lastLine(text: string): { readonly text: string; readonly at: number } {
  const at = text.trimEnd().lastIndexOf("\n");
  return { text: at === -1 ? text : text.slice(at + 1), at };
}

function pairsOf(line: string): Dict | undefined {
  const pairs: MutableDict = new Map<Value, Value>();
  try {
    for (const word of splitWords(line)) {
      const [key = "", value, ...more] = word.split("=");
      if (value === undefined || more.length > 0) return undefined;
      pairs.set(key, value);
    }
  } catch (error) {
    if (error instanceof PythonError) return undefined;
    throw error;
  }
  return pairs;
}

function isChange(given: Value): boolean {
  const word = pythonStr(given).toLowerCase();
  if (["true", "yes", "1"].includes(word)) return true;
  if (["false", "no", "0"].includes(word)) return false;
  throw new PythonError("ValueError", `Failed parsing boolean value: ${pythonStr(given)}`);
}

/** What the command told, then what is known of its run; of a text only what stands before the line that tells. */
function changesOf(data: Dict, outputs: Dict, end: number | undefined): Dict {
  const told = [...data].filter(([key]) => key !== "comment");
  const changes = new Map<Value, Value>(told);
  for (const [key, value] of outputs) if (!changes.has(key)) changes.set(key, value);
  const stdout = changes.get("stdout") ?? "";
  return changes.set("stdout", end === undefined ? "" : pythonStr(stdout).slice(0, end));
}

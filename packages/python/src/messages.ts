/**
 * What Python says to the minion, parsed.
 */
import type { Dict, Value } from "@salt/core";
import { get, getDict, getList, getString, isDict, isTruthy, MalformedError, pythonStr } from "@salt/core";
import type { PythonFault } from "./errors.js";

/** Something that a function asks for in the midst of a request. */
export type Question =
  /** Where the function of a name is. */
  | { readonly what: "find"; readonly kind: string; readonly name: string }
  /** The value of a YAML text. */
  | { readonly what: "yaml"; readonly text: string }
  /** The names of all functions. */
  | { readonly what: "names"; readonly kind: string }
  /** A call of a function of the minion. */
  | {
      readonly what: "call";
      readonly kind: string;
      readonly name: string;
      readonly args: readonly Value[];
      readonly kwargs: ReadonlyMap<string, Value>;
    };

/** A message of the Python process. */
export type FromPython =
  | { readonly type: "reply"; readonly id: number; readonly reply: Reply }
  | { readonly type: "fault"; readonly id: number; readonly fault: PythonFault }
  /** `within` is the request in whose midst it is asked. */
  | { readonly type: "ask"; readonly id: number; readonly within: number; readonly question: Question }
  | { readonly type: "log"; readonly level: number; readonly name: string; readonly text: string };

/** What a request came to. */
export interface Reply {
  readonly value: Value;
  readonly retcode: number;
  /** The function was a generator, and `value` is the list of what it gave. */
  readonly parts: boolean;
}

/** Reads a message. Throws MalformedError. */
export function readFromPython(value: Value): FromPython {
  const id = get(value, "reply");
  if (typeof id === "number") {
    const error = getDict(value, "error");
    if (error !== undefined) return { type: "fault", id, fault: readFault(error) };
    const reply = {
      value: get(value, "value") ?? null,
      retcode: wholeNumber(get(value, "retcode")),
      parts: isTruthy(get(value, "parts")),
    };
    return { type: "reply", id, reply };
  }
  const asked = get(value, "ask");
  const within = get(value, "within");
  if (isDict(value) && typeof asked === "number" && typeof within === "number") {
    return { type: "ask", id: asked, within, question: readQuestion(value) };
  }
  const level = get(value, "log");
  if (typeof level === "number") {
    return { type: "log", level, name: getString(value, "name") ?? "", text: getString(value, "text") ?? "" };
  }
  throw new MalformedError("Python sent something unknown");
}

function readFault(error: Dict): PythonFault {
  return {
    kind: getString(error, "kind") ?? "Exception",
    message: getString(error, "message") ?? "",
    traceback: getString(error, "traceback") ?? "",
  };
}

function readQuestion(from: Dict): Question {
  const what = getString(from, "what");
  const text = getString(from, "text");
  if (what === "yaml" && text !== undefined) return { what, text };
  const kind = getString(from, "kind");
  const name = getString(from, "name");
  if (kind !== undefined && what === "names") return { what, kind };
  if (kind !== undefined && name !== undefined) {
    if (what === "find") return { what, kind, name };
    if (what === "call") {
      const kwargs = new Map([...(getDict(from, "kwargs") ?? [])].map(([key, one]) => [pythonStr(key), one]));
      return { what, kind, name, args: getList(from, "args") ?? [], kwargs };
    }
  }
  throw new MalformedError("Python asked for something unknown");
}

function wholeNumber(value: Value | undefined): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "number" && Number.isInteger(value) ? value : 0;
}

/**
 * Low chunks: one call of a state function each.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isDict, isList, pythonStr } from "@salt/core";

/** A low chunk of a run; the run itself notes things in it, as Salt's does. */
export type Low = MutableDict;

/** The text at a key, in Python's form; `None` when there is nothing. */
export function wordOf(low: Dict, key: string): string {
  return pythonStr(low.get(key) ?? null);
}

/** The key of a chunk's result: `state_|-id_|-name_|-function`. */
export function tagOf(low: Dict): string {
  return ["state", "__id__", "name", "fun"].map((key) => wordOf(low, key)).join("_|-");
}

/** The name `state.function`. */
export function functionName(low: Dict): string {
  return `${wordOf(low, "state")}.${wordOf(low, "fun")}`;
}

/** One requisite: what kind of state (or `id`, or `sls`), and which. */
export interface Requisite {
  readonly key: string;
  readonly value: Value;
}

/** The requisites of one kind in a chunk. A bare text is an id; a function after the state's name does not count. */
export function requisitesOf(low: Dict, kind: string): readonly Requisite[] {
  const listed = low.get(kind);
  if (!isList(listed)) return [];
  return listed.flatMap((item) => {
    const [entry] = isDict(item) ? item : [];
    if (entry === undefined) return typeof item === "string" ? [{ key: "id", value: item }] : [];
    const key = pythonStr(entry[0]);
    return [{ key: key.split(".", 1)[0] ?? key, value: entry[1] }];
  });
}

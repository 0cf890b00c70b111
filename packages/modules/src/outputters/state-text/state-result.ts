/**
 * The result of one state in the data of a state run.
 */
import type { Dict, Value } from "@salt/core";
import { Float, get, isDict, isFloat, isInt, isTruthy, MalformedError, pythonStr } from "@salt/core";

/** The data is not that of a state run; it is printed as an outline then. */
export class NotStateDataError extends MalformedError {}

/** A state's result, and what its key says of it. */
export interface StateResult {
  readonly key: string;
  /** State module, e.g. `file`. */
  readonly module: string;
  readonly id: string;
  readonly name: string;
  /** State function, e.g. `managed`. */
  readonly fun: string;
  readonly result: Value;
  readonly changes: Value;
  readonly warnings: readonly string[] | undefined;
  /** Everything, by the names that states return. */
  readonly data: Dict;
}

const SEPARATOR = "_|-";

/** Reads a result; its key is `module_|-id_|-name_|-function`. Throws NotStateDataError. */
function readStateResult(key: string, data: Dict): StateResult {
  const parts = key.split(SEPARATOR);
  const [module, id, name, fun] = parts;
  const changes = data.get("changes");
  if (
    module === undefined ||
    id === undefined ||
    name === undefined ||
    fun === undefined ||
    changes === undefined
  ) {
    throw new NotStateDataError("This is not the result of a state");
  }
  const result = data.get("result") ?? null;
  return { key, module, id, name, fun, result, changes, warnings: readWarnings(data.get("warnings")), data };
}

/** A field that must be there. Throws NotStateDataError. */
export function required(data: Dict, name: string): Value {
  const value = data.get(name);
  if (value === undefined) throw new NotStateDataError(`The result of a state has no ${name}`);
  return value;
}

/** Milliseconds that a state took: a number, or a text `12.5 ms`; other texts count as nothing. */
export function durationOf(data: Dict): number {
  const value = data.get("duration") ?? 0;
  if (data.get("duration") === null) throw new NotStateDataError("The duration of a state is missing");
  if (isInt(value)) return Number(value);
  if (isFloat(value)) return value instanceof Float ? value.value : value;
  if (typeof value !== "string") throw new NotStateDataError("The duration of a state is no number");
  const number = Number(value.split(" ms")[0]?.trim() || Number.NaN);
  return Number.isFinite(number) ? number : 0;
}

/** Whether a state changed something. */
export function hasChanges(result: StateResult): boolean {
  return isTruthy(result.changes);
}

/** The name in a result, which may differ from that in its key. */
export function nameIn(data: Dict): string {
  return pythonStr(get(data, "name") ?? "");
}

function readWarnings(value: Value | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw new NotStateDataError("Warnings of a state are no list");
  return value.map((warning) => pythonStr(warning));
}

/** The results in the data of a host, in the order they ran, and those entries that have no place in it. */
export function readStateResults(data: Dict): {
  readonly results: StateResult[];
  readonly unordered: Dict[];
} {
  const results: [order: number, StateResult][] = [];
  const unordered: Dict[] = [];
  for (const [key, info] of data) {
    if (!isDict(info)) continue;
    if (typeof key !== "string") throw new NotStateDataError("The key of a state is no text");
    if (key !== "changes" && info.size > 0 && !info.has("__run_num__")) unordered.push(info);
    if (info.has("result")) results.push([Number(info.get("__run_num__") ?? 0), readStateResult(key, info)]);
  }
  return { results: results.sort(([a], [b]) => a - b).map(([, result]) => result), unordered };
}

/**
 * The queries of an SQL source of the pillar, as its configuration writes them.
 */
import type { Value } from "@salt/core";
import { isDict, isInt, isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";

/** One query and how its rows become a map. */
export interface PillarQuery {
  /** The key that the result is put below; undefined for the top. */
  readonly root: string | undefined;
  readonly sql: string;
  /** How many columns are keys; 0 for all but the last. */
  readonly depth: number;
  readonly asList: boolean;
  readonly asJson: boolean;
  /** Columns, counted from 1, whose keys become a list. */
  readonly withLists: readonly number[];
  readonly ignoreNull: boolean;
}

/** Queries in order: those without a key, then the others by their names. Throws SaltInvocationError. */
export function readQueries(
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
): readonly PillarQuery[] {
  const named = [...kwargs].sort(([a], [b]) => (a < b ? -1 : 1));
  const all: readonly (readonly [string | undefined, Value])[] = [
    ...args.map((value) => [undefined, value] as const),
    ...named,
  ];
  return all.flatMap(([root, value]) => readQuery(root, value) ?? []);
}

function readQuery(root: string | undefined, value: Value): PillarQuery | undefined {
  const plain = { root, depth: 0, asList: false, asJson: false, withLists: [], ignoreNull: false };
  if (typeof value === "string") return value === "" ? undefined : { ...plain, sql: value };
  if (isList(value)) {
    const [sql, depth] = value;
    return typeof sql === "string" && sql !== "" ? { ...plain, sql, depth: whole(depth ?? 0) } : undefined;
  }
  const sql = isDict(value) ? value.get("query") : undefined;
  if (!isDict(value) || typeof sql !== "string" || sql === "") return undefined;
  return {
    root,
    sql,
    depth: whole(value.get("depth") ?? 0),
    asList: isTruthy(value.get("as_list")),
    asJson: isTruthy(value.get("as_json")),
    withLists: columns(value.get("with_lists") ?? null),
    ignoreNull: isTruthy(value.get("ignore_null")),
  };
}

function columns(value: Value): readonly number[] {
  if (typeof value === "string")
    return value === "" ? [] : value.split(",").map((part) => whole(Number(part)));
  return isList(value) ? value.map(whole) : [];
}

function whole(value: Value): number {
  if (isInt(value)) return Number(value);
  throw new SaltInvocationError(`A query of ext_pillar has ${pythonStr(value)} where a number belongs`);
}

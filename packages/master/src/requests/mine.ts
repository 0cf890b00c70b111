/**
 * The mine's commands: minions leave values, and read those of others.
 */
import type { Dict, Plain, Target, Value } from "@salt/core";
import { getDict, getString, isDict, isList, isTruthy } from "@salt/core";
import { compileStart } from "../acl/expression.js";
import type { LogLimiter } from "../log-limiter.js";
import type { MineStore } from "../minions/mine-store.js";
import { readMineItem } from "../minions/mine-store.js";
import type { Targeting } from "../minions/targeting.js";
import { readTarget, withExactPillar } from "../minions/targeting.js";
import type { MinionRequest } from "../sessions/gate.js";
import type { CommandTable, MinionCommand } from "./command.js";

/** What the mine needs. */
export interface MineParts {
  readonly store: MineStore;
  readonly targeting: Targeting;
  /** The option `mine_get`: patterns of ids to lists of patterns of functions; all may read when it is absent. */
  readonly access: Value | undefined;
  readonly limited: LogLimiter;
}

/** The commands. */
export function mineCommands(parts: MineParts): CommandTable<MinionCommand> {
  return new Map<string, MinionCommand>([
    ["_mine", (request) => put(parts, request)],
    ["_mine_get", (request) => read(parts, request)],
    ["_mine_delete", ({ id, load }) => parts.store.remove(id, getString(load, "fun") ?? "")],
    ["_mine_flush", (request) => flush(parts, request)],
  ]);
}

function put({ store, limited }: MineParts, { id, load }: MinionRequest): Plain {
  const data = getDict(load, "data");
  if (data === undefined) return false;
  if (store.put(id, data, isTruthy(load.get("clear")))) return true;
  limited.warn({ minion: id }, "The mine of a minion is too large to be kept");
  return false;
}

function flush({ store }: MineParts, { id }: MinionRequest): Plain {
  store.clear(id);
  return true;
}

/** One function gives values by minion; several give them by function and minion. */
async function read(parts: MineParts, { id, load }: MinionRequest): Promise<Plain> {
  const fun = load.get("fun");
  const names = functionsOf(fun);
  const target = readTarget(
    load.get("tgt"),
    load.get("tgt_type") ?? load.get("expr_form"),
    load.get("delimiter"),
  );
  if (names === undefined || target === undefined || !names.every((name) => mayRead(parts.access, id, name)))
    return {};
  const results = await collect(parts, id, names, target);
  const [only] = names;
  return isList(fun) || names.length > 1 || only === undefined ? results : (results.get(only) ?? {});
}

function functionsOf(fun: Value | undefined): readonly string[] | undefined {
  if (typeof fun === "string") return fun.split(",").filter((name) => name !== "");
  if (!isList(fun)) return undefined;
  return fun.filter((name) => typeof name === "string");
}

function mayRead(access: Value | undefined, id: string, fun: string): boolean {
  if (access === undefined || access === null) return true;
  if (!isDict(access)) return false;
  return [...access].some(
    ([who, funs]) =>
      typeof who === "string" &&
      isList(funs) &&
      compileStart(who)(id) &&
      funs.some((each) => typeof each === "string" && compileStart(each)(fun)),
  );
}

async function collect(
  { store, targeting }: MineParts,
  reader: string,
  names: readonly string[],
  target: Target,
): Promise<ReadonlyMap<string, Dict>> {
  const results = new Map<string, Map<Value, Value>>();
  for (const id of await targeting.reached(withExactPillar(target))) {
    const mine = store.all(id);
    for (const name of names) {
      const stored = mine.get(name);
      if (stored === undefined) continue;
      const { value, allowed } = readMineItem(stored);
      if (allowed !== undefined && !(await reaches(targeting, allowed, reader))) continue;
      results.set(name, (results.get(name) ?? new Map()).set(id, value));
    }
  }
  return results;
}

async function reaches(
  targeting: Targeting,
  allowed: { readonly tgt: Value; readonly tgtType: string },
  id: string,
): Promise<boolean> {
  const target = readTarget(allowed.tgt, allowed.tgtType, undefined);
  return target !== undefined && (await targeting.reached(target)).has(id);
}

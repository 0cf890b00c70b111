/**
 * High data: the maps of states by id, as SLS files give them.
 */
import type { Value } from "@salt/core";
import type { Node, NodeMap } from "./tree.js";
import { firstKey, isMap, isNodes } from "./tree.js";

/** States by id; `__extend__` and `__exclude__` stand beside them. */
export type HighData = NodeMap;

/** Names that begin so are the compiler's own. */
export function isOwnKey(key: Value): boolean {
  return typeof key === "string" && key.startsWith("__");
}

/** The states of one id: its keys that are not the compiler's. */
export function statesOf(body: NodeMap): (readonly [string, Node])[] {
  return [...body].filter(
    (entry): entry is [string, Node] => typeof entry[0] === "string" && !isOwnKey(entry[0]),
  );
}

/** The arguments of a state that are maps: the others are names of functions. */
export function argumentMaps(state: Node | undefined): NodeMap[] {
  return isNodes(state) ? state.filter(isMap) : [];
}

/** The ids of high data that have a map, the compiler's own keys left out. */
export function idsOf(high: HighData): (readonly [Value, NodeMap])[] {
  return [...high].filter((entry): entry is [Value, NodeMap] => isMap(entry[1]) && !isOwnKey(entry[0]));
}

/** An id and one of its states. */
export interface StatePlace {
  readonly id: Value;
  readonly state: string;
}

/**
 * Where a requisite `state: name` leads: the id of that name, else all ids of the SLS of that name, else the ids with
 * an argument of that value. `strict` wants the id to have that state.
 */
export function findName(name: Value, state: string, high: HighData, strict = false): StatePlace[] {
  const body = high.get(name);
  if (body !== undefined && (!strict || (isMap(body) && body.has(state)))) return [{ id: name, state }];
  if (state === "sls") {
    return idsOf(high)
      .filter(([, item]) => item.get("__sls__") === name)
      .map(([id, item]) => ({ id, state: String(firstKey(item)) }));
  }
  return idsOf(high).flatMap(([id, item]) =>
    argumentMaps(item.get(state))
      .filter((arg) => arg.size === 1 && arg.values().next().value === name)
      .map(() => ({ id, state })),
  );
}

/** All states of an SLS. */
export function findSls(sls: Value, high: HighData): StatePlace[] {
  return idsOf(high)
    .filter(([, body]) => body.get("__sls__") === sls)
    .flatMap(([id, body]) => statesOf(body).map(([state]) => ({ id, state })));
}

/** The names of the arguments that a state has. */
export function argumentNames(place: StatePlace, high: HighData): ReadonlySet<Value> {
  const body = high.get(place.id);
  const args = isMap(body) ? argumentMaps(body.get(place.state)) : [];
  return new Set(args.filter((arg) => arg.size === 1).map((arg) => firstKey(arg) ?? null));
}

/**
 * State data while it is compiled: values that may still be changed.
 *
 * Like the reference, compiling changes lists in place, and two places of a YAML text that are one through an alias
 * stay one. Both show in what comes out.
 */
import type { Float, Value } from "@salt/core";
import { float, isDict, isList } from "@salt/core";

/** A value that may be changed. */
export type Node = null | boolean | number | bigint | string | Uint8Array | Float | Date | Node[] | NodeMap;

/** A map that may be changed. */
export interface NodeMap extends Map<Value, Node> {}

/** Whether a node is a map. */
export function isMap(node: Node | undefined): node is NodeMap {
  return node instanceof Map;
}

/** Whether a node is a list. */
export function isNodes(node: Node | undefined): node is Node[] {
  return Array.isArray(node);
}

/** A copy of a value that may be changed; what is one object in the value is one object in the copy. */
export function thaw(value: Value, seen = new Map<Value, Node>()): Node {
  if (typeof value !== "object" || value === null) return value;
  if (!isDict(value) && !isList(value)) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (isList(value)) {
    const list: Node[] = [];
    seen.set(value, list);
    for (const item of value) list.push(thaw(item, seen));
    return list;
  }
  const map: NodeMap = new Map();
  seen.set(value, map);
  for (const [key, item] of value) map.set(key, thaw(item, seen));
  return map;
}

/** The first key of a map; undefined of an empty one. */
export function firstKey(map: NodeMap): Value | undefined {
  return map.keys().next().value;
}

/** Adds to a number, with Python's kinds: what a float is added to is a float. */
export function addFraction(whole: number, fraction: number): Node {
  return float(whole + fraction);
}

/** Whether two nodes are equal; maps are when their entries come in the same order. */
export function sameNode(one: Node, other: Node): boolean {
  if (one === other) return true;
  if (isNodes(one)) {
    return (
      isNodes(other) &&
      one.length === other.length &&
      one.every((item, at) => sameNode(item, other[at] ?? null))
    );
  }
  if (!isMap(one) || !isMap(other) || one.size !== other.size) return sameScalar(one, other);
  const others = [...other];
  return [...one].every(([key, item], at) => {
    const [otherKey, otherItem = null] = others[at] ?? [null];
    return key === otherKey && sameNode(item, otherItem);
  });
}

function sameScalar(one: Node, other: Node): boolean {
  const numeric = (node: Node): number | undefined =>
    node === null || typeof node === "string" || isMap(node) || isNodes(node) ? undefined : Number(node);
  const [first, second] = [numeric(one), numeric(other)];
  return first !== undefined && first === second && !(one instanceof Uint8Array);
}

/**
 * The order of low chunks: by `order`, then by state, name and function.
 */
import { isFloat } from "@salt/core";
import type { Node, NodeMap } from "./tree.js";
import { addFraction } from "./tree.js";

/** A low chunk that may still be changed. */
export type Chunk = NodeMap;

/** Between the highest order that somebody wrote and those that have none. */
const AFTER_ORDERED = 100;
/** Where `order: last` begins, and from where negative orders count. */
const LAST = 1_000_000;
/** The part of an order that tells names apart. */
const PER_NAME = 10_000;

/** Gives every chunk a number as its `order` and sorts them, in place. */
export function orderChunks(chunks: Chunk[]): Chunk[] {
  const cap = capOf(chunks);
  for (const chunk of chunks) setOrder(chunk, cap);
  const keys = new Map(chunks.map((chunk) => [chunk, sortKey(chunk)] as const));
  return chunks.sort((one, other) => compareKeys(keys.get(one), keys.get(other)));
}

function capOf(chunks: readonly Chunk[]): number {
  let cap = 1;
  for (const chunk of chunks) {
    const order = wholeOf(chunk.get("order"));
    if (order !== undefined && order > cap - 1 && order > 0) cap = order + AFTER_ORDERED;
  }
  return cap;
}

function setOrder(chunk: Chunk, cap: number): void {
  const given = chunk.get("order");
  // Without an order of its own, a chunk's place among names is not counted: it stays in the chunk, as in Salt.
  if (given === undefined) {
    chunk.set("order", cap);
    return;
  }
  let order = orderOf(given, cap);
  const place = chunk.get("name_order");
  if (typeof place === "number" && chunk.delete("name_order")) {
    order = addFraction(Number(order), place / PER_NAME);
  }
  chunk.set("order", Number(order) < 0 ? shifted(order, cap + LAST) : order);
}

function orderOf(given: Node, cap: number): Node {
  if (wholeOf(given) !== undefined || isFloat(given)) return given;
  if (given === "last") return cap + LAST;
  return given === "first" ? 0 : cap;
}

function shifted(order: Node, by: number): Node {
  return isFloat(order) ? addFraction(by, Number(order)) : by + Number(order);
}

/** Whole numbers, and truth values, which count as numbers in Python. */
function wholeOf(order: Node | undefined): number | undefined {
  if (typeof order === "boolean" || typeof order === "bigint") return Number(order);
  return typeof order === "number" && Number.isInteger(order) ? order : undefined;
}

interface SortKey {
  readonly order: number;
  readonly text: string;
}

function sortKey(chunk: Chunk): SortKey {
  const text = (key: string): string => String(chunk.get(key) ?? "None");
  return { order: Number(chunk.get("order")), text: text("state") + text("name") + text("fun") };
}

function compareKeys(one: SortKey | undefined, other: SortKey | undefined): number {
  if (one === undefined || other === undefined) return 0;
  if (one.order !== other.order) return one.order - other.order;
  return Buffer.compare(Buffer.from(one.text), Buffer.from(other.text));
}

/**
 * Rows of a table as nested maps: the first columns are keys, the last ones values.
 */
import type { MutableDict, Value } from "@salt/core";
import { includes, isDict, isList, MalformedError, mergeDicts, parseJson } from "@salt/core";
import type { PillarQuery } from "./queries.js";

/** A row's values in the order of its columns. */
export type Row = readonly Value[];

type Node = MutableDict;

/** Adds the rows of a query to a map. Throws MalformedError for a row that is to be JSON and is none. */
export function addRows(
  into: Node,
  columns: readonly string[],
  rows: Iterable<Row>,
  query: PillarQuery,
): void {
  const sheet = new RowSheet(into, columns, query);
  for (const row of rows) sheet.add(row);
  sheet.finish();
}

class RowSheet {
  readonly #into: Node;
  readonly #columns: readonly string[];
  readonly #query: PillarQuery;
  /** How many columns are keys. */
  readonly #depth: number;
  /** Keys of maps whose values become lists at the end, inner maps last. */
  readonly #listed = new Map<Node, Value[]>();

  constructor(into: Node, columns: readonly string[], query: PillarQuery) {
    this.#into = into;
    this.#columns = columns;
    this.#query = query;
    const last = columns.length - 1;
    this.#depth = query.depth === 0 || query.depth >= columns.length ? last : query.depth;
  }

  add(row: Row): void {
    if (this.#query.asJson && this.#columns.length === 1) {
      this.#addJson(row[0] ?? null);
      return;
    }
    let node = this.#into;
    for (let at = 0; at < this.#depth - 1; at++) {
      this.#mark(node, at + 1, cell(row, at));
      node = this.#descend(node, cell(row, at));
    }
    if (this.#depth === this.#columns.length - 1) this.#addPair(node, row);
    else this.#addFields(node, row);
  }

  /** Turns marked maps into lists, inner ones first. */
  finish(): void {
    for (const [node, keys] of [...this.#listed].reverse()) {
      for (const key of keys) {
        const value = node.get(key);
        if (isDict(value)) node.set(key, [...value.values()]);
        else if (isList(value)) node.set(key, [value]);
      }
    }
  }

  #addJson(value: Value): void {
    const text = value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : value;
    const data = typeof text === "string" ? parseJson(text) : text;
    if (!isDict(data)) throw new MalformedError("a row of JSON is no map");
    for (const [key, merged] of mergeDicts(this.#into, data, this.#query.asList)) this.#into.set(key, merged);
  }

  #descend(node: Node, key: Value): Node {
    const found = node.get(key);
    if (found instanceof Map) return found;
    const below: Node = new Map();
    if (isList(found)) node.set(key, [...found, below]);
    else node.set(key, found !== undefined && this.#query.asList ? [found, below] : below);
    return below;
  }

  /** The last column is the value, the one before it its key. */
  #addPair(node: Node, row: Row): void {
    const last = this.#columns.length - 1;
    const [key, value] = [cell(row, last - 1), cell(row, last)];
    const { asList, withLists, ignoreNull } = this.#query;
    const found = node.get(key);
    if ((asList && found !== undefined) || withLists.includes(last)) {
      node.set(key, [...(found === undefined ? [] : isList(found) ? found : [found]), value]);
    } else if (!ignoreNull || value !== null) {
      node.set(key, value);
    }
  }

  /** The columns that are no keys are named by the table. */
  #addFields(node: Node, row: Row): void {
    const key = cell(row, this.#depth - 1);
    const known = node.get(key);
    const fields: Node = known instanceof Map ? known : new Map();
    node.set(key, fields);
    this.#mark(node, this.#depth, key);
    for (let at = this.#depth; at < this.#columns.length; at++) {
      const [name, value] = [this.#columns[at] ?? "", cell(row, at)];
      this.#mark(fields, at + 1, name);
      const found = fields.get(name);
      if (this.#query.asList && found !== undefined) {
        fields.set(name, [...(isList(found) ? found : [found]), value]);
      } else if (!this.#query.ignoreNull || value !== null) {
        fields.set(name, value);
      }
    }
  }

  #mark(node: Node, column: number, key: Value): void {
    if (!this.#query.withLists.includes(column)) return;
    const keys = this.#listed.get(node) ?? [];
    this.#listed.set(node, keys);
    if (!includes(keys, key)) keys.push(key);
  }
}

function cell(row: Row, at: number): Value {
  return row[at] ?? null;
}

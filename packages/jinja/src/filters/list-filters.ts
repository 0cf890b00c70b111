/**
 * Jinja2's filters on lists and dicts.
 */

import { int } from "../methods/arguments.js";
import { attributeOf, getItem } from "../runtime/attribute.js";
import type { CallContext } from "../runtime/environment.js";
import { arithmetic } from "../value/arithmetic.js";
import { compare, equals } from "../value/equality.js";
import { filterArgumentError, PyError, typeError } from "../value/errors.js";
import { iterate, length, listOf, maybeIterate } from "../value/iterate.js";
import { escapeMarkup } from "../value/markup.js";
import { sorted } from "../value/sort.js";
import { codePoints } from "../value/text.js";
import { typeName } from "../value/type-name.js";
import {
  ABSENT,
  DictView,
  failUndefined,
  isText,
  Markup,
  PyIterator,
  PyObject,
  textOf,
  tuple,
  Undefined,
  type Val,
} from "../value/types.js";
import { attributeGetter, attributesGetter, ignoreCase } from "./attribute-path.js";
import { filter, flag, soft } from "./define.js";

/** The most items that batch and slice fill up. */
const MAX_FILL = 10_000_000;

function* batch(value: Val, count: Val, fill: Val): Generator<Val> {
  const size = int(count);
  let row: Val[] = [];
  for (const item of iterate(value)) {
    if (row.length === size) {
      yield row;
      row = [];
    }
    row.push(item);
  }
  if (row.length === 0) return;
  if (fill !== null) while (row.length < Math.min(size, MAX_FILL)) row.push(fill);
  yield row;
}

function* slice(value: Val, count: Val, fill: Val): Generator<Val> {
  const items = listOf(value);
  const columns = int(count);
  if (columns === 0) throw new PyError("ZeroDivisionError", "integer division or modulo by zero");
  const size = Math.floor(items.length / columns);
  const extra = items.length % columns;
  let start = 0;
  for (let column = 0; column < columns; column++) {
    const end = start + size + (column < extra ? 1 : 0);
    const row = items.slice(start, end);
    if (fill !== null && column >= extra) row.push(fill);
    start = end;
    yield row;
  }
}

function dictSort(value: Val, caseSensitive: Val, by: Val, reverse: Val): Val[] {
  const at = by === "key" ? 0 : by === "value" ? 1 : undefined;
  if (at === undefined) throw filterArgumentError('You can only sort by either "key" or "value"');
  if (value instanceof Undefined) failUndefined(value);
  if (!(value instanceof Map)) {
    throw new PyError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
  }
  const key = (item: Val): Val => {
    const part = (item as readonly Val[])[at];
    return flag(caseSensitive) ? part : ignoreCase(part);
  };
  return sorted(
    [...value].map((entry) => tuple(entry)),
    flag(reverse),
    key,
  );
}

function first({ state }: CallContext, value: Val): Val {
  for (const item of iterate(value)) return item;
  return state.undefined("No first item, sequence was empty.");
}

function last({ state }: CallContext, value: Val): Val {
  if (value instanceof PyIterator || typeof value === "number") {
    throw typeError(`'${typeName(value)}' object is not reversible`);
  }
  const items = listOf(value);
  return items.length > 0 ? items.at(-1) : state.undefined("No last item, sequence was empty.");
}

function join({ state, escaping }: CallContext, value: Val, glue: Val, attribute: Val): Val {
  const get = attribute === null ? undefined : attributeGetter(state, attribute);
  const items = Array.from(iterate(value), (item) => get?.(item) ?? item);
  if (!escaping) return items.map(soft).join(soft(glue));
  if (!(glue instanceof Markup)) {
    const safe = items.some((item) => item instanceof Markup);
    if (!safe) return items.map(soft).join(soft(glue));
    return new Markup(items.map(escapeMarkup).join(escapeMarkup(glue)));
  }
  return new Markup(items.map(escapeMarkup).join(glue.text));
}

/** What groupby yields: a pair whose parts have names. */
class Group extends PyObject {
  readonly typeName = "_GroupTuple";
  readonly #parts: readonly [Val, Val[]];
  constructor(grouper: Val, list: Val[]) {
    super();
    this.#parts = [grouper, list];
  }
  override attribute(name: string): Val {
    return name === "grouper" ? this.#parts[0] : name === "list" ? this.#parts[1] : ABSENT;
  }
  override item(key: Val): Val {
    const at = typeof key === "number" ? (key < 0 ? key + 2 : key) : -1;
    return at === 0 || at === 1 ? this.#parts[at] : ABSENT;
  }
  override iterate(): Iterable<Val> {
    return this.#parts;
  }
  override length(): number {
    return 2;
  }
  /** Salt rebuilds tuples before it prints them, which these do not survive. */
  override text(): string {
    throw typeError("_GroupTuple.__new__() missing 1 required positional argument: 'list'");
  }
  override repr(): string {
    return this.text();
  }
}

function groupBy(
  { state }: CallContext,
  value: Val,
  attribute: Val,
  fallback: Val,
  caseSensitive: Val,
): Val[] {
  const raw = attributeGetter(state, attribute, fallback);
  const key = (item: Val): Val => (flag(caseSensitive) ? raw(item) : ignoreCase(raw(item)));
  const groups: { key: Val; items: Val[] }[] = [];
  for (const item of sorted(iterate(value), false, key)) {
    const current = groups.at(-1);
    const own = key(item);
    if (current !== undefined && equals(current.key, own)) current.items.push(item);
    else groups.push({ key: own, items: [item] });
  }
  return groups.map(({ items }) => new Group(raw(items[0]), items));
}

function reverse(value: Val): Val {
  if (isText(value)) {
    const text = codePoints(textOf(value)).reverse().join("");
    return value instanceof Markup ? new Markup(text) : text;
  }
  const items = maybeIterate(value);
  if (items === undefined) throw filterArgumentError("argument must be iterable");
  return new PyIterator("list_reverseiterator", Array.from(items).reverse());
}

function sort({ state }: CallContext, value: Val, rev: Val, caseSensitive: Val, attribute: Val): Val[] {
  const get = attributesGetter(state, attribute);
  const single = attribute === null;
  const key = (item: Val): Val => {
    const parts = single ? [item] : get(item);
    const keys = flag(caseSensitive) ? parts : parts.map(ignoreCase);
    return keys.length === 1 ? keys[0] : Array.from(keys);
  };
  return sorted(iterate(value), flag(rev), key);
}

function sum({ state }: CallContext, value: Val, attribute: Val, start: Val): Val {
  const get = attribute === null ? (item: Val): Val => item : attributeGetter(state, attribute);
  let total = start;
  for (const item of iterate(value)) total = arithmetic("+", total, get(item));
  return total;
}

function items(value: Val): Val {
  if (value instanceof Undefined) return [];
  if (!(value instanceof Map)) throw typeError("Can only get item pairs from a mapping.");
  return new PyIterator("generator", new DictView("items", value).items());
}

function attr({ state }: CallContext, value: Val, name: Val): Val {
  if (value instanceof Undefined) failUndefined(value);
  const found = attributeOf(state, value, soft(name));
  if (found !== ABSENT) return found;
  const missing = getItem(state, new NoItems(value), soft(name));
  return missing;
}

/** Has nothing, and is called what the value is called: for the text of the undefined value. */
class NoItems extends PyObject {
  readonly typeName: string;
  readonly #qualified: string;
  constructor(value: Val) {
    super();
    this.typeName = typeName(value);
    this.#qualified = value instanceof PyObject ? value.qualifiedName() : typeName(value);
  }
  override qualifiedName(): string {
    return this.#qualified;
  }
}

/** The largest or smallest item, by Python's comparison. */
export function extreme(items: Iterable<Val>, sign: 1 | -1): Val {
  let best: Val = ABSENT;
  for (const item of items) {
    const operator = sign > 0 ? ">" : "<";
    if (best === ABSENT || compare(item, best, operator) * sign > 0) best = item;
  }
  return best;
}

/** The filters. */
export const LIST_FILTERS = [
  filter(
    "batch",
    "do_batch(value, linecount, fill_with=None)",
    (_, value, count, fill) => new PyIterator("generator", batch(value, count, fill)),
  ),
  filter(
    "slice",
    "sync_do_slice(value, slices, fill_with=None)",
    (_, value, count, fill) => new PyIterator("generator", slice(value, count, fill)),
  ),
  filter("count", "len(obj)", (_, value) => length(value)),
  filter("length", "len(obj)", (_, value) => length(value)),
  filter("dictsort", "do_dictsort(value, case_sensitive=False, by='key', reverse=False)", (_, ...args) =>
    dictSort(args[0], args[1], args[2], args[3]),
  ),
  filter("first", "sync_do_first(seq)", first),
  filter("last", "do_last(seq)", last),
  filter("join", "sync_do_join(value, d='', attribute=None)", join),
  filter("groupby", "sync_do_groupby(value, attribute, default=None, case_sensitive=False)", groupBy),
  filter("list", "sync_do_list(value)", (_, value) => listOf(value)),
  filter("reverse", "do_reverse(value)", (_, value) => reverse(value)),
  filter("sort", "do_sort(value, reverse=False, case_sensitive=False, attribute=None)", sort),
  filter("sum", "sync_do_sum(iterable, attribute=None, start=0)", sum),
  filter("items", "do_items(value)", (_, value) => items(value)),
  filter("attr", "do_attr(obj, name)", attr),
  filter("random", "do_random(seq)", ({ state }, value) => {
    const all = listOf(value);
    return all.length === 0
      ? state.undefined("No random item, sequence was empty.")
      : all[Math.floor(Math.random() * all.length)];
  }),
];

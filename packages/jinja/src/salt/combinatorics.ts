/**
 * Salt's filters from Python's itertools.
 */
import { filter } from "../filters/define.js";
import type { FilterFunction } from "../runtime/environment.js";
import { iterate, listOf, truth } from "../value/iterate.js";
import { PyIterator, tuple, type Val } from "../value/types.js";
import { refusingUndefined } from "./strict.js";

function* permutations(items: readonly Val[], size: number, used: readonly number[] = []): Generator<Val> {
  if (used.length === size) {
    yield tuple(used.map((at) => items[at]));
    return;
  }
  for (let at = 0; at < items.length; at++)
    if (!used.includes(at)) yield* permutations(items, size, [...used, at]);
}

function* combinations(
  items: readonly Val[],
  size: number,
  again: boolean,
  used: readonly number[] = [],
): Generator<Val> {
  if (used.length === size) {
    yield tuple(used.map((at) => items[at]));
    return;
  }
  const last = used.at(-1);
  const start = last === undefined ? 0 : again ? last : last + 1;
  for (let at = start; at < items.length; at++) yield* combinations(items, size, again, [...used, at]);
}

function* product(lists: readonly (readonly Val[])[], chosen: readonly Val[] = []): Generator<Val> {
  const [first, ...rest] = lists;
  if (first === undefined) {
    yield tuple(chosen);
    return;
  }
  for (const item of first) yield* product(rest, [...chosen, item]);
}

function* zipped(lists: readonly (readonly Val[])[], size: number, fill: Val): Generator<Val> {
  for (let at = 0; at < size; at++) yield tuple(lists.map((list) => (at < list.length ? list[at] : fill)));
}

function* compressed(items: Iterable<Val>, selectors: Iterable<Val>): Generator<Val> {
  const flags = selectors[Symbol.iterator]();
  for (const item of items) {
    const { value, done } = flags.next();
    if (done === true) return;
    if (truth(value)) yield item;
  }
}

const several = (
  name: string,
  run: (lists: Val[][], kwargs: ReadonlyMap<string, Val>) => Iterable<Val>,
): [string, FilterFunction] => [
  name,
  (_, args, kwargs) => new PyIterator(name, run(args.map(listOf), kwargs)),
];

const sizes = (lists: readonly (readonly Val[])[]): number[] => lists.map(({ length }) => length);

/** The filters. */
export const ITERTOOLS_FILTERS: readonly (readonly [string, FilterFunction])[] = [
  filter(
    "combinations",
    "combinations(iterable, r)",
    (_, items, size) => new PyIterator("combinations", combinations(listOf(items), Number(size), false)),
  ),
  filter(
    "combinations_with_replacement",
    "combinations_with_replacement(iterable, r)",
    (_, items, size) =>
      new PyIterator("combinations_with_replacement", combinations(listOf(items), Number(size), true)),
  ),
  filter("permutations", "permutations(iterable, r=None)", (_, items, size) => {
    const list = listOf(items);
    return new PyIterator("permutations", permutations(list, size === null ? list.length : Number(size)));
  }),
  filter(
    "compress",
    "compress(data, selectors)",
    (_, items, flags) => new PyIterator("compress", compressed(iterate(items), iterate(flags))),
  ),
  several("product", (lists, kwargs) =>
    product(Array.from({ length: Number(kwargs.get("repeat") ?? 1) }, () => lists).flat()),
  ),
  several("zip", (lists) => zipped(lists, Math.min(...sizes(lists)), null)),
  several("zip_longest", (lists, kwargs) =>
    zipped(lists, Math.max(...sizes(lists)), kwargs.get("fillvalue") ?? null),
  ),
].map(([name, run]) => refusingUndefined([name as string, run as FilterFunction]));

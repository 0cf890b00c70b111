/**
 * Python's stable sorting.
 */
import { compare } from "./equality.js";
import type { Val } from "./types.js";

/**
 * `sorted(items, key=key, reverse=reverse)`. Throws TypeError for values that have no order. Python asks
 * whether a later item is less than an earlier one, which shows in the error's text.
 */
export function sorted(
  items: Iterable<Val>,
  reverse = false,
  key: (item: Val) => Val = (item) => item,
): Val[] {
  const keyed = Array.from(items, (item) => ({ item, key: key(item) }));
  if (reverse) keyed.reverse();
  const [first, second] = keyed;
  if (first !== undefined && second !== undefined) compare(second.key, first.key);
  keyed.sort((a, b) => -compare(b.key, a.key));
  if (reverse) keyed.reverse();
  return keyed.map(({ item }) => item);
}

/**
 * Comparing versions part by part: numbers as numbers, words as words.
 */

/** Below 0 when `a` is older than `b`, 0 when they are equal. A number comes before a word. */
export function compareLoose(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const order = compareParts(left[at], right[at]);
    if (order !== 0) return order;
  }
  return 0;
}

function partsOf(version: string): readonly (number | string)[] {
  return [...version.matchAll(/\d+|[a-z]+|[^.\da-z]+/gi)].map(([part]) =>
    /^\d/.test(part) ? Number(part) : part,
  );
}

function compareParts(a: number | string | undefined, b: number | string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  if (typeof a === typeof b) return a < b ? -1 : 1;
  return typeof a === "number" ? -1 : 1;
}

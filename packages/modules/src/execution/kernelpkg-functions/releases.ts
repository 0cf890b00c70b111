/**
 * The order of releases of kernels.
 */

/** Negative when the left release is older: numbers count as numbers, and numbers come before words. */
export function compareReleases(left: string, right: string): number {
  const [a, b] = [partsOf(left), partsOf(right)];
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const order = comparePart(a[at], b[at]);
    if (order !== 0) return order;
  }
  return 0;
}

function partsOf(release: string): readonly string[] {
  return release.match(/\d+|[a-zA-Z]+|[^\da-zA-Z.]+/g) ?? [];
}

function comparePart(left: string | undefined, right: string | undefined): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? -1 : 1;
  const [a, b] = [/^\d/.test(left), /^\d/.test(right)];
  if (a && b) return Number(left) - Number(right);
  if (a !== b) return a ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Names that somebody may have meant.
 */

/** How many are told. */
const MAX_TOLD = 5;

/** Names that differ little from one that was typed, the nearest first. */
export function nearNames(typed: string, names: Iterable<string>): readonly string[] {
  const limit = Math.max(1, typed.length / 3);
  return [...new Set(names)]
    .map((name) => ({ name, changes: distance(typed, name) }))
    .filter(({ changes }) => changes <= limit)
    .sort((left, right) => left.changes - right.changes)
    .slice(0, MAX_TOLD)
    .map(({ name }) => name);
}

/** How many changes make one name the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

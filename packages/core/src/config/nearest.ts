/**
 * Finding the name that somebody meant.
 */

/** The name nearest to a mistyped one, or undefined when none is near. */
export function nearestName(typed: string, names: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(typed.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const name of names) {
    if (Math.abs(name.length - typed.length) >= bestDistance) continue;
    const distance = editDistance(typed, name, bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

/**
 * How many letters must be inserted, deleted or replaced to turn one text into the other; from `limit` on it is not
 * counted further.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const distance = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      least = Math.min(least, distance);
      next.push(distance);
    }
    if (least >= limit) return least;
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * Finding what two lists of lines have in common, as Python's `difflib` does: longest run first, then left and right of
 * it. The result decides how a diff looks, so the choice among equals is the same.
 */

/** Lines `a`..`a + size` of the one list are lines `b`..`b + size` of the other. */
export interface MatchingBlock {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

/** A stretch of both lists that is yet to be compared. */
interface Stretch {
  readonly aLow: number;
  readonly aHigh: number;
  readonly bLow: number;
  readonly bHigh: number;
}

/** From this many lines on, lines that make up more than one in a hundred are not used to find a run. */
const POPULAR_FROM = 200;

/** The runs that two lists have in common, in order, ended by one of size zero. */
export function matchingBlocks(a: readonly string[], b: readonly string[]): readonly MatchingBlock[] {
  const places = placesOf(b);
  const found: MatchingBlock[] = [];
  const open: Stretch[] = [{ aLow: 0, aHigh: a.length, bLow: 0, bHigh: b.length }];
  for (let stretch = open.pop(); stretch !== undefined; stretch = open.pop()) {
    const block = longestRun(a, b, places, stretch);
    if (block.size === 0) continue;
    found.push(block);
    const { aLow, aHigh, bLow, bHigh } = stretch;
    const [aEnd, bEnd] = [block.a + block.size, block.b + block.size];
    if (aLow < block.a && bLow < block.b) open.push({ aLow, aHigh: block.a, bLow, bHigh: block.b });
    if (aEnd < aHigh && bEnd < bHigh) open.push({ aLow: aEnd, aHigh, bLow: bEnd, bHigh });
  }
  found.sort((left, right) => left.a - right.a || left.b - right.b);
  return [...joined(found), { a: a.length, b: b.length, size: 0 }];
}

/** Where each line stands, without the popular ones. */
function placesOf(b: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [at, line] of b.entries()) {
    const known = places.get(line);
    if (known === undefined) places.set(line, [at]);
    else known.push(at);
  }
  if (b.length < POPULAR_FROM) return places;
  const limit = Math.floor(b.length / 100) + 1;
  for (const [line, at] of places) if (at.length > limit) places.delete(line);
  return places;
}

function longestRun(
  a: readonly string[],
  b: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  stretch: Stretch,
): MatchingBlock {
  const { aLow, aHigh, bLow, bHigh } = stretch;
  let best: MatchingBlock = { a: aLow, b: bLow, size: 0 };
  let endingBefore = new Map<number, number>();
  for (let i = aLow; i < aHigh; i += 1) {
    const endingHere = new Map<number, number>();
    for (const j of places.get(a[i] ?? "") ?? []) {
      if (j < bLow) continue;
      if (j >= bHigh) break;
      const size = (endingBefore.get(j - 1) ?? 0) + 1;
      endingHere.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    endingBefore = endingHere;
  }
  return widened(a, b, best, stretch);
}

/** Popular lines next to a run belong to it. */
function widened(
  a: readonly string[],
  b: readonly string[],
  block: MatchingBlock,
  stretch: Stretch,
): MatchingBlock {
  let { a: i, b: j, size } = block;
  while (i > stretch.aLow && j > stretch.bLow && a[i - 1] === b[j - 1]) {
    i -= 1;
    j -= 1;
    size += 1;
  }
  while (i + size < stretch.aHigh && j + size < stretch.bHigh && a[i + size] === b[j + size]) size += 1;
  return { a: i, b: j, size };
}

function joined(blocks: readonly MatchingBlock[]): readonly MatchingBlock[] {
  const out: MatchingBlock[] = [];
  for (const block of blocks) {
    const last = out.at(-1);
    if (last !== undefined && last.a + last.size === block.a && last.b + last.size === block.b)
      out[out.length - 1] = { ...last, size: last.size + block.size };
    else out.push(block);
  }
  return out;
}

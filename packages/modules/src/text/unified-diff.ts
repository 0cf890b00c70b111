/**
 * Differences of two lists of lines in the unified format, as Python's `difflib.unified_diff` writes them.
 */
import { matchingBlocks } from "./sequence-matcher.js";

/** Lines of both lists that are the same, or take each other's place. */
interface Change {
  readonly isEqual: boolean;
  readonly aLow: number;
  readonly aHigh: number;
  readonly bLow: number;
  readonly bHigh: number;
}

/** How many lines are shown around a difference unless told. */
const CONTEXT = 3;

/** What the head of a diff calls the two sides. */
export interface DiffNames {
  readonly from: string;
  readonly to: string;
}

/** The difference of two lists of lines with their ends; empty when there is none. */
export function unifiedDiff(
  a: readonly string[],
  b: readonly string[],
  names: DiffNames = { from: "", to: "" },
  around = CONTEXT,
): string {
  const hunks = grouped(changesOf(a, b), around);
  if (hunks.length === 0) return "";
  const head = `--- ${names.from}\n+++ ${names.to}\n`;
  return head + hunks.map((hunk) => hunkText(hunk, a, b)).join("");
}

function changesOf(a: readonly string[], b: readonly string[]): readonly Change[] {
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  for (const block of matchingBlocks(a, b)) {
    if (i < block.a || j < block.b)
      changes.push({ isEqual: false, aLow: i, aHigh: block.a, bLow: j, bHigh: block.b });
    [i, j] = [block.a + block.size, block.b + block.size];
    if (block.size > 0) changes.push({ isEqual: true, aLow: block.a, aHigh: i, bLow: block.b, bHigh: j });
  }
  return changes;
}

/** Changes with their surroundings; those that are near each other stand together. */
function grouped(changes: readonly Change[], around: number): readonly (readonly Change[])[] {
  const hunks: Change[][] = [];
  let hunk: Change[] = [];
  for (const [at, change] of changes.entries()) {
    if (!change.isEqual) {
      hunk.push(change);
      continue;
    }
    const length = change.aHigh - change.aLow;
    const [isFirst, isLast] = [at === 0, at === changes.length - 1];
    if (!isFirst && (isLast || length > 2 * around)) {
      hunk.push(firstLines(change, around));
      hunks.push(hunk);
      hunk = [];
    }
    if (!isLast) hunk.push(isFirst || length > 2 * around ? lastLines(change, around) : change);
  }
  if (hunk.some(({ isEqual }) => !isEqual)) hunks.push(hunk);
  return hunks;
}

function firstLines(change: Change, around: number): Change {
  const { aLow, bLow } = change;
  return {
    ...change,
    aHigh: Math.min(change.aHigh, aLow + around),
    bHigh: Math.min(change.bHigh, bLow + around),
  };
}

function lastLines(change: Change, around: number): Change {
  const { aHigh, bHigh } = change;
  return {
    ...change,
    aLow: Math.max(change.aLow, aHigh - around),
    bLow: Math.max(change.bLow, bHigh - around),
  };
}

function hunkText(hunk: readonly Change[], a: readonly string[], b: readonly string[]): string {
  const [first, last] = [hunk[0], hunk.at(-1)];
  const from = rangeText(first?.aLow ?? 0, last?.aHigh ?? 0);
  const to = rangeText(first?.bLow ?? 0, last?.bHigh ?? 0);
  const lines = hunk.flatMap((change) => {
    const old = a.slice(change.aLow, change.aHigh);
    if (change.isEqual) return old.map((line) => ` ${line}`);
    return [
      ...old.map((line) => `-${line}`),
      ...b.slice(change.bLow, change.bHigh).map((line) => `+${line}`),
    ];
  });
  return `@@ -${from} +${to} @@\n${lines.join("")}`;
}

function rangeText(low: number, high: number): string {
  const length = high - low;
  if (length === 1) return `${low + 1}`;
  return `${length === 0 ? low : low + 1},${length}`;
}

/**
 * How many minions a batch run works on at once: a number, or a share of those that are there.
 */
import { SaltError } from "@salt/core";

/** A size as it was asked for. */
export type BatchSize =
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "percent"; readonly percent: number };

/** A size that means nothing, or nobody: with it a batch run would never end. */
export class BatchSizeError extends SaltError {
  constructor(asked: string) {
    super("BATCH_SIZE", `Invalid batch size '${asked}': it takes a number above 0 (3) or a share (10%)`, {
      exitCode: 64,
    });
  }
}

/** Reads `3`, `10%` or `%10`. Throws BatchSizeError, also for 0 and what is below it. */
export function readBatchSize(asked: string): BatchSize {
  const text = asked.trim();
  const count = /^\d+$/.exec(text);
  const percent = /^%?(\d+(?:\.\d+)?)%?$/.exec(text);
  if (count !== null && Number(text) > 0) return { kind: "count", count: Number(text) };
  if (count === null && text.includes("%") && Number(percent?.[1]) > 0) {
    return { kind: "percent", percent: Number(percent?.[1]) };
  }
  throw new BatchSizeError(asked);
}

/** How many minions may be at work at once when so many are there: at least one, shares are rounded down. */
export function slotsOf(size: BatchSize, minions: number): number {
  if (size.kind === "count") return size.count;
  return Math.max(1, Math.floor((size.percent / 100) * minions));
}

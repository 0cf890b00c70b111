/**
 * A signal that also ends work after a time.
 */

/** A signal with a limit of its own. `end` must be called, or the timer stays. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Whether it was the limit that ended the work. */
  isLate(): boolean;
  end(): void;
}

/** Adds a limit, in milliseconds, to a signal. */
export function abortable(outer: AbortSignal, limitMs: number): TimeLimit {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), Math.min(limitMs, 2 ** 31 - 1));
  return {
    signal: AbortSignal.any([outer, late.signal]),
    isLate: () => late.signal.aborted,
    end: () => clearTimeout(timer),
  };
}

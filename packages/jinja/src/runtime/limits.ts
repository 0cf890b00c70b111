/**
 * What one rendering may use up.
 */

/** The limits of a rendering. */
export interface Limits {
  /** The most iterations of loops, all together. */
  readonly maxIterations: number;
  /** The most characters of output, counted wherever something is printed. */
  readonly maxOutput: number;
  /** The deepest nesting of macros, includes and recursive loops. */
  readonly maxDepth: number;
  /** The longest time in milliseconds, not counting what functions wait for. */
  readonly maxMilliseconds: number;
}

/** Generous for any real state tree; they end what would not end by itself. */
export const DEFAULT_LIMITS: Limits = {
  maxIterations: 10_000_000,
  maxOutput: 100_000_000,
  maxDepth: 150,
  maxMilliseconds: 60_000,
};

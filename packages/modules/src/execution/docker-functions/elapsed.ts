/**
 * How long things took, as answers tell it.
 */
import type { Value } from "@salt/core";
import { float } from "@salt/core";

/** Seconds since a moment of `performance.now`. */
export function elapsed(started: number): Value {
  return float((performance.now() - started) / 1000);
}

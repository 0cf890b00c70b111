/**
 * Comparing secrets without telling by the time how much of them is right.
 */
import { createHash, timingSafeEqual } from "node:crypto";

/** Whether two secrets are equal. */
export function secretsEqual(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

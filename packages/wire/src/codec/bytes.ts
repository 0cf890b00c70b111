/**
 * Binary fields: the raw dialect does not say what is text, so bytes that happen to be UTF-8 arrive as text.
 */
import type { Value } from "@salt/core";

/**
 * The bytes of a field that is known to be binary: bytes as they are, text as its UTF-8 form (which is exactly what
 * came in), undefined for anything else.
 */
export function asBytes(value: Value | undefined): Uint8Array | undefined {
  if (typeof value === "string") return Buffer.from(value, "utf8");
  return value instanceof Uint8Array ? value : undefined;
}

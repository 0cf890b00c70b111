/**
 * Bytes inside values that are printed.
 */
import type { Value } from "@salt/core";

/** Bytes that are a text in UTF-8 as that text; everything else as it is. */
export function textOfBytes(value: Value): Value {
  if (!(value instanceof Uint8Array)) return value;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return value;
  }
}

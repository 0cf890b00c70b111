/**
 * Reading text out of a buffer, fast for the short ASCII words that messages are made of.
 */
import { isUtf8 } from "node:buffer";

/** Texts up to this many bytes are put together here, longer ones by the runtime: calling it costs more. */
const SHORT = 10;

/** The text from `start` to `end`, or undefined when the bytes are not UTF-8. Nothing is lost: a BOM stays. */
export function readText(bytes: Buffer, start: number, end: number): string | undefined {
  if (end - start <= SHORT) {
    const short = readShortAscii(bytes, start, end);
    if (short !== undefined) return short;
  } else if (isAscii(bytes, start, end)) return bytes.toString("latin1", start, end);
  return isUtf8(bytes.subarray(start, end)) ? bytes.toString("utf8", start, end) : undefined;
}

/** Long texts are not looked through byte by byte: the runtime does that faster. */
const LOOK_THROUGH = 128;

function isAscii(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > LOOK_THROUGH) return false;
  for (let i = start; i < end; i++) if ((bytes[i] ?? 0) > 0x7f) return false;
  return true;
}

function readShortAscii(bytes: Buffer, start: number, end: number): string | undefined {
  let text = "";
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte > 0x7f) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

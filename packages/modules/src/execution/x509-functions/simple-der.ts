/**
 * The few values that are written as DER by themselves: short texts, truth values and whole numbers.
 */
import type { Value } from "@salt/core";
import { CommandExecutionError } from "@salt/core";

const UTF8_STRING = 0x0c;
const INTEGER = 0x02;

/** A text or a truth value as DER. Throws CommandExecutionError for others. */
export function derOfText(value: Value): ArrayBuffer {
  if (typeof value === "boolean") return Uint8Array.from([1, 1, value ? 255 : 0]).buffer;
  if (typeof value !== "string")
    throw new CommandExecutionError("value of otherName: a text or a truth value");
  const bytes = Buffer.from(value);
  if (bytes.length > 127) throw new CommandExecutionError("value of otherName: longer texts need der");
  return Uint8Array.from([UTF8_STRING, bytes.length, ...bytes]).buffer;
}

/** The text of DER; undefined when it is something else. */
export function textOfDer(der: ArrayBuffer): string | undefined {
  const bytes = Buffer.from(der);
  return bytes[0] === UTF8_STRING && bytes[1] === bytes.length - 2
    ? bytes.subarray(2).toString("utf8")
    : undefined;
}

/** The bytes of a whole number that is not negative, as DER has them within INTEGER. */
export function integerBytes(value: bigint): ArrayBuffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = Buffer.from(even, "hex");
  const signed = (bytes[0] ?? 0) > 127 ? [0, ...bytes] : [...bytes];
  return Uint8Array.from(signed).buffer;
}

/** A whole number as DER. */
export function derOfInteger(value: bigint): ArrayBuffer {
  const bytes = new Uint8Array(integerBytes(value));
  return Uint8Array.from([INTEGER, bytes.length, ...bytes]).buffer;
}

/** The whole number of bytes within INTEGER. */
export function integerOf(bytes: ArrayBuffer): bigint {
  const hex = Buffer.from(bytes).toString("hex");
  return hex === "" ? 0n : BigInt(`0x${hex}`);
}

/** The whole number of an INTEGER as DER. */
export function integerOfDer(der: ArrayBuffer): bigint {
  return integerOf(der.slice(2));
}

/** Hexadecimal digits in pairs: `0A:FF`. */
export function prettyHex(bytes: Uint8Array | bigint): string {
  const hex = typeof bytes === "bigint" ? bytes.toString(16) : Buffer.from(bytes).toString("hex");
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return (even.match(/../g) ?? []).join(":").toUpperCase();
}

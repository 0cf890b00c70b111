/**
 * What tagged scalars stand for.
 */
import { type Float, float } from "@salt/core";
import { repr } from "../../value/repr.js";
import { YamlFault, type YamlFaultClass } from "./fault.js";

const BOOLS: Readonly<Record<string, boolean>> = {
  yes: true,
  no: false,
  true: true,
  false: false,
  on: true,
  off: false,
};

function fail(pyClass: YamlFaultClass, problem: string): never {
  throw new YamlFault({ pyClass, problem });
}

/** The truth that a text stands for. Throws KeyError. */
export function boolOf(text: string): boolean {
  const lower = text.toLowerCase();
  return Object.hasOwn(BOOLS, lower) ? (BOOLS[lower] ?? false) : fail("KeyError", repr(lower));
}

/**
 * The int that a text stands for. Salt drops leading zeros first, so `0644` is 644; a sign in front saves them, so
 * `-0644` is octal. Throws ValueError and IndexError.
 */
export function intOf(text: string): number | bigint {
  const unpadded = /^0(?![bx])/.test(text) && text !== "0" ? text.replace(/^0+/, "") || "0" : text;
  const plain = unpadded.replaceAll("_", "");
  if (plain === "") fail("IndexError", "string index out of range");
  const digits = /^[-+]/.test(plain) ? plain.slice(1) : plain;
  const magnitude = magnitudeOf(digits);
  return shrink(plain.startsWith("-") ? -magnitude : magnitude);
}

function magnitudeOf(digits: string): bigint {
  if (digits === "") fail("IndexError", "string index out of range");
  if (digits === "0") return 0n;
  if (digits.startsWith("0b")) return parse(digits.slice(2), 2, /^[01]+$/, "0b");
  if (digits.startsWith("0x")) return parse(digits.slice(2), 16, /^[0-9a-fA-F]+$/, "0x");
  if (digits.startsWith("0")) return parse(digits, 8, /^[0-7]+$/, "0o");
  if (!digits.includes(":")) return parse(digits, 10, /^[0-9]+$/, "");
  return digits.split(":").reduce((sum, part) => sum * 60n + parse(part, 10, /^[0-9]+$/, ""), 0n);
}

function parse(digits: string, base: number, pattern: RegExp, prefix: string): bigint {
  const trimmed = digits.trim();
  if (pattern.test(trimmed)) return BigInt(prefix + trimmed);
  return fail("ValueError", `invalid literal for int() with base ${base}: ${repr(digits)}`);
}

function shrink(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The float that a text stands for. Throws ValueError. */
export function floatOf(text: string): number | Float {
  const plain = text.replaceAll("_", "").toLowerCase();
  if (plain === "") fail("IndexError", "string index out of range");
  const sign = plain.startsWith("-") ? -1 : 1;
  const digits = /^[-+]/.test(plain) ? plain.slice(1) : plain;
  if (digits === ".inf") return sign * Number.POSITIVE_INFINITY;
  if (digits === ".nan") return Number.NaN;
  if (!digits.includes(":")) return float(sign * number(digits));
  const parts = digits.split(":").map(number);
  return float(
    sign * parts.reduceRight((sum, part, index) => sum + part * 60 ** (parts.length - 1 - index), 0),
  );
}

function number(digits: string): number {
  const trimmed = digits.trim();
  if (/^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(trimmed)) return Number(trimmed);
  if (/^[-+]?inf(?:inity)?$/.test(trimmed)) return trimmed.startsWith("-") ? -Infinity : Infinity;
  if (/^[-+]?nan$/.test(trimmed)) return Number.NaN;
  return fail("ValueError", `could not convert string to float: ${repr(digits)}`);
}

/** The bytes of Base64; characters of other kinds count for nothing. Throws ConstructorError's problem as a text. */
export function bytesOf(text: string): Uint8Array | string {
  const at = Array.from(text).findIndex((char) => (char.codePointAt(0) ?? 0) > 127);
  if (at >= 0) {
    const code = (Array.from(text)[at]?.codePointAt(0) ?? 0).toString(16);
    const shown =
      code.length <= 2
        ? `\\x${code}`
        : code.length <= 4
          ? `\\u${code.padStart(4, "0")}`
          : `\\U${code.padStart(8, "0")}`;
    return `failed to convert base64 data into ascii: 'ascii' codec can't encode character '${shown}' in position ${at}: ordinal not in range(128)`;
  }
  const clean = text.replace(/[^A-Za-z0-9+/=]/g, "");
  const digits = clean.replace(/=.*$/s, "");
  const left = digits.length % 4;
  if (left === 1) {
    const count = digits.length;
    return `failed to decode base64 data: Invalid base64-encoded string: number of data characters (${count}) cannot be 1 more than a multiple of 4`;
  }
  const padding = clean.length - digits.length;
  if (left > 0 && padding < 4 - left) return "failed to decode base64 data: Incorrect padding";
  return Uint8Array.from(Buffer.from(digits, "base64"));
}

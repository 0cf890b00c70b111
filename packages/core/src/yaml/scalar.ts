/**
 * What a plain YAML scalar stands for: YAML 1.1 as PyYAML reads it, with Salt's two changes (a leading zero does
 * not make an octal number, and dates stay texts).
 */
import type { Value } from "../base/value.js";
import { float } from "../base/value.js";

const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INT =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** The value of a plain scalar; undefined for the few that PyYAML refuses (`=`, `<<`, numbers without digits). */
export function resolveScalar(text: string): Value | undefined {
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  if (INT.test(text)) return readInt(text);
  if (FLOAT.test(text)) return readFloat(text);
  return text === "=" || text === "<<" ? undefined : text;
}

/** Whether YAML would read a whole trimmed text, in block form, as one plain scalar, beyond doubt. */
export function isPlainScalar(text: string): boolean {
  if (!/^(?:[\p{L}\p{N}_./~+=<$^();\\]|-[^\s-])[^\p{C}\p{Z}]*(?: +[^\p{C}\p{Z}]+)*$/u.test(text))
    return false;
  return !/:(?: |$)/.test(text) && !/ #/.test(text) && !/^\.\.\.(?: |$)/.test(text);
}

/** The int that a text stands for once it has been told to be one (`!!int` or by its form). */
export function readInt(text: string): number | bigint | undefined {
  const unpadded = /^0(?![bx])/.test(text) ? text.replace(/^0+/, "") || "0" : text;
  const plain = unpadded.replaceAll("_", "");
  const negative = plain.startsWith("-");
  const digits = plain.replace(/^[-+]/, "");
  const magnitude = readMagnitude(digits);
  if (magnitude === undefined) return undefined;
  return shrink(negative ? -magnitude : magnitude);
}

function readMagnitude(digits: string): bigint | undefined {
  if (/^0b[01]+$|^0x[0-9a-fA-F]+$/.test(digits)) return BigInt(digits);
  // A sign keeps the leading zero from being dropped, so that "-0644" is octal while "0644" is not.
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
  if (digits.includes(":")) return sexagesimal(digits);
  return /^[0-9]+$/.test(digits) ? BigInt(digits) : undefined;
}

function sexagesimal(digits: string): bigint | undefined {
  const parts = digits.split(":");
  if (!parts.every((part) => /^[0-9]+$/.test(part))) return undefined;
  return parts.reduce((sum, part) => sum * 60n + BigInt(part), 0n);
}

/** An int in its smallest form: a number where that is exact. */
export function shrink(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The float that a text stands for once it has been told to be one. */
export function readFloat(text: string): Value | undefined {
  const plain = text.replaceAll("_", "").toLowerCase();
  const sign = plain.startsWith("-") ? -1 : 1;
  const digits = plain.replace(/^[-+]/, "");
  if (digits === ".inf") return sign * Number.POSITIVE_INFINITY;
  if (digits === ".nan") return Number.NaN;
  const parts = digits.split(":");
  if (!parts.every((part) => /^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(part))) return undefined;
  return float(sign * parts.reduce((sum, part) => sum * 60 + Number(part), 0));
}

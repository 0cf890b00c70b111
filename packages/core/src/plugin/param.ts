/**
 * The kinds of parameters. `required.*` must be given, `optional.*` have a default.
 */
import { SaltInvocationError } from "../base/errors.js";
import type { Dict, Value } from "../base/value.js";
import { Float, isDict, isFloat, isInt, isList, isTruthy } from "../base/value.js";
import { pythonStr } from "../python/repr.js";
import type { Param } from "./function.js";

const text = (value: Value): string => {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (typeof value === "boolean" || isInt(value) || isFloat(value)) return pythonStr(value);
  throw new SaltInvocationError("A text is needed here");
};

const whole = (value: Value): number => {
  if (isInt(value)) return Number(value);
  if (value instanceof Float) return value.value;
  if (typeof value === "string" && /^\s*-?\d+\s*$/.test(value)) return Number(value);
  throw new SaltInvocationError("A whole number is needed here");
};

const number = (value: Value): number => {
  if (value instanceof Float) return value.value;
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  if (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)))
    return Number(value);
  throw new SaltInvocationError("A number is needed here");
};

const items = (value: Value): readonly Value[] => {
  if (isList(value)) return value;
  if (typeof value === "string") return value.split(",").map((part) => part.trim());
  throw new SaltInvocationError("A list is needed here");
};

const mapping = (value: Value): Dict => {
  if (isDict(value)) return value;
  throw new SaltInvocationError("A map is needed here");
};

const required =
  <T>(convert: (value: Value) => T) =>
  (doc: string): Param<T> => ({ doc, convert });

const optional =
  <T>(convert: (value: Value) => T) =>
  (fallback: Value, doc: string): Param<T> => ({ doc, fallback, convert });

const orNull =
  <T>(convert: (value: Value) => T) =>
  (value: Value): T | null =>
    value === null ? null : convert(value);

/** Parameters that must be given. */
export const needed = {
  any: required<Value>((value) => value),
  str: required(text),
  int: required(whole),
  number: required(number),
  bool: required(isTruthy),
  list: required(items),
  dict: required(mapping),
} as const;

/** Parameters with a default, which comes first; null stays null. */
export const maybe = {
  any: optional<Value>((value) => value),
  str: optional(orNull(text)),
  int: optional(orNull(whole)),
  number: optional(orNull(number)),
  bool: optional(isTruthy),
  list: optional(orNull(items)),
  dict: optional(orNull(mapping)),
} as const;

/**
 * Fields: one description of a value gives its type, default, check and documentation. Options of
 * configuration files are made of them.
 */
import type { Value } from "../base/value.js";
import { isDict, isInt, isList } from "../base/value.js";

/** What a value must be; `parse` returns it in form or throws a `FieldFault` that says what is allowed. */
export interface Field<T> {
  readonly type: string;
  readonly doc: string;
  readonly fallback: T;
  readonly allowed: string;
  /** True for an option of Salt that has no effect here yet: setting it is reported. */
  readonly unserved?: true;
  parse(value: Value): T;
}

/** Marks an option that is only there so that its value can be read, e.g. by `config.get`. */
export function unserved<T>(row: Field<T>): Field<T> {
  return { ...row, unserved: true };
}

/** Why a value is not what its field asks for; the loader adds file, line and option. */
export class FieldFault extends TypeError {}

type Accept<T> = (value: Value) => T | undefined;

/** Makes a kind of field from a check that returns undefined for what it refuses. */
function field<T>(type: string, allowed: string, accept: Accept<T>, fallback: T, doc: string): Field<T> {
  const parse = (value: Value): T => {
    const accepted = accept(value);
    if (accepted === undefined) throw new FieldFault(`must be ${allowed}`);
    return accepted;
  };
  return { type, doc, fallback, allowed, parse };
}

const asInt = (value: Value): number | undefined => {
  if (isInt(value)) return Number(value);
  return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : undefined;
};
const asNumber = (value: Value): number | undefined => {
  if (typeof value === "string") return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
  const number = typeof value === "object" && value !== null ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
};
const asText = (value: Value): string | undefined =>
  typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "bigint"
      ? String(value)
      : undefined;
const asBool = (value: Value): boolean | undefined => {
  if (typeof value === "boolean") return value;
  if (value === "True" || value === 1) return true;
  return value === "False" || value === 0 ? false : undefined;
};

/** A true or false option. */
export const bool = (fallback: boolean, doc: string): Field<boolean> =>
  field("bool", "true or false", asBool, fallback, doc);

/** A text. */
export const str = (fallback: string, doc: string): Field<string> =>
  field("str", "a text", asText, fallback, doc);

/** A text that may be absent. */
export const optionalStr = (doc: string): Field<string | null> =>
  field<string | null>("str", "a text or nothing", (v) => (v === null ? null : asText(v)), null, doc);

/** A path; the loader puts it below `root_dir`. */
export const path = (fallback: string, doc: string): Field<string> =>
  field("path", "a path", asText, fallback, doc);

/** A path that may be absent; the loader puts it below `root_dir`. */
export const optionalPath = (doc: string): Field<string | null> =>
  field<string | null>("path", "a path or nothing", (v) => (v === null ? null : asText(v)), null, doc);

/** A true or false option on which the safety of a master rests: nothing but a real boolean is taken. */
export const strictBool = (fallback: boolean, doc: string): Field<boolean> =>
  field("bool", "true or false", (value) => (typeof value === "boolean" ? value : undefined), fallback, doc);

/** A whole number of at least `min`. */
export const int = (fallback: number, doc: string, min = 0): Field<number> =>
  field(
    "int",
    `a whole number of at least ${min}`,
    (value) => {
      const number = asInt(value);
      return number !== undefined && number >= min ? number : undefined;
    },
    fallback,
    doc,
  );

/** A TCP port. */
export const port = (fallback: number, doc: string): Field<number> =>
  field(
    "port",
    "a port from 1 to 65535",
    (value) => {
      const number = asInt(value);
      return number !== undefined && number >= 1 && number <= 65535 ? number : undefined;
    },
    fallback,
    doc,
  );

/** A length of time in seconds, fractions allowed. */
export const seconds = (fallback: number, doc: string): Field<number> =>
  field(
    "seconds",
    "a number of seconds, 0 or more",
    (value) => {
      const number = asNumber(value);
      return number !== undefined && number >= 0 ? number : undefined;
    },
    fallback,
    doc,
  );

/** One of a few words. */
export const oneOf = <const T extends string>(words: readonly T[], fallback: T, doc: string): Field<T> =>
  field("enum", `one of ${words.join(", ")}`, (value) => words.find((word) => word === value), fallback, doc);

/** A list of texts; a single text counts as a list of one. */
export const strList = (fallback: readonly string[], doc: string): Field<readonly string[]> =>
  field(
    "list",
    "a list of texts",
    (value) => {
      if (typeof value === "string") return [value];
      if (value === null) return [];
      if (!isList(value)) return undefined;
      const texts = value.map(asText);
      return texts.every((text) => text !== undefined) ? (texts as string[]) : undefined;
    },
    fallback,
    doc,
  );

/** Any map. */
export const map = (doc: string): Field<ReadonlyMap<Value, Value>> =>
  field(
    "map",
    "a map",
    (value) => (isDict(value) ? value : value === null ? new Map() : undefined),
    new Map(),
    doc,
  );

/** Anything; whoever reads the option checks it. */
export const any = (fallback: Value, doc: string): Field<Value> =>
  field("any", "anything", (value) => value, fallback, doc);

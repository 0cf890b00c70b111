/**
 * Reading arguments for Docker in the forms that people write them: lists, texts with commas, pairs.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import {
  addressVersion,
  isDict,
  isInt,
  isList,
  isTruthy,
  parseNetwork,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";

/** Turns one argument into what the engine takes. Throws SaltInvocationError with what is wrong about it. */
export type Translate = (value: Value, rules: TranslateRules) => Value;

/** What a caller can turn off. */
export interface TranslateRules {
  readonly checksAddresses: boolean;
}

/** Parts of a text without the space around them; at most `most` parts. */
export function split(text: string, separator = ",", most = Number.POSITIVE_INFINITY): readonly string[] {
  const parts = text.split(separator);
  const kept =
    parts.length <= most ? parts : [...parts.slice(0, most - 1), parts.slice(most - 1).join(separator)];
  return kept.map((part) => part.trim());
}

/** A list of texts, of a list or a text with commas. */
export function stringList(value: Value): readonly string[] {
  return isList(value) ? value.map((item) => pythonStr(item)) : split(pythonStr(value));
}

export const asText: Translate = (value) => pythonStr(value);
export const asTexts: Translate = (value) => stringList(value);
export const asBool: Translate = (value) => isTruthy(value);

/** A whole number, of a number or digits. */
export const asInt: Translate = (value) => {
  const number = wholeNumber(value);
  if (number === undefined) throw new SaltInvocationError(`'${pythonStr(value)}' is not an integer`);
  return number;
};

/** What Python's `int` makes of a value; undefined for what it refuses. */
export function wholeNumber(value: Value): number | bigint | undefined {
  if (isInt(value)) return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string")
    return /^\s*[-+]?\d+(_\d+)*\s*$/.test(value) ? Number(value.replaceAll("_", "")) : undefined;
  const text = pythonStr(value);
  return typeof value === "object" && /^-?\d+\.\d+$/.test(text) && !isList(value)
    ? Math.trunc(Number(text))
    : undefined;
}

/** A number of bytes, or a text with a unit. */
export const asBytes: Translate = (value) => wholeNumber(value) ?? pythonStr(value);

export const asDict: Translate = (value) => {
  if (isDict(value)) return value;
  throw new SaltInvocationError(`'${pythonStr(value)}' is not a dictionary`);
};

/** A command: a text, or a list of words. */
export const asCommand: Translate = (value) =>
  isList(value) ? value.map((word) => pythonStr(word)) : pythonStr(value);

/** Pairs: a map, or texts like `a=b`. */
export function asPairs(delimiter: string): Translate {
  return (value) => {
    if (isDict(value)) return value;
    const found: MutableDict = new Map<Value, Value>();
    for (const item of stringList(value)) {
      const [left, right] = split(item, delimiter, 2);
      if (left === undefined || right === undefined)
        throw new SaltInvocationError(`'${item}' is not a key${delimiter}value pair`);
      found.set(left, right);
    }
    return found;
  };
}

/** Labels: a map, or texts like `a=b` or `a`, or maps of one entry. */
export const asLabels: Translate = (value) => {
  if (isDict(value)) return value;
  const found: MutableDict = new Map<Value, Value>();
  for (const item of isList(value) ? value : split(pythonStr(value))) {
    const [key, label] = isDict(item) ? onlyEntry(item) : labelOf(pythonStr(item));
    found.set(pythonStr(key), pythonStr(label));
  }
  return found;
};

function labelOf(text: string): readonly [Value, Value] {
  const [key = "", label = ""] = split(text, "=", 2);
  return [text.includes("=") ? key : text, label];
}

function onlyEntry(item: Dict): readonly [Value, Value] {
  const [entry] = item;
  if (entry === undefined || item.size !== 1) throw new SaltInvocationError("Invalid label(s)");
  return entry;
}

/** Maps with named parts, of texts like `/dev/sda:100`; `fill` stands for parts that are missing. */
export function namedParts(value: Value, names: readonly string[], fill?: string): readonly MutableDict[] {
  const items = isList(value) ? value : stringList(value);
  return items.map((item) => {
    if (isDict(item)) return new Map(item);
    const text = pythonStr(item);
    const parts = split(text, ":");
    const isShort = parts.length < names.length;
    if ((isShort && fill === undefined) || parts.length > names.length) {
      const expected = fill === undefined || isShort ? names.length : `up to ${names.length}`;
      throw new SaltInvocationError(`'${text}' contains ${parts.length} value(s) (expected ${expected})`);
    }
    return new Map<Value, Value>(names.map((name, at) => [name, parts[at] ?? fill ?? ""]));
  });
}

/** Refuses a text that is no address. Throws SaltInvocationError. */
export function checkAddress(value: Value): void {
  if (addressVersion(pythonStr(value)) === 0)
    throw new SaltInvocationError(`'${pythonStr(value)}' is not a valid IP address`);
}

/** Refuses a text that is no network. Throws SaltInvocationError. */
export function checkSubnet(value: Value): void {
  const text = pythonStr(value);
  if (!text.includes("/") || parseNetwork(text) === undefined)
    throw new SaltInvocationError(`'${text}' is not a valid subnet`);
}

/** One map of a list of maps with one entry each, as YAML writes ordered maps; anything else as it is. */
export function repacked(value: Value): Value {
  if (!isList(value) || value.length === 0) return value;
  const maps = value.filter((item) => isDict(item) && item.size === 1);
  if (maps.length !== value.length) return value;
  return new Map(maps.flatMap((item) => (isDict(item) ? [...item] : [])));
}

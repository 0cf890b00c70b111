/**
 * The values of case files, which JSON cannot hold. Not exported.
 */
import { Float, float, floatRepr } from "@salt/core";
import { PyDate } from "../value/date.js";
import { dictOf } from "../value/dict.js";
import { setOf } from "../value/iterate.js";
import { PySet } from "../value/set.js";
import { OrderedDict, Tuple, tuple, type Val } from "../value/types.js";

function named(text: string): number {
  if (text === "nan") return Number.NaN;
  return Number(text.replace("inf", "Infinity"));
}

type Inner = (json: unknown) => Val;

function pairs(content: unknown, inner: Inner): Map<Val, Val> {
  return dictOf((content as unknown[][]).map(([key, item]) => [inner(key), inner(item)]));
}

function integer(text: string): number | bigint {
  return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
}

const TAGS: Readonly<Record<string, (content: unknown, inner: Inner) => Val>> = {
  $float: (text) => float(named(String(text))),
  $int: (text) => integer(String(text)),
  $tuple: (items, inner) => tuple((items as unknown[]).map(inner)),
  $set: (items, inner) => setOf((items as unknown[]).map(inner)),
  $bytes: (text) => Uint8Array.from(Buffer.from(String(text), "base64")),
  $odict: (content, inner) => new OrderedDict(pairs(content, inner)),
  $dict: pairs,
  $datetime: (text) => new Date(`${String(text).replace(/(\.\d{3})\d*/, "$1")}Z`),
  $date: (text) => new PyDate(new Date(`${String(text)}T00:00:00Z`)),
};

/** The value that a case's JSON stands for; `known` are the values that it refers to by name. */
export function decode(json: unknown, known: Map<string, Val> = new Map()): Val {
  const inner: Inner = (each) => decode(each, known);
  if (Array.isArray(json)) return json.map(inner);
  if (typeof json !== "object" || json === null) return json;
  const [[tag, content] = ["", undefined], ...more] = Object.entries(json);
  if (tag === "$ref") return known.get(String(content));
  if (tag === "$share") {
    const { of, ...shared } = content as Record<string, unknown>;
    for (const [name, item] of Object.entries(shared)) known.set(name, inner(item));
    return inner(of);
  }
  const read = more.length === 0 ? TAGS[tag] : undefined;
  if (read !== undefined) return read(content, inner);
  return new Map(Object.entries(json).map(([key, item]) => [key, inner(item)]));
}

/** A value as the JSON of a case. */
export function encode(value: Val): unknown {
  if (typeof value === "bigint") return { $int: String(value) };
  if (value instanceof Float) return { $float: floatRepr(value.value) };
  if (typeof value === "number" && !Number.isInteger(value)) return { $float: floatRepr(value) };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (value instanceof Tuple) return { $tuple: Array.from(value, encode) };
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof PySet) return { $set: value.values().map(encode) };
  if (value instanceof Map) return { $dict: Array.from(value, ([key, item]) => [encode(key), encode(item)]) };
  return value;
}

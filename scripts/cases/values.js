/**
 * The values of case files, which JSON cannot hold, as the engine has them.
 */
import { Float, float, floatRepr } from "../../packages/core/dist/index.js";
import { dictOf, OrderedDict, PyDate, PySet, setOf, Tuple, tuple } from "../../packages/jinja/dist/index.js";

const TAGGED = {
  $float: (text) =>
    float(text === "inf" ? Infinity : text === "-inf" ? -Infinity : text === "nan" ? NaN : Number(text)),
  $int: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)),
  $tuple: (items, inner) => tuple(items.map(inner)),
  $set: (items, inner) => setOf(items.map(inner)),
  $bytes: (text) => Uint8Array.from(Buffer.from(text, "base64")),
  $odict: (pairs, inner) => new OrderedDict(dictOf(pairs.map((pair) => pair.map(inner)))),
  $dict: (pairs, inner) => dictOf(pairs.map((pair) => pair.map(inner))),
  $datetime: (text) => new Date(`${text.replace(" ", "T").replace(/(\.\d{3})\d*/, "$1")}Z`),
  $date: (text) => new PyDate(new Date(`${text}T00:00:00Z`)),
};

/** The value that a case's JSON stands for. `named` are the values that it may refer to. */
export function decode(value, named = new Map()) {
  const inner = (item) => decode(item, named);
  if (Array.isArray(value)) return value.map(inner);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [[kind, content] = []] = entries;
  if (kind === "$ref") return named.get(content);
  if (kind === "$share") {
    for (const [name, item] of Object.entries(content)) if (name !== "of") named.set(name, inner(item));
    return inner(content.of);
  }
  if (entries.length === 1 && Object.hasOwn(TAGGED, kind)) return TAGGED[kind](content, inner);
  return new Map(entries.map(([key, item]) => [key, inner(item)]));
}

/** A value as the JSON of a case. */
export function encode(value) {
  if (typeof value === "bigint") return { $int: String(value) };
  if (value instanceof Float) return { $float: floatRepr(value.value) };
  if (typeof value === "number" && !Number.isInteger(value)) return { $float: floatRepr(value) };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (value instanceof Tuple) return { $tuple: Array.from(value, encode) };
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof PySet) return { $set: value.values().map(encode) };
  if (value instanceof Map) return { $dict: Array.from(value, (pair) => pair.map(encode)) };
  return value ?? null;
}

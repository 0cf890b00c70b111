/**
 * The values of case files, which JSON cannot hold, as the engine has them.
 */
import { float } from "../../packages/core/dist/index.js";
import { dictOf, OrderedDict, PyDate, setOf, tuple } from "../../packages/jinja/dist/index.js";

const TAGGED = {
  $float: (text) =>
    float(text === "inf" ? Infinity : text === "-inf" ? -Infinity : text === "nan" ? NaN : Number(text)),
  $int: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)),
  $tuple: (items) => tuple(items.map(decode)),
  $set: (items) => setOf(items.map(decode)),
  $bytes: (text) => Uint8Array.from(Buffer.from(text, "base64")),
  $odict: (pairs) => new OrderedDict(dictOf(pairs.map((pair) => pair.map(decode)))),
  $dict: (pairs) => dictOf(pairs.map((pair) => pair.map(decode))),
  $datetime: (text) => new Date(`${text.replace(" ", "T").replace(/(\.\d{3})\d*/, "$1")}Z`),
  $date: (text) => new PyDate(new Date(`${text}T00:00:00Z`)),
};

/** The value that a case's JSON stands for. */
export function decode(value) {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && Object.hasOwn(TAGGED, first[0])) return TAGGED[first[0]](first[1]);
  return new Map(entries.map(([key, item]) => [key, decode(item)]));
}

/**
 * Values in files exactly as they are: JSON that keeps keys that are no texts, bytes and times.
 */
import type { Value } from "@salt/core";
import { isDict, isList, MalformedError, parseJson, toJson } from "@salt/core";

/** The text of a value. */
export function exactJson(value: Value): string {
  return toJson(packed(value));
}

/** The value of a text. Throws MalformedError for one that was not made by `exactJson`. */
export function parseExactJson(text: string): Value {
  return unpacked(parseJson(text));
}

/** Everything but plain scalars is a pair of a letter and what it is made of. */
function packed(value: Value): Value {
  if (isDict(value)) return ["d", [...value].map(([key, item]) => [packed(key), packed(item)])];
  if (isList(value)) return ["l", value.map(packed)];
  if (value instanceof Uint8Array) return ["b", Buffer.from(value).toString("base64")];
  if (value instanceof Date) return ["t", value.toISOString()];
  return value;
}

function unpacked(value: Value): Value {
  if (!isList(value)) return value;
  const [letter, content = null] = value;
  if (letter === "b" && typeof content === "string") return new Uint8Array(Buffer.from(content, "base64"));
  if (letter === "t" && typeof content === "string") return new Date(content);
  if (letter === "l" && isList(content)) return content.map(unpacked);
  if (letter !== "d" || !isList(content)) throw new MalformedError("a kept value is not in its form");
  return new Map(content.map(pairOf));
}

function pairOf(pair: Value): [Value, Value] {
  const [key = null, item = null] = isList(pair) ? pair : [];
  return [unpacked(key), unpacked(item)];
}

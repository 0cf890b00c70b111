/**
 * Test data recorded from real Salt: reading its files, and the values in them.
 */
import { readFileSync } from "node:fs";
import { MalformedError } from "../base/errors.js";
import type { Value } from "../base/value.js";
import { float } from "../base/value.js";

/** The JSON of `test/vectors/<name>`. */
export function readVectors(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../../test/vectors/${name}`, import.meta.url), "utf8"));
}

/**
 * The value that JSON of a vector stands for: `{"$float": repr}`, `{"$int": digits}`, `{"$bytes": base64}` and
 * `{"$dict": [[key, value], …]}` beside plain texts, ints, booleans, null and lists.
 */
export function vectorValue(json: unknown): Value {
  if (json === null || typeof json === "boolean" || typeof json === "number" || typeof json === "string")
    return json;
  if (Array.isArray(json)) return json.map(vectorValue);
  const [tag, content]: [string, unknown] = Object.entries(json ?? {})[0] ?? ["", undefined];
  if (tag === "$dict" && Array.isArray(content)) {
    return new Map(content.map(([key, value]) => [vectorValue(key), vectorValue(value)]));
  }
  if (tag === "$float") return readFloatName(String(content));
  if (tag === "$int") return BigInt(String(content));
  if (tag === "$bytes") return new Uint8Array(Buffer.from(String(content), "base64"));
  throw new MalformedError(`The vector has an unknown value '${tag}'`);
}

function readFloatName(text: string): Value {
  if (text === "nan") return Number.NaN;
  if (text.endsWith("inf")) return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return float(Number(text));
}

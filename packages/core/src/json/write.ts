/**
 * Values as JSON texts, written as Python's `json.dumps` writes them.
 */
import { MalformedError } from "../base/errors.js";
import type { Dict, Value } from "../base/value.js";
import { Float, isDict, isFloat, isInt, isList } from "../base/value.js";
import { floatRepr } from "../python/float.js";

/** How `toJson` writes. */
export interface JsonOptions {
  /** Spaces per level; absent: everything on one line. */
  readonly indent?: number | undefined;
  readonly sortKeys?: boolean | undefined;
  /** Writes every character beyond ASCII as an escape; false when absent. */
  readonly ensureAscii?: boolean | undefined;
  /** Between entries and between key and value; Python's defaults when absent. */
  readonly separators?: readonly [item: string, key: string] | undefined;
}

/** The text of `json.dumps(value)`. Throws MalformedError for bytes, times and keys that JSON cannot hold. */
export function toJson(value: Value, options: JsonOptions = {}): string {
  const [item, key] = options.separators ?? (options.indent === undefined ? [", ", ": "] : [",", ": "]);
  const writer = new JsonWriter(item, key, options);
  return writer.write(value, "\n");
}

class JsonWriter {
  readonly #item: string;
  readonly #key: string;
  readonly #step: string | undefined;
  readonly #sortKeys: boolean;
  readonly #ensureAscii: boolean;

  constructor(item: string, key: string, options: JsonOptions) {
    this.#item = item;
    this.#key = key;
    this.#step = options.indent === undefined ? undefined : " ".repeat(Math.max(options.indent, 0));
    this.#sortKeys = options.sortKeys ?? false;
    this.#ensureAscii = options.ensureAscii ?? false;
  }

  /** `margin` is the line break before the closing bracket: it carries the indent. */
  write(value: Value, margin: string): string {
    if (value === null || typeof value === "boolean") return String(value);
    if (typeof value === "string") return this.#text(value);
    if (isInt(value)) return intText(value);
    if (isFloat(value)) return jsonFloat(value instanceof Float ? value.value : value);
    if (isList(value))
      return this.#wrap("[", "]", margin, (inner) => value.map((each) => this.write(each, inner)));
    if (isDict(value)) return this.#wrap("{", "}", margin, (inner) => this.#entries(value, inner));
    const kind = value instanceof Date ? "datetime" : "bytes";
    throw new MalformedError(`Object of type ${kind} is not JSON serializable`);
  }

  #wrap(open: string, close: string, margin: string, parts: (inner: string) => string[]): string {
    const inner = this.#step === undefined ? "" : margin + this.#step;
    const written = parts(inner === "" ? margin : inner);
    if (written.length === 0) return open + close;
    return open + inner + written.join(this.#item + inner) + (this.#step === undefined ? "" : margin) + close;
  }

  #entries(value: Dict, margin: string): string[] {
    const written: string[] = [];
    for (const [key, item] of this.#sortKeys ? sorted(value) : value)
      written.push(this.#text(keyText(key)) + this.#key + this.write(item, margin));
    return written;
  }

  #text(text: string): string {
    const quoted = JSON.stringify(text);
    return this.#ensureAscii ? quoted.replace(/[^ -~]/g, escapeUnit) : quoted;
  }
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function jsonFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  return floatRepr(value);
}

function keyText(key: Value): string {
  if (typeof key === "string") return key;
  if (key === null || typeof key === "boolean") return String(key);
  if (isInt(key)) return intText(key);
  if (isFloat(key)) return jsonFloat(key instanceof Float ? key.value : key);
  throw new MalformedError("keys must be str, int, float, bool or None");
}

function intText(value: number | bigint): string {
  // A number beyond these would be written with an exponent.
  return Number.isSafeInteger(value) ? String(value) : String(BigInt(value));
}

function sorted(dict: Dict): readonly (readonly [string, Value])[] {
  const entries = [...dict].map(([key, item]) => [keyText(key), item] as const);
  return entries.sort(([a], [b]) => compareCodePoints(a, b));
}

/** Python's order of texts: by code point, where JavaScript compares UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

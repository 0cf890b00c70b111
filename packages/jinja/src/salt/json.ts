/**
 * `json.dumps` for every value of templates.
 */
import { Float, floatRepr } from "@salt/core";
import { recursionError, typeError } from "../value/errors.js";
import { sorted } from "../value/sort.js";
import { typeName } from "../value/type-name.js";
import { failUndefined, isText, textOf, tuple, Undefined, type Val } from "../value/types.js";

/** How `dumpJson` writes. */
export interface JsonStyle {
  readonly indent?: string | undefined;
  readonly sortKeys?: boolean;
  readonly ensureAscii?: boolean;
  readonly separators?: readonly [string, string] | undefined;
}

const MAX_DEPTH = 900;

function jsonText(text: string, ascii: boolean): string {
  const quoted = JSON.stringify(text);
  if (!ascii) return quoted;
  return quoted.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function jsonFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  return floatRepr(value);
}

/** The JSON of a scalar, or undefined. */
function scalar(value: Val, ascii: boolean): string | undefined {
  if (value === null || typeof value === "boolean") return String(value);
  if (isText(value)) return jsonText(textOf(value), ascii);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : jsonFloat(value);
  return value instanceof Float ? jsonFloat(value.value) : undefined;
}

function keyText(key: Val): string {
  if (isText(key)) return textOf(key);
  const text = scalar(key, false);
  if (text === undefined) throw typeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
  return text;
}

/** The JSON text of a value. Throws TypeError for what JSON cannot hold. */
export function dumpJson(value: Val, style: JsonStyle = {}, margin = "\n", depth = 0): string {
  const ascii = style.ensureAscii ?? false;
  const simple = scalar(value, ascii);
  if (simple !== undefined) return simple;
  if (value instanceof Undefined && value.strict) failUndefined(value);
  if (depth > MAX_DEPTH) throw recursionError();
  const inner = style.indent === undefined ? "" : margin + style.indent;
  const next = (item: Val): string => dumpJson(item, style, inner, depth + 1);
  if (Array.isArray(value)) return wrap("[", value.map(next), "]", style, margin);
  if (!(value instanceof Map)) {
    throw typeError(`Object of type ${typeName(value)} is not JSON serializable`);
  }
  const entries = [...(value as ReadonlyMap<Val, Val>)].map((entry) => tuple(entry));
  const ordered = style.sortKeys === true ? sorted(entries, false, (entry) => (entry as Val[])[0]) : entries;
  const colon = style.separators?.[1] ?? ": ";
  const parts = ordered.map((entry) => {
    const [key, item] = entry as Val[];
    return jsonText(keyText(key), ascii) + colon + next(item);
  });
  return wrap("{", parts, "}", style, margin);
}

function wrap(
  open: string,
  parts: readonly string[],
  close: string,
  style: JsonStyle,
  margin: string,
): string {
  if (parts.length === 0) return open + close;
  const { indent } = style;
  const comma = style.separators?.[0] ?? (indent === undefined ? ", " : ",");
  if (indent === undefined) return open + parts.join(comma) + close;
  const line = margin + indent;
  return open + line + parts.join(comma + line) + margin + close;
}

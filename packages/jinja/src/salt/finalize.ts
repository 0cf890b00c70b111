/**
 * How Salt prints dicts: like Python, but so that YAML reads the result back.
 */

import { repr, str } from "../value/repr.js";
import { PySet } from "../value/set.js";
import { Markup, Tuple, type Val } from "../value/types.js";
import { doubleQuoted } from "../yaml/double-quoted.js";

/** The text of a list, dict or set as Salt prints it; undefined for other values. */
export function finalize(value: Val): string | undefined {
  if (value instanceof Map) return dictText(value, str);
  if (Array.isArray(value) || (value instanceof PySet && !value.frozen)) return shown(value);
  return undefined;
}

function dictText(dict: ReadonlyMap<Val, Val>, other: (value: Val) => string): string {
  const entries = [...dict].map(([key, value]) => {
    const text =
      typeof value === "string"
        ? quoted(value)
        : isContainer(value)
          ? shown(value)
          : value instanceof Markup
            ? repr(value)
            : other(value);
    return `${repr(key)}: ${text}`;
  });
  return `{${entries.join(", ")}}`;
}

function isContainer(value: Val): boolean {
  return Array.isArray(value) || value instanceof Map || value instanceof PySet;
}

/** Lists and what is in them. */
function shown(value: Val): string {
  if (value instanceof Map) return dictText(value, repr);
  if (value instanceof PySet) {
    if (value.size === 0) return repr(value);
    return `{${value.values().map(shown).join(", ")}}`;
  }
  if (!Array.isArray(value)) return repr(value);
  const body = value.map(shown).join(", ");
  if (!(value instanceof Tuple)) return `[${body}]`;
  return value.length === 1 ? `(${body},)` : `(${body})`;
}

function quoted(text: string): string {
  return /[\n\r\t]/.test(text) ? doubleQuoted(text) : repr(text);
}

/**
 * Printing: from values to text.
 */
import { escapeMarkup, escapeText } from "../value/markup.js";
import { str } from "../value/repr.js";
import { Markup, type Val } from "../value/types.js";
import type { RenderState } from "./state.js";

/** The text of a value as it is printed. Throws MemoryError when too much is printed. */
export function out(state: RenderState, value: Val, escaping: boolean): string {
  const text = escaping ? escaped(state, value) : shown(state, value);
  state.wrote(text.length);
  return text;
}

function shown(state: RenderState, value: Val): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) return state.environment.finalize(value) ?? str(value);
  return str(value);
}

function escaped(state: RenderState, value: Val): string {
  return value instanceof Markup ? value.text : escapeText(shown(state, value));
}

/** `a ~ b`: safe text when one of them is, and escaping is on or one is safe. */
export function concat(values: readonly Val[], escaping: boolean): Val {
  if (!escaping) return values.map(str).join("");
  return values.some((value) => value instanceof Markup)
    ? new Markup(values.map(escapeMarkup).join(""))
    : values.map(str).join("");
}

/** The output of a block: safe text where escaping is on. */
export function safe(text: string, escaping: boolean): Val {
  return escaping ? new Markup(text) : text;
}

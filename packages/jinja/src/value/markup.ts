/**
 * Escaping for HTML, as markupsafe does it.
 */
import { str } from "./repr.js";
import { Markup, type Val } from "./types.js";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  ">": "&gt;",
  "<": "&lt;",
  "'": "&#39;",
  '"': "&#34;",
};

/** Escapes a text whatever it is. */
export function escapeText(text: string): string {
  return text.replace(/[&<>'"]/g, (char) => ENTITIES[char] ?? char);
}

/** `escape(value)` as text: safe text stays as it is. */
export function escapeMarkup(value: Val): string {
  return value instanceof Markup ? value.text : escapeText(str(value));
}

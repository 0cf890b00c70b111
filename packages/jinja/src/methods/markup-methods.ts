/**
 * The methods of safe text: those of texts, with what goes in escaped and what comes out safe.
 */

import { formatText } from "../format/str-format.js";
import { stripTags } from "../format/strip-tags.js";
import { escapeMarkup } from "../value/markup.js";
import { ABSENT, isText, type Kwargs, Markup, PyFunction, Tuple, tuple, type Val } from "../value/types.js";
import { STRING_METHODS } from "./string-methods.js";
import { joinMarkup } from "./string-split.js";

const SAFE_RESULT = new Set(
  "capitalize casefold center expandtabs join ljust lower lstrip partition removeprefix removesuffix replace rjust rpartition rsplit rstrip split splitlines strip swapcase title translate upper zfill".split(
    " ",
  ),
);

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

/** Entities as the characters they stand for. */
export function unescapeHtml(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (/^#x/i.test(name)) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith("#")) return String.fromCodePoint(Number(name.slice(1)));
    return ENTITIES[name] ?? whole;
  });
}

function safe(value: Val): Val {
  if (typeof value === "string") return new Markup(value);
  if (value instanceof Tuple) return tuple(value.map(safe));
  return Array.isArray(value) ? value.map(safe) : value;
}

function escaped(value: Val): Val {
  return isText(value) ? escapeMarkup(value) : value;
}

/** A method of safe text, or ABSENT. */
export function markupMethod(self: Markup, name: string): Val {
  const call = (run: (args: readonly Val[], kwargs: Kwargs) => Val): PyFunction =>
    new PyFunction(name, run, "method");
  if (name === "unescape") return call(() => unescapeHtml(self.text));
  if (name === "striptags") return call(() => stripTags(self.text));
  if (name === "escape") return call((args) => new Markup(escapeMarkup(args[0])));
  if (name === "join") return call((args) => joinMarkup(self, args[0]));
  if (name === "format") return call((args, kwargs) => new Markup(formatText(self.text, args, kwargs, true)));
  const found = STRING_METHODS.get(name);
  if (found === undefined) return ABSENT;
  if (!SAFE_RESULT.has(name)) return call((args, kwargs) => found(self.text, args, kwargs));
  return call((args, kwargs) => safe(found(self.text, args.map(escaped), kwargs)));
}

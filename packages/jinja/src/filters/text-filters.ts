/**
 * Jinja2's filters on texts.
 */
import { percentFormat } from "../format/percent.js";
import { stripTags } from "../format/strip-tags.js";
import { int, maybeInt, maybeText, text } from "../methods/arguments.js";
import { capitalize } from "../methods/string-case.js";
import { replaceText } from "../methods/string-search.js";
import { splitLines, strip } from "../methods/string-split.js";
import { asDouble } from "../value/arithmetic.js";
import { dictOf } from "../value/dict.js";
import { filterArgumentError, PyError, typeError, valueError } from "../value/errors.js";
import { iterate, length as lengthOf, maybeIterate } from "../value/iterate.js";
import { escapeMarkup } from "../value/markup.js";
import { repr, str } from "../value/repr.js";
import { codePoints, textLength } from "../value/text.js";
import { typeName } from "../value/type-name.js";
import {
  failUndefined,
  isNumeric,
  isText,
  Markup,
  textOf,
  tuple,
  Undefined,
  type Val,
} from "../value/types.js";
import { filter, flag, soft } from "./define.js";
import { parseDouble } from "./number-filters.js";
import { urlize } from "./urlize.js";
import { wordWrap } from "./word-wrap.js";

/** Applies a function of texts; safe text stays safe. */
function keepSafe(value: Val, run: (text: string) => string): Val {
  if (value instanceof Markup) return new Markup(run(value.text));
  return run(soft(value));
}

function title(value: string): string {
  return value
    .split(/([-\s({[<]+)/u)
    .filter(Boolean)
    .map((word) => {
      const [head = "", ...rest] = codePoints(word);
      return head.toUpperCase() + rest.join("").toLowerCase();
    })
    .join("");
}

function indent(value: Val, width: Val, first: Val, blank: Val): Val {
  const margin = isText(width) ? textOf(width) : " ".repeat(Math.max(0, int(width)));
  const run = (source: string): string => {
    const lines = splitLines(`${source}\n`);
    if (flag(blank)) return (flag(first) ? margin : "") + lines.join(`\n${margin}`);
    const [head = "", ...rest] = lines;
    const tail = rest.map((line) => (line === "" ? line : margin + line));
    return (flag(first) ? margin : "") + [head, ...tail].join("\n");
  };
  if (value instanceof Undefined) failUndefined(value);
  if (!isText(value))
    throw typeError(`can only concatenate ${typeName(value)} (not "str") to ${typeName(value)}`);
  return keepSafe(value, run);
}

/** What is no text has only its length looked at: too long, it cannot be cut. */
function shortEnough(value: Val, limit: number): Val {
  if (lengthOf(value) <= limit) return value;
  throw new PyError("AttributeError", `'${typeName(value)}' object has no attribute 'rsplit'`);
}

function truncate(value: Val, size: Val, kill: Val, end: Val, leeway: Val): Val {
  const [length, ending] = [int(size), text(end)];
  const slack = maybeInt(leeway) ?? 5;
  if (length < textLength(ending)) {
    throw assertion(`expected length >= ${textLength(ending)}, got ${length}`);
  }
  if (slack < 0) throw assertion(`expected leeway >= 0, got ${slack}`);
  if (!isText(value)) return shortEnough(value, length + slack);
  const chars = codePoints(textOf(value));
  if (chars.length <= length + slack) return value;
  const cut = chars.slice(0, length - textLength(ending)).join("");
  const space = cut.lastIndexOf(" ");
  const kept = flag(kill) || space < 0 ? cut : cut.slice(0, space);
  return value instanceof Markup ? new Markup(kept + ending) : kept + ending;
}

function assertion(message: string): Error {
  return new PyError("AssertionError", message);
}

/** `float(value)`. Throws ValueError and TypeError as Python does. */
export function toFloat(value: Val): number {
  if (isNumeric(value)) return asDouble(value);
  if (value instanceof Undefined) failUndefined(value);
  if (!isText(value)) {
    throw typeError(`float() argument must be a string or a real number, not '${typeName(value)}'`);
  }
  const number = parseDouble(textOf(value));
  if (number === undefined) throw valueError(`could not convert string to float: ${repr(textOf(value))}`);
  return number;
}

const UNITS = ["k", "M", "G", "T", "P", "E", "Z", "Y"];

function fileSize(value: Val, binary: Val): string {
  const bytes = toFloat(value);
  const base = flag(binary) ? 1024 : 1000;
  if (bytes === 1) return "1 Byte";
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
  const names = UNITS.map((unit) => (flag(binary) ? `${unit.toUpperCase()}iB` : `${unit}B`));
  let power = 1;
  while (power < names.length && bytes >= base ** (power + 1)) power += 1;
  return `${((base * bytes) / base ** (power + 1)).toFixed(1)} ${names[power - 1]}`;
}

function quoteUrl(value: string, safe: string): string {
  const keep = new RegExp(`[A-Za-z0-9_.~${safe}-]`);
  return Array.from(Buffer.from(value, "utf8"), (byte) => {
    const char = String.fromCharCode(byte);
    return byte < 0x80 && keep.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

function urlPart(value: Val): string {
  const bytes = value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : soft(value);
  return quoteUrl(bytes, "").replaceAll("%20", "+");
}

function urlEncode(value: Val): string {
  if (value instanceof Undefined) failUndefined(value);
  const pairs = value instanceof Map ? [...value] : maybeIterate(value);
  if (isText(value) || pairs === undefined) return quoteUrl(soft(value), "/");
  return Array.from(pairs as Iterable<Val>, (pair) => {
    const items = Array.from(iterate(pair));
    if (items.length !== 2) {
      const few = `not enough values to unpack (expected 2, got ${items.length})`;
      throw valueError(items.length < 2 ? few : "too many values to unpack (expected 2)");
    }
    const [key, item] = items;
    return `${urlPart(key)}=${urlPart(item)}`;
  }).join("&");
}

function xmlAttributes(context: { escaping: boolean }, value: Val, space: Val): Val {
  if (!(value instanceof Map))
    throw new PyError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
  const items: string[] = [];
  for (const [key, item] of value) {
    if (item === null || item instanceof Undefined) continue;
    if (/[\s/>=]/.test(soft(key)))
      throw new PyError("ValueError", `Invalid character in attribute name: '${soft(key)}'`);
    items.push(`${escapeMarkup(key)}="${escapeMarkup(item)}"`);
  }
  const joined = items.join(" ");
  const out = flag(space) && joined !== "" ? ` ${joined}` : joined;
  return context.escaping ? new Markup(out) : out;
}

function replace(context: { escaping: boolean }, value: Val, old: Val, fresh: Val, count: Val): Val {
  const limit = maybeInt(count) ?? -1;
  if (!context.escaping) return replaceText(soft(value), soft(old), soft(fresh), limit);
  const safe = [old, fresh].some((each) => each instanceof Markup) && !(value instanceof Markup);
  if (safe) return new Markup(replaceText(escapeMarkup(value), soft(old), soft(fresh), limit));
  if (value instanceof Markup)
    return new Markup(replaceText(value.text, escapeMarkup(old), escapeMarkup(fresh), limit));
  return replaceText(soft(value), soft(old), soft(fresh), limit);
}

/** A text. Throws AttributeError for what has not the text's method `wanted`. */
export function needText(value: Val, wanted: string): string {
  if (isText(value)) return textOf(value);
  if (value instanceof Undefined) failUndefined(value);
  throw new PyError("AttributeError", `'${typeName(value)}' object has no attribute '${wanted}'`);
}

/** The filters. */
export const TEXT_FILTERS = [
  filter("capitalize", "do_capitalize(s)", (_, value) => keepSafe(value, capitalize)),
  filter("lower", "do_lower(s)", (_, value) => keepSafe(value, (source) => source.toLowerCase())),
  filter("upper", "do_upper(s)", (_, value) => keepSafe(value, (source) => source.toUpperCase())),
  filter("title", "do_title(s)", (_, value) => title(soft(value))),
  filter("trim", "do_trim(value, chars=None)", (_, value, chars) =>
    keepSafe(value, (source) => strip(source, maybeText(chars))),
  ),
  filter("center", "do_center(value, width=80)", (_, value, width) =>
    keepSafe(value, (source) => {
      const missing = Math.max(0, int(width) - textLength(source));
      const left = Math.floor(missing / 2) + (missing & int(width) & 1);
      return " ".repeat(left) + source + " ".repeat(missing - left);
    }),
  ),
  filter("indent", "do_indent(s, width=4, first=False, blank=False)", (_, value, width, first, blank) =>
    indent(value, width, first, blank),
  ),
  filter("truncate", "do_truncate(s, length=255, killwords=False, end='...', leeway=None)", (_, ...args) =>
    truncate(args[0], args[1], args[2], args[3], args[4]),
  ),
  filter(
    "wordwrap",
    "do_wordwrap(s, width=79, break_long_words=True, wrapstring=None, break_on_hyphens=True)",
    (_, value, width, long, glue, hyphens) =>
      wordWrap(needText(value, "splitlines"), int(width), flag(long), maybeText(glue) ?? "\n", flag(hyphens)),
  ),
  filter(
    "wordcount",
    "do_wordcount(s)",
    (_, value) => [...soft(value).matchAll(/[\p{L}\p{N}\p{M}_]+/gu)].length,
  ),
  filter("striptags", "do_striptags(value)", (_, value) => stripTags(soft(value))),
  filter("string", "soft_str(s)", (_, value) => (isText(value) ? value : str(value))),
  filter("escape", "escape(s)", (_, value) => new Markup(escapeMarkup(value))),
  filter("e", "escape(s)", (_, value) => new Markup(escapeMarkup(value))),
  filter("forceescape", "do_forceescape(value)", (_, value) => new Markup(escapeMarkup(soft(value)))),
  filter("safe", "do_mark_safe(value)", (_, value) => new Markup(soft(value))),
  filter("filesizeformat", "do_filesizeformat(value, binary=False)", (_, value, binary) =>
    fileSize(value, binary),
  ),
  filter("urlencode", "do_urlencode(value)", (_, value) => urlEncode(value)),
  filter(
    "urlize",
    "do_urlize(value, trim_url_limit=None, nofollow=False, target=None, rel=None, extra_schemes=None)",
    ({ escaping }, value, limit, nofollow, target, rel, schemes) => {
      const words = new Set((maybeText(rel) ?? "").split(" ").filter(Boolean));
      if (flag(nofollow)) words.add("nofollow");
      words.add("noopener");
      const html = urlize(soft(value), {
        limit: maybeInt(limit),
        rel: [...words].sort().join(" "),
        target: maybeText(target) ?? "",
        schemes: schemes === null ? [] : Array.from(iterate(schemes), soft),
      });
      return escaping ? new Markup(html) : html;
    },
  ),
  filter("xmlattr", "do_xmlattr(d, autospace=True)", xmlAttributes),
  filter("replace", "do_replace(s, old, new, count=None)", replace),
];

/** `format`, whose arguments go on as they are. */
export function formatFilter(args: readonly Val[], kwargs: ReadonlyMap<string, Val>): Val {
  const [pattern, ...values] = args;
  if (values.length > 0 && kwargs.size > 0) {
    throw filterArgumentError("can't handle positional and keyword arguments at the same time");
  }
  const right = kwargs.size > 0 ? dictOf(kwargs) : tuple(values);
  return pattern instanceof Markup
    ? new Markup(percentFormat(pattern.text, right, true))
    : percentFormat(soft(pattern), right, false);
}

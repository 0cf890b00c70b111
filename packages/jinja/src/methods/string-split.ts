/**
 * Methods of texts that take them apart and put them together.
 */
import { typeError, valueError } from "../value/errors.js";
import { iterate } from "../value/iterate.js";
import { escapeMarkup } from "../value/markup.js";
import { typeName } from "../value/type-name.js";
import { isText, Markup, textOf, tuple, type Val } from "../value/types.js";
import { int, maybeText, text } from "./arguments.js";
import { type Method, method } from "./method.js";

/** What Python takes for white space. */
const SPACES = "\\s\\x1c-\\x1f\\x85";
const LEADING = new RegExp(`^[${SPACES}]+`);
const TRAILING = new RegExp(`[${SPACES}]+$`);
const GAP = new RegExp(`[${SPACES}]+`);
const LINE_BREAK = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

function stripLeft(self: string, chars: string | undefined): string {
  if (chars === undefined) return self.replace(LEADING, "");
  const wanted = new Set(chars);
  let rest = Array.from(self);
  const at = rest.findIndex((char) => !wanted.has(char));
  rest = at < 0 ? [] : rest.slice(at);
  return rest.join("");
}

function stripRight(self: string, chars: string | undefined): string {
  if (chars === undefined) return self.replace(TRAILING, "");
  const wanted = new Set(chars);
  const all = Array.from(self);
  let end = all.length;
  while (end > 0 && wanted.has(all[end - 1] ?? "")) end -= 1;
  return all.slice(0, end).join("");
}

/** `text.strip()`. */
export function strip(self: string, chars?: string): string {
  return stripRight(stripLeft(self, chars), chars);
}

function separatorOf(sep: Val): string | undefined {
  const separator = maybeText(sep);
  if (separator === "") throw valueError("empty separator");
  return separator;
}

/** `text.split(sep, limit)`. */
function split(self: string, sep: Val = null, limit = -1): string[] {
  const separator = separatorOf(sep);
  if (separator === undefined) return splitSpaces(self, limit);
  const parts = self.split(separator);
  if (limit < 0 || parts.length <= limit + 1) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}

function splitSpaces(self: string, limit: number): string[] {
  const out: string[] = [];
  let rest = self.replace(LEADING, "");
  while (rest !== "") {
    const gap = limit >= 0 && out.length >= limit ? null : GAP.exec(rest);
    if (gap === null) {
      out.push(limit >= 0 && out.length >= limit ? rest.replace(TRAILING, "") : rest);
      break;
    }
    out.push(rest.slice(0, gap.index));
    rest = rest.slice(gap.index + gap[0].length);
  }
  return out;
}

function rsplit(self: string, sep: Val, limit: number): string[] {
  const separator = separatorOf(sep);
  if (limit < 0) return split(self, sep);
  if (separator === undefined) return rsplitSpaces(self, limit);
  const parts = self.split(separator);
  if (parts.length <= limit + 1) return parts;
  const cut = parts.length - limit;
  return [parts.slice(0, cut).join(separator), ...parts.slice(cut)];
}

function rsplitSpaces(self: string, limit: number): string[] {
  const out: string[] = [];
  let rest = self.replace(TRAILING, "");
  const lastGap = new RegExp(`[${SPACES}]+(?=[^${SPACES}]*$)`);
  while (rest !== "") {
    const gap = out.length >= limit ? null : lastGap.exec(rest);
    if (gap === null) {
      out.unshift(rest.replace(LEADING, ""));
      break;
    }
    out.unshift(rest.slice(gap.index + gap[0].length));
    rest = rest.slice(0, gap.index);
  }
  return out.filter((part, index) => index > 0 || part !== "");
}

/** `text.splitlines()`. */
export function splitLines(self: string, keepEnds = false): string[] {
  const out: string[] = [];
  let start = 0;
  for (const match of self.matchAll(LINE_BREAK)) {
    out.push(self.slice(start, match.index + (keepEnds ? match[0].length : 0)));
    start = match.index + match[0].length;
  }
  if (start < self.length) out.push(self.slice(start));
  return out;
}

function partition(self: string, sep: Val, last: boolean): Val {
  const separator = text(sep, (kind) => `must be str, not ${kind}`);
  if (separator === "") throw valueError("empty separator");
  const at = last ? self.lastIndexOf(separator) : self.indexOf(separator);
  if (at < 0) return tuple(last ? ["", "", self] : [self, "", ""]);
  return tuple([self.slice(0, at), separator, self.slice(at + separator.length)]);
}

/** `separator.join(items)`. */
function join(separator: string, items: Val): Val {
  const parts = Array.from(iterate(items));
  parts.forEach((part, index) => {
    if (!isText(part)) {
      throw typeError(`sequence item ${index}: expected str instance, ${typeName(part)} found`);
    }
  });
  return parts.map((part) => textOf(part as string | Markup)).join(separator);
}

/** `markup.join(items)`: what goes in is escaped. */
export function joinMarkup(separator: Markup, items: Val): Markup {
  return new Markup(Array.from(iterate(items), escapeMarkup).join(separator.text));
}

/** The splitting methods. */
export const SPLIT_METHODS: readonly [string, Method<string>][] = [
  method("strip(chars=None)", (self, chars) => strip(self, maybeText(chars))),
  method("lstrip(chars=None)", (self, chars) => stripLeft(self, maybeText(chars))),
  method("rstrip(chars=None)", (self, chars) => stripRight(self, maybeText(chars))),
  method("split(sep=None, maxsplit=-1)", (self, sep, limit) => split(self, sep, int(limit))),
  method("rsplit(sep=None, maxsplit=-1)", (self, sep, limit) => rsplit(self, sep, int(limit))),
  method("splitlines(keepends=False)", (self, keep) => splitLines(self, keep === true || keep === 1)),
  method("partition(sep)", (self, sep) => partition(self, sep, false)),
  method("rpartition(sep)", (self, sep) => partition(self, sep, true)),
  method("join(iterable)", (self, items) => join(self, items)),
];

/**
 * Methods of texts that look for other texts.
 */
import { typeError, valueError } from "../value/errors.js";
import { bounds, Slice } from "../value/item.js";
import { codePoints, hasWide, textLength, textSlice, toCharIndex } from "../value/text.js";
import { typeName } from "../value/type-name.js";
import { isText, Tuple, textOf, type Val } from "../value/types.js";
import { text } from "./arguments.js";
import { type Method, method } from "./method.js";

interface Range {
  readonly part: string;
  readonly offset: number;
  /** False when the start lies beyond the end, where not even "" is found. */
  readonly valid: boolean;
}

function range(self: string, start: Val, stop: Val): Range {
  const size = textLength(self);
  const found = bounds(new Slice(start, stop, null), size);
  const valid = !(typeof start === "number" && start > size) && found.start <= found.stop;
  return {
    part: textSlice(self, found.start, Math.max(found.start, found.stop)),
    offset: found.start,
    valid,
  };
}

function find(self: string, wanted: Val, start: Val, stop: Val, last: boolean): number {
  const needle = text(wanted);
  const { part, offset, valid } = range(self, start, stop);
  const at = last ? part.lastIndexOf(needle) : part.indexOf(needle);
  return at < 0 || !valid ? -1 : offset + toCharIndex(part, at);
}

function index(self: string, wanted: Val, start: Val, stop: Val, last: boolean): number {
  const at = find(self, wanted, start, stop, last);
  if (at < 0) throw valueError("substring not found");
  return at;
}

function count(self: string, wanted: Val, start: Val, stop: Val): number {
  const needle = text(wanted);
  const { part, valid } = range(self, start, stop);
  if (!valid) return 0;
  return needle === "" ? textLength(part) + 1 : part.split(needle).length - 1;
}

function hasEnd(name: string, self: string, wanted: Val, start: Val, stop: Val): boolean {
  const { part, valid } = range(self, start, stop);
  const options = wanted instanceof Tuple ? Array.from(wanted) : [wanted];
  return options.some((option) => {
    if (!isText(option)) {
      const kind = typeName(option);
      throw typeError(
        wanted instanceof Tuple
          ? `tuple for ${name} must only contain str, not ${kind}`
          : `${name} first arg must be str or a tuple of str, not ${kind}`,
      );
    }
    const needle = textOf(option);
    return valid && (name === "startswith" ? part.startsWith(needle) : part.endsWith(needle));
  });
}

function replace(self: string, from: Val, to: Val, limit: Val): string {
  const before = text(from, (kind) => `replace() argument 1 must be str, not ${kind}`);
  const after = text(to, (kind) => `replace() argument 2 must be str, not ${kind}`);
  return replaceText(self, before, after, Number(limit));
}

/** `text.replace(before, after, limit)`; a negative limit means all. */
export function replaceText(self: string, before: string, after: string, limit: number): string {
  if (limit < 0 && !(before === "" && hasWide(self))) return self.replaceAll(before, () => after);
  const parts = before === "" ? ["", ...codePoints(self), ""] : self.split(before);
  let left = limit < 0 ? Number.POSITIVE_INFINITY : limit;
  let out = parts[0] ?? "";
  for (const part of parts.slice(1)) {
    out += (left > 0 ? after : before) + part;
    left -= 1;
  }
  return out;
}

/** The searching methods. */
export const SEARCH_METHODS: readonly [string, Method<string>][] = [
  method("find(sub, start=None, stop=None)", (self, sub, a, b) => find(self, sub, a, b, false)),
  method("rfind(sub, start=None, stop=None)", (self, sub, a, b) => find(self, sub, a, b, true)),
  method("index(sub, start=None, stop=None)", (self, sub, a, b) => index(self, sub, a, b, false)),
  method("rindex(sub, start=None, stop=None)", (self, sub, a, b) => index(self, sub, a, b, true)),
  method("count(sub, start=None, stop=None)", count),
  method("startswith(prefix, start=None, stop=None)", (self, p, a, b) => hasEnd("startswith", self, p, a, b)),
  method("endswith(suffix, start=None, stop=None)", (self, p, a, b) => hasEnd("endswith", self, p, a, b)),
  method("replace(old, new, count=-1)", replace),
];

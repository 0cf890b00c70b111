/**
 * Methods of texts for case, width and kinds of characters.
 */
import { dictGet, dictOf, dictSet } from "../value/dict.js";
import { typeError } from "../value/errors.js";
import { codePoints, textLength } from "../value/text.js";
import { ABSENT, isInt, isText, textOf, type Val } from "../value/types.js";
import { int, text } from "./arguments.js";
import { type Method, method } from "./method.js";

/** The widest text that padding makes. */
const MAX_WIDTH = 10_000_000;

/** `text.capitalize()`. */
export function capitalize(self: string): string {
  const [first = "", ...rest] = codePoints(self);
  return titleCase(first) + rest.join("").toLowerCase();
}

/** Letters that are two in one and have a form for titles, which comes first here. */
const DIGRAPHS = ["ǅǄǆ", "ǈǇǉ", "ǋǊǌ", "ǲǱǳ"];
const IOTA_BELOW = "\u0345";

/** A character as a title begins with it. */
function titleCase(char: string): string {
  const digraph = DIGRAPHS.find((forms) => char !== "" && forms.includes(char));
  if (digraph !== undefined) return digraph[0] ?? "";
  if (/[\u10d0-\u10ff]/.test(char)) return char;
  const parts = char.normalize("NFD");
  if (parts.includes(IOTA_BELOW)) {
    return (parts.replace(IOTA_BELOW, "").toUpperCase() + IOTA_BELOW).normalize("NFC");
  }
  const [first = "", ...rest] = codePoints(char.toUpperCase());
  return first + rest.join("").toLowerCase();
}

function title(self: string): string {
  return self.replace(/\p{L}+/gu, (word) => capitalize(word));
}

function swapCase(self: string): string {
  return codePoints(self)
    .map((char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase()))
    .join("");
}

function pad(self: string, width: Val, fill: Val, side: "left" | "right" | "both"): string {
  const char = text(fill);
  if (textLength(char) !== 1) throw typeError("The fill character must be exactly one character long");
  const wanted = Math.min(int(width), MAX_WIDTH);
  const missing = wanted - textLength(self);
  if (missing <= 0) return self;
  if (side === "left") return char.repeat(missing) + self;
  if (side === "right") return self + char.repeat(missing);
  // CPython puts the odd one left when both the gap and the width are odd.
  const left = Math.floor(missing / 2) + (missing & wanted & 1);
  return char.repeat(left) + self + char.repeat(missing - left);
}

function zfill(self: string, width: Val): string {
  const missing = Math.min(int(width), MAX_WIDTH) - textLength(self);
  if (missing <= 0) return self;
  const sign = /^[+-]/.exec(self)?.[0] ?? "";
  return sign + "0".repeat(missing) + self.slice(sign.length);
}

function expandTabs(self: string, size: Val): string {
  const width = int(size);
  let column = 0;
  return codePoints(self)
    .map((char) => {
      if (char !== "\t") {
        column = char === "\n" || char === "\r" ? 0 : column + 1;
        return char;
      }
      const gap = width > 0 ? width - (column % width) : 0;
      column += gap;
      return " ".repeat(gap);
    })
    .join("");
}

function translate(self: string, table: Val): string {
  if (!(table instanceof Map)) throw typeError("'translate' wants a dict");
  return codePoints(self)
    .map((char) => {
      const to = dictGet(table, char.codePointAt(0) ?? 0);
      if (to === ABSENT) return char;
      if (to === null) return "";
      return isInt(to) ? String.fromCodePoint(Number(to)) : text(to);
    })
    .join("");
}

function makeTranslation(from: Val, to: Val, removed: Val): Val {
  const code = (key: Val): Val => (isText(key) ? (textOf(key).codePointAt(0) ?? 0) : key);
  if (from instanceof Map) return dictOf([...from].map(([key, value]) => [code(key), value]));
  const targets = codePoints(text(to));
  const table = dictOf(codePoints(text(from)).map((char, at) => [code(char), code(targets[at])]));
  if (isText(removed)) for (const char of codePoints(textOf(removed))) dictSet(table, code(char), null);
  return table;
}

function everyChar(pattern: RegExp): (self: string) => boolean {
  return (self) => self !== "" && codePoints(self).every((char) => pattern.test(char));
}

function isTitle(self: string): boolean {
  return /[\p{Lu}\p{Ll}]/u.test(self) && title(self) === self;
}

const isCased = (self: string): boolean => self.toLowerCase() !== self.toUpperCase();

/** Methods without arguments, by name. */
const PLAIN: Readonly<Record<string, (self: string) => Val>> = {
  capitalize,
  casefold: (self) => self.toLowerCase().replaceAll("ß", "ss"),
  lower: (self) => self.toLowerCase(),
  upper: (self) => self.toUpperCase(),
  swapcase: swapCase,
  title,
  isalnum: everyChar(/[\p{L}\p{Nd}\p{No}\p{Nl}]/u),
  isalpha: everyChar(/\p{L}/u),
  isascii: (self) => /^[\x00-\x7f]*$/.test(self),
  isdecimal: everyChar(/\p{Nd}/u),
  isdigit: everyChar(/[\p{Nd}\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u2468]/u),
  isidentifier: (self) => /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(self),
  islower: (self) => isCased(self) && self === self.toLowerCase(),
  isnumeric: everyChar(/\p{N}/u),
  isprintable: (self) => !/(?! )[\p{C}\p{Z}]/u.test(self),
  isspace: everyChar(/[\s\x1c-\x1f\x85]/u),
  istitle: isTitle,
  isupper: (self) => isCased(self) && self === self.toUpperCase(),
};

/** The methods. */
export const CASE_METHODS: readonly [string, Method<string>][] = [
  ...Object.entries(PLAIN).map(([name, run]) => method<string>(`${name}()`, (self) => run(self))),
  method("center(width, fillchar=' ')", (self, width, fill) => pad(self, width, fill, "both")),
  method("ljust(width, fillchar=' ')", (self, width, fill) => pad(self, width, fill, "right")),
  method("rjust(width, fillchar=' ')", (self, width, fill) => pad(self, width, fill, "left")),
  method("zfill(width)", zfill),
  method("expandtabs(tabsize=8)", expandTabs),
  method("translate(table)", translate),
  method("maketrans(x, y=None, z=None)", (_self, x, y, z) => makeTranslation(x, y, z)),
  method("removeprefix(prefix)", (self, prefix) => {
    const wanted = text(prefix);
    return self.startsWith(wanted) ? self.slice(wanted.length) : self;
  }),
  method("removesuffix(suffix)", (self, suffix) => {
    const wanted = text(suffix);
    return wanted !== "" && self.endsWith(wanted) ? self.slice(0, -wanted.length) : self;
  }),
];

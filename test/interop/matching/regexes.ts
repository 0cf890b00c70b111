/**
 * Random regular expressions: small, so that Python's backtracking ends, and often such as mean something.
 */
import type { Chance } from "./random.js";

const LITERALS = [
  "w",
  "e",
  "b",
  "d",
  "1",
  "2",
  "a",
  "-",
  "_",
  "x",
  "é",
  " ",
  "W",
  "0",
  "\\.",
  "\\-",
  "\\x62",
  "\\u0077",
];
const KINDS = [
  ".",
  "\\d",
  "\\w",
  "\\s",
  "\\D",
  "\\W",
  "\\S",
  "[a-z]",
  "[^w]",
  "[wd]",
  "[\\d.]",
  "[^\\W_]",
  "[]x]",
  "[-b]",
];
const ANCHORS = ["^", "$", "\\b", "\\B", "\\A", "\\Z"];
const QUANTIFIERS = ["*", "+", "?", "{2}", "{1,2}", "{0,}", "{,2}", "*?", "+?", "??", "{1,2}?", "{x}"];
const GROUPS = ["(", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?i:", "(?P<g>", "(?s:", "(?-i:"];
const FLAGS = ["(?i)", "(?s)", "(?x)", "(?m)", "(?a)", "(?im)"];
const WRONG = [
  "(",
  ")",
  "[",
  "*",
  "(?",
  "(?<",
  "\\",
  "[z-a]",
  "{2}{3}",
  "a**",
  "(?P<1>a)",
  "\\q",
  "(?z)",
  "a{2,1}",
  "(?P=no)",
];

/** Makes one; `text` is something that it may match. */
export function randomRegex(chance: Chance, text: string): string {
  if (chance.once(30)) return `${alternatives(chance, 1)}${chance.of(WRONG)}`;
  const flags = chance.once(10) ? chance.of(FLAGS) : "";
  return flags + (chance.once(2) ? loosened(chance, text) : alternatives(chance, 2));
}

/** A text in which some characters have become something that may mean them. */
function loosened(chance: Chance, text: string): string {
  const parts = Array.from(text, (char) => {
    if (!chance.once(3)) return escaped(char);
    const instead = [
      ".",
      "\\w",
      ".*",
      ".+?",
      `[${escaped(char)}x]`,
      `(?:${escaped(char)}|z)`,
      `${escaped(char)}{1,2}`,
    ];
    return chance.of([
      ...instead,
      `(?=${escaped(char)}).`,
      `(?!z)${escaped(char)}`,
      `${escaped(char)}(?<=.)`,
    ]);
  });
  const end = chance.below(parts.length + 1);
  return parts.slice(0, end).join("") + (chance.once(4) ? chance.of(["$", "\\Z", "\\b", "(?!.)"]) : "");
}

function escaped(char: string): string {
  return /[\p{L}\p{N}_]/u.test(char) ? char : `\\${char}`;
}

function alternatives(chance: Chance, depth: number): string {
  return chance.list(chance.once(4) ? 2 : 1, () => sequence(chance, depth)).join("|");
}

function sequence(chance: Chance, depth: number): string {
  return chance.list(chance.below(4), () => part(chance, depth)).join("");
}

function part(chance: Chance, depth: number): string {
  if (chance.once(8)) return chance.of(ANCHORS);
  const atom = depth > 0 && chance.once(4) ? group(chance, depth - 1) : single(chance);
  return atom + (chance.once(3) ? chance.of(QUANTIFIERS) : "");
}

function single(chance: Chance): string {
  return chance.once(3) ? chance.of(KINDS) : chance.of(LITERALS);
}

function group(chance: Chance, depth: number): string {
  return `${chance.of(GROUPS)}${alternatives(chance, depth)})`;
}

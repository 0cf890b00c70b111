/**
 * One word of a command line as the value it stands for.
 */
import type { Value } from "../base/value.js";
import { isDict, isFloat, isInt, isList } from "../base/value.js";
import { composeYaml } from "../yaml/compose.js";
import type { YamlPackage } from "../yaml/package.js";
import { readPlainFlow } from "../yaml/plain-flow.js";
import { isPlainScalar, resolveScalar } from "../yaml/scalar.js";

const KEYWORD = /^((?!\p{Nd})[\p{L}\p{N}_][\p{L}\p{N}_.-]*)=(?!=)([^\n]*)\n?$/u;

/** Characters that PyYAML refuses, which makes Salt keep the word. */
const UNPRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|(?<!^)\ufeff/u;

/** Splits `key=value`; undefined for other words. A word with a line break inside is none; one at the end is lost. */
export function splitKeyword(word: string): readonly [key: string, value: string] | undefined {
  const found = KEYWORD.exec(word);
  const [, key, value] = found ?? [];
  return key === undefined || value === undefined ? undefined : [key, value];
}

/** The value of a word that needs no YAML parser: most of them. Undefined when it does need one. */
export function plainWord(word: string): Value | undefined {
  if (isTakenLiterally(word)) return word;
  if (word === "None") return null;
  if (word.startsWith("[") || word.startsWith("{")) return readPlainFlow(word);
  const comment = word.search(/ #/);
  const body = trimSpaces(comment < 0 ? word : word.slice(0, comment));
  if (!isPlainScalar(body)) return undefined;
  const value = resolveScalar(body);
  if (value === undefined) return word;
  const lossy = word.includes("#") && (typeof value === "string" || value === null);
  return lossy ? word : value;
}

function trimSpaces(text: string): string {
  return text.replace(/^ +| +$/g, "");
}

/** Words that Salt does not give to its YAML parser at all. */
function isTakenLiterally(word: string): boolean {
  const text = word.trim();
  if (text === "" || text === "---" || text === "...") return true;
  if (/[\t\r\n]/.test(word)) return true;
  return word.includes("_") && /^[0-9_]+$/.test(text);
}

/** The value of any word, with the YAML package at hand. */
export function yamlWord(yaml: YamlPackage, word: string): Value {
  if (UNPRINTABLE.test(word)) return word;
  let value: Value;
  try {
    value = composeYaml(yaml, word).value;
  } catch {
    // Salt too takes a word as it is when its parser refuses it, whatever the reason.
    return word;
  }
  return keepsItsMeaning(word, value) ? value : word;
}

function keepsItsMeaning(word: string, value: Value): boolean {
  // Before a comment the kinds below are not checked: "a: b #c" is a map without braces.
  if (word.includes("#")) return typeof value !== "string" && value !== null;
  if (isDict(value)) return word.startsWith("{");
  if (isList(value)) return word.startsWith("[");
  if (value === null) return word !== "!";
  if (value === "") return word !== "|" && word !== "!";
  return typeof value === "string" || typeof value === "boolean" || isInt(value) || isFloat(value);
}

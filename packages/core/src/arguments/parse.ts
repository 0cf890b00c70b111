/**
 * Words of a command line as typed arguments: YAML scalars and flow collections, `key=value` as keyword arguments.
 */
import type { MutableDict, Value } from "../base/value.js";
import { isInt } from "../base/value.js";
import { loadYamlPackage, requireYamlPackage } from "../yaml/package.js";
import { plainWord, splitKeyword, yamlWord } from "./word.js";

/** How words are read. */
export interface ParseOptions {
  /** Keyword arguments whose value stays text: `--no-parse`. */
  readonly noParse?: readonly string[];
}

/** The value that a word of the command line stands for. */
export async function parseYamlArgument(word: string): Promise<Value> {
  const plain = plainWord(word);
  return plain === undefined ? yamlWord(await loadYamlPackage(), word) : plain;
}

/** The same at once, for callers that cannot wait; slower when the word is no plain scalar. */
export function parseYamlArgumentNow(word: string): Value {
  const plain = plainWord(word);
  return plain === undefined ? yamlWord(requireYamlPackage(), word) : plain;
}

/**
 * The `arg` list for words of the command line: positional values, then one `__kwarg__` map when there are keyword
 * arguments. A later keyword wins over an earlier one of the same name.
 */
export async function parseArguments(words: readonly string[], options: ParseOptions = {}): Promise<Value[]> {
  const positional: Value[] = [];
  const keywords: MutableDict = new Map();
  for (const word of words) {
    const keyword = splitKeyword(word);
    if (keyword === undefined) {
      positional.push(jobIdAsText(await parseYamlArgument(word)));
    } else {
      const [key, text] = keyword;
      keywords.set(key, options.noParse?.includes(key) ? text : await parseYamlArgument(text));
    }
  }
  return keywords.size === 0
    ? positional
    : [...positional, new Map<Value, Value>([["__kwarg__", true], ...keywords])];
}

/** Job ids are texts although they look like ints; Salt mends positional ones only. */
function jobIdAsText(value: Value): Value {
  if (!isInt(value)) return value;
  return String(value).length === 20 ? String(value) : value;
}

/**
 * Compound commands: `a.b,c.d` and the words that belong to each function.
 */
import { SaltInvocationError } from "../base/errors.js";
import type { Value } from "../base/value.js";
import { parseArguments } from "./parse.js";

/** `fun` and `arg` of the publish map. */
export interface ParsedCommand {
  readonly fun: string | readonly string[];
  readonly arg: readonly Value[];
}

/** How a command is read. */
export interface CommandOptions {
  readonly noParse?: readonly string[];
  /** `--args-separator`. */
  readonly separator?: string;
}

/** The functions of a command and the words of each. */
export interface SplitCommand {
  readonly funs: readonly string[];
  readonly words: readonly (readonly string[])[];
}

/**
 * The functions of `a.b,c.d` and the words of each. When one separator word stands between every two functions,
 * only whole words separate; else separators inside words do too. Throws SaltInvocationError with exitCode 42 and
 * Salt's sentence when they do not pair up.
 */
export function splitCompound(fun: string, words: readonly string[], separator = ","): SplitCommand {
  const funs = fun.split(",");
  const marks = words.filter((word) => word === separator).length;
  const groups =
    marks === funs.length - 1 ? splitAtWords(words, separator) : splitInsideWords(words, separator);
  if (groups.length < funs.length) {
    throw refusal("Cannot execute compound command without defining all arguments.");
  }
  if (groups.length > funs.length) {
    throw refusal("Cannot execute compound command with more arguments than commands.");
  }
  return { funs, words: groups };
}

function refusal(message: string): SaltInvocationError {
  return new SaltInvocationError(message, {
    exitCode: 42,
    hint: "Put one separator between the arguments of every two functions.",
  });
}

function splitAtWords(words: readonly string[], separator: string): string[][] {
  let current: string[] = [];
  const groups = [current];
  for (const word of words) {
    if (word === separator) {
      current = [];
      groups.push(current);
    } else {
      current.push(word);
    }
  }
  return groups;
}

function splitInsideWords(words: readonly string[], separator: string): string[][] {
  let current: string[] = [];
  const groups = [current];
  for (const word of words) {
    const [first = "", ...others] = word.split(separator);
    // An empty word without any separator is an argument; an empty part beside one is not.
    if (first !== "" || others.length === 0) current.push(first);
    for (const part of others) {
      current = part === "" ? [] : [part];
      groups.push(current);
    }
  }
  return groups;
}

/** What the `salt` command sends for a function word and the words after it. Throws as `splitCompound`. */
export async function parseCommand(
  fun: string,
  words: readonly string[],
  options: CommandOptions = {},
): Promise<ParsedCommand> {
  const parsing = { noParse: options.noParse ?? [] };
  if (!fun.includes(",")) return { fun, arg: await parseArguments(words, parsing) };
  const split = splitCompound(fun, words, options.separator);
  const arg = await Promise.all(split.words.map((group) => parseArguments(group, parsing)));
  return { fun: split.funs, arg };
}

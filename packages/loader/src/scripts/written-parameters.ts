/**
 * The parameters of a JavaScript function, read off its text: nothing else tells their names.
 */
import type { Value } from "@salt/core";
import { MalformedError, parseJson } from "@salt/core";

/** One parameter as it is written. */
export interface WrittenParameter {
  readonly name: string;
  /** The default, when there is one: its value where it is written as JSON, else its text. */
  readonly fallback: Value | undefined;
  readonly isRest: boolean;
}

const OPENING = "([{";
const CLOSING = ")]}";
const QUOTES = "\"'`";

/** Reads them. Throws MalformedError for parameters that have no name. */
export function writtenParameters(
  name: string,
  run: (...args: never[]) => unknown,
): readonly WrittenParameter[] {
  const text = Function.prototype.toString.call(run).replace(/\/\*[\s\S]*?\*\//g, "");
  return pieces(listOf(text)).map((piece) => readOne(name, piece));
}

/** What stands between the parentheses; an arrow function with one parameter may have none. */
function listOf(text: string): string {
  const bare = /^(?:async\s+)?([A-Za-z_$][\w$]*)\s*=>/.exec(text);
  if (bare?.[1] !== undefined) return bare[1];
  const start = text.indexOf("(") + 1;
  return text.slice(start, endOf(text, start));
}

function endOf(text: string, start: number): number {
  let depth = 0;
  for (const { at, char } of codeOf(text, start)) {
    if (CLOSING.includes(char) && depth-- === 0) return at;
    if (OPENING.includes(char)) depth++;
  }
  return text.length;
}

function pieces(list: string): readonly string[] {
  const cuts: number[] = [];
  let depth = 0;
  for (const { at, char } of codeOf(list, 0)) {
    if (OPENING.includes(char)) depth++;
    else if (CLOSING.includes(char)) depth--;
    else if (char === "," && depth === 0) cuts.push(at);
  }
  const starts = [0, ...cuts.map((at) => at + 1)];
  return starts.map((start, at) => list.slice(start, cuts[at]).trim()).filter((piece) => piece !== "");
}

/** The characters that are not within quotes. */
function* codeOf(text: string, start: number): Generator<{ readonly at: number; readonly char: string }> {
  let quote = "";
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote === "") {
      if (QUOTES.includes(char)) quote = char;
      else yield { at, char };
    } else if (char === "\\") at++;
    else if (char === quote) quote = "";
  }
}

function readOne(functionName: string, piece: string): WrittenParameter {
  const parts = /^(\.\.\.)?\s*([A-Za-z_$][\w$]*)\s*(?:=\s*([\s\S]+))?$/.exec(piece);
  if (parts?.[2] === undefined) {
    throw new MalformedError(`A parameter of ${functionName} has no name: ${piece.slice(0, 60)}`);
  }
  const [, rest, name, text] = parts;
  return {
    name,
    fallback: text === undefined ? undefined : defaultOf(text.trim()),
    isRest: rest !== undefined,
  };
}

function defaultOf(text: string): Value {
  if (text === "undefined") return null;
  try {
    return parseJson(text.replace(/^'([^'"\\]*)'$/, '"$1"'));
  } catch {
    return text;
  }
}

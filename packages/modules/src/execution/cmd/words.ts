/**
 * Splitting a command line into words as a POSIX shell does, without expanding anything.
 */
import { PythonError } from "../../values/python-error.js";

const WORD = /\s*((?:[^\s'"\\]|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")+)/y;
const QUOTED = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])/g;

/** The words of a command line. Throws ValueError for a quote that is not closed. */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  const pattern = new RegExp(WORD);
  let at = 0;
  for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
    words.push(unquoted(match[1] ?? ""));
    at = pattern.lastIndex;
  }
  const rest = line.slice(at).trim();
  if (rest === "") return words;
  throw new PythonError("ValueError", rest === "\\" ? "No escaped character" : "No closing quotation");
}

function unquoted(word: string): string {
  return word.replace(QUOTED, (_whole, single?: string, double?: string, escaped?: string) => {
    // Inside double quotes a backslash keeps its meaning before itself and the quote only.
    return single ?? double?.replace(/\\(["\\])/g, "$1") ?? escaped ?? "";
  });
}

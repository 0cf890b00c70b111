/**
 * Choosing functions and modules by the words that `sys.*` are called with.
 */
import type { Value } from "@salt/core";
import { matchGlob, pythonStr } from "@salt/core";

/** Names that a list asks for: all of them, those of a module, or those that a glob or a whole name means. */
export function namesFor(all: readonly string[], asked: readonly Value[]): readonly string[] {
  return select(all, asked, (name, word) =>
    /[*.]/.test(word) ? matchGlob(word, name) : name.startsWith(`${word}.`),
  );
}

/** Names whose documentation is asked for: of a function, of a module, or by a glob. */
export function documentedNames(all: readonly string[], asked: readonly Value[]): readonly string[] {
  return select(all, asked, (name, word) => {
    if (word.includes("*")) return matchGlob(word, name);
    return word === "" || name === word || name.startsWith(word.endsWith(".") ? word : `${word}.`);
  });
}

/** Modules that a list asks for: by name, or by a glob for their functions. */
export function modulesFor(all: readonly string[], asked: readonly Value[]): readonly string[] {
  const names = select(all, asked, (name, word) => {
    return word.includes("*") ? matchGlob(word, name) : moduleOf(name) === word;
  });
  return [...new Set(names.map(moduleOf))].sort();
}

function select(
  all: readonly string[],
  asked: readonly Value[],
  isMeant: (name: string, word: string) => boolean,
): readonly string[] {
  const words = asked.map(pythonStr);
  const names = words.length === 0 ? all : all.filter((name) => words.some((word) => isMeant(name, word)));
  return [...new Set(names)].sort();
}

function moduleOf(name: string): string {
  const dot = name.indexOf(".");
  return dot < 0 ? name : name.slice(0, dot);
}

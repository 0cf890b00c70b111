/**
 * What the words of a command line are that are not options, as far as a shell can complete them.
 */

/** The kinds of words: minions, functions, or files. */
export type PositionalKind = "minion" | "function" | "runner" | "files";

const POSITIONALS: Readonly<Record<string, readonly PositionalKind[]>> = {
  salt: ["minion", "function", "files"],
  "salt-call": ["function", "files"],
  "salt-cp": ["minion", "files"],
  "salt-run": ["runner", "files"],
};

/** The kinds by place; the last one holds for all further words, and daemons take none. */
export function positionalsOf(program: string): readonly PositionalKind[] {
  return POSITIONALS[program] ?? [];
}

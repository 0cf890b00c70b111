/**
 * The completion file of bash, made from the tables of the programs. It starts no program: functions are in it,
 * and minion ids are read from the master's key directory.
 */
import type { Options } from "../option.js";
import type { Program } from "../program.js";
import { BASH_FUNCTIONS } from "./bash-functions.js";
import { positionalsOf } from "./positionals.js";
import type { CompletionNames, ValueKind } from "./value-kind.js";
import { plainWord, takesValue, valueKind } from "./value-kind.js";

/** The whole file. Throws CompletionFaultError for names that a shell would take apart. */
export function bashCompletion(programs: readonly Program<Options>[], names: CompletionNames): string {
  const parts = [
    "# Completion of Salt's commands for bash. Written by `npm run docs`; not to be edited.",
    `_salt_execution='${listOf(names.execution)}'`,
    `_salt_runner='${listOf(names.runner)}'`,
    flagsFunction(programs),
    valuesFunction(programs, names),
    positionalsFunction(programs),
    BASH_FUNCTIONS,
    `complete -F _salt_complete ${programs.map(({ name }) => name).join(" ")}`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function listOf(words: readonly string[]): string {
  return words.map(plainWord).toSorted().join(" ");
}

function flagsFunction(programs: readonly Program<Options>[]): string {
  const cases = programs.map(({ name, options }) => {
    const flags = Object.values(options).flatMap((option) => option.flags);
    return `    ${name}) words='${flags.join(" ")}' ;;`;
  });
  return [
    "# Sets words to the options of program $1.",
    "_salt_flags() {",
    '  case "$1" in',
    ...cases,
    "  esac",
    "}",
  ].join("\n");
}

/** Options whose values are of the same kind share a line. */
function valuesFunction(programs: readonly Program<Options>[], names: CompletionNames): string {
  const byKind = new Map<string, string[]>();
  for (const program of programs) {
    for (const [name, option] of Object.entries(program.options)) {
      if (!takesValue(option)) continue;
      const set = assignment(valueKind(program, name, names));
      const patterns = option.flags.map((flag) => `'${program.name} ${flag}'`);
      byKind.set(set, [...(byKind.get(set) ?? []), ...patterns]);
    }
  }
  return [
    "# Sets kind and words to what option $2 of program $1 takes; fails when it takes nothing.",
    "_salt_value() {",
    "  words=",
    '  case "$1 $2" in',
    ...[...byKind].map(([set, patterns]) => `    ${patterns.join("|")})\n      ${set} ;;`),
    "    *) return 1 ;;",
    "  esac",
    "}",
  ].join("\n");
}

function assignment(value: ValueKind): string {
  return value.kind === "words" ? `kind=words words='${value.words.join(" ")}'` : `kind=${value.kind}`;
}

function positionalsFunction(programs: readonly Program<Options>[]): string {
  const cases = programs.map(({ name }) => `    ${name}) kinds=(${positionalsOf(name).join(" ")}) ;;`);
  return [
    "# Sets kinds to the kinds of the words of program $1 that are not options.",
    "_salt_positionals() {",
    '  case "$1" in',
    ...cases,
    "  esac",
    "}",
  ].join("\n");
}

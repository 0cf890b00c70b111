/**
 * The completion file of fish, made from the tables of the programs.
 */
import type { Option, Options } from "../option.js";
import type { Program } from "../program.js";
import { FISH_FUNCTIONS } from "./fish-functions.js";
import type { PositionalKind } from "./positionals.js";
import { positionalsOf } from "./positionals.js";
import type { CompletionNames, ValueKind } from "./value-kind.js";
import { plainWord, takesValue, valueKind } from "./value-kind.js";

const ANY_KEYS = "__salt_ids minions minions_pre minions_rejected minions_denied";

const POSITIONAL_WORDS: Readonly<Record<PositionalKind, string>> = {
  minion: "(__salt_ids minions | __salt_listed)",
  function: "(__salt_execution | __salt_listed)",
  runner: "(__salt_runner)",
  files: "",
};

/**
 * The whole file, for all programs: fish wants it under the name of each of them. Throws CompletionFaultError for names
 * that a shell would take apart.
 */
export function fishCompletion(programs: readonly Program<Options>[], names: CompletionNames): string {
  const parts = [
    "# Completion of Salt's commands for fish. Written by `npm run docs`; not to be edited.",
    FISH_FUNCTIONS,
    functionList("__salt_execution", names.execution),
    functionList("__salt_runner", names.runner),
    valuedFunction(programs),
    ...programs.map((program) => linesOf(program, names).join("\n")),
  ];
  return `${parts.join("\n\n")}\n`;
}

function functionList(name: string, words: readonly string[]): string {
  return `function ${name}\n    string split ' ' '${words.map(plainWord).toSorted().join(" ")}'\nend`;
}

function valuedFunction(programs: readonly Program<Options>[]): string {
  const cases = programs.map(({ name, options }) => {
    const flags = Object.values(options)
      .filter(takesValue)
      .flatMap((option) => option.flags);
    return `        case ${name}\n            string split ' ' -- '${flags.join(" ")}'`;
  });
  return [
    "# Prints the options of program $argv[1] that take a value.",
    "function __salt_valued",
    "    switch $argv[1]",
    ...cases,
    "    end",
    "end",
  ].join("\n");
}

function linesOf(program: Program<Options>, names: CompletionNames): string[] {
  const kinds = positionalsOf(program.name);
  const options = Object.entries(program.options).map(([name, option]) => {
    const value = takesValue(option) ? valueWords(valueKind(program, name, names)) : "";
    return `complete -c ${program.name}${spellings(option)}${value} -d ${quoted(option.meaning)}`;
  });
  const words = kinds.map((kind, at) => positionalLine(program.name, kind, at + 1, at === kinds.length - 1));
  // Files are offered only where a word may be one.
  return [`complete -c ${program.name} -f`, ...options, ...words];
}

function spellings(option: Option<unknown>): string {
  return option.flags
    .map((flag) => (flag.startsWith("--") ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`))
    .join("");
}

function valueWords(value: ValueKind): string {
  switch (value.kind) {
    case "words":
      return ` -x -a ${quoted(value.words.join(" "))}`;
    case "file":
      return " -r -F";
    case "directory":
      return " -x -a '(__fish_complete_directories)'";
    case "pending-id":
      return " -x -a '(__salt_ids minions_pre)'";
    case "any-id":
      return ` -x -a '(${ANY_KEYS})'`;
    case "text":
      return " -x";
  }
}

function positionalLine(program: string, kind: PositionalKind, place: number, isLast: boolean): string {
  const condition = `-n '__salt_at ${place} ${program}${isLast ? " or-later" : ""}'`;
  const offered = kind === "files" ? "-F" : `-a '${POSITIONAL_WORDS[kind]}'`;
  return `complete -c ${program} ${condition} ${offered}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

/**
 * The completion file of zsh, made from the tables of the programs.
 */
import type { Option, Options } from "../option.js";
import type { Program } from "../program.js";
import type { PositionalKind } from "./positionals.js";
import { positionalsOf } from "./positionals.js";
import type { CompletionNames, ValueKind } from "./value-kind.js";
import { plainWord, takesValue, valueKind } from "./value-kind.js";
import { ZSH_FUNCTIONS } from "./zsh-functions.js";

/** The whole file, to be named `_salt`. Throws CompletionFaultError for names that a shell would take apart. */
export function zshCompletion(programs: readonly Program<Options>[], names: CompletionNames): string {
  const parts = [
    `#compdef ${programs.map(({ name }) => name).join(" ")}\n` +
      "# Completion of Salt's commands for zsh. Written by `npm run docs`; not to be edited.",
    functionList("_salt_execution", names.execution),
    functionList("_salt_runner", names.runner),
    ZSH_FUNCTIONS,
    "local -a specs",
    `case $service in\n${programs.map((program) => programCase(program, names)).join("\n")}\nesac`,
    "_arguments -s -S $specs",
  ];
  return `${parts.join("\n\n")}\n`;
}

function functionList(name: string, words: readonly string[]): string {
  return `${name}() {\n  local -a names=(${words.map(plainWord).toSorted().join(" ")})\n  compadd -a names\n}`;
}

function programCase(program: Program<Options>, names: CompletionNames): string {
  const options = Object.entries(program.options).flatMap(([name, option]) =>
    optionSpecs(option, takesValue(option) ? action(valueKind(program, name, names)) : undefined),
  );
  const words = positionalsOf(program.name).map((kind, at) => positionalSpec(kind, at + 1));
  return `  ${program.name})\n    specs=(\n${[...options, ...words].map((spec) => `      ${spec}\n`).join("")}    ) ;;`;
}

/** One spec for each spelling; a spelling excludes the others unless the option may be repeated. */
function optionSpecs(option: Option<unknown>, values: string | undefined): string[] {
  const others = option.action === "append" ? "*" : `(${option.flags.join(" ")})`;
  const value = values === undefined ? "" : `:${escaped(option.metavar ?? "value")}:${values}`;
  const joint = (flag: string): string => (values === undefined ? "" : flag.startsWith("--") ? "=" : "+");
  return option.flags.map((flag) =>
    quoted(`${others}${flag}${joint(flag)}[${escaped(option.meaning)}]${value}`),
  );
}

function action(value: ValueKind): string {
  switch (value.kind) {
    case "words":
      return `(${value.words.join(" ")})`;
    case "file":
      return "_files";
    case "directory":
      return "_files -/";
    case "pending-id":
      return "_salt_ids minions_pre";
    case "any-id":
      return "_salt_ids minions minions_pre minions_rejected minions_denied";
    case "text":
      return " ";
  }
}

const POSITIONAL_ACTIONS: Readonly<Record<PositionalKind, string>> = {
  minion: "_salt_ids minions",
  function: "_salt_execution",
  runner: "_salt_runner",
  files: "_files",
};

function positionalSpec(kind: PositionalKind, place: number): string {
  return quoted(`${kind === "files" ? "*" : place}:${kind}:${POSITIONAL_ACTIONS[kind]}`);
}

function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, "\\$&");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

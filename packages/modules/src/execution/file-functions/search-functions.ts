/**
 * Looking for texts in files, and the programs `grep`, `sed` and `patch`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Value } from "@salt/core";
import {
  CommandExecutionError,
  isTruthy,
  matchGlob,
  maybe,
  needed,
  PythonRegex,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { timeBound } from "../../python/time-bound.js";
import { linesOf } from "../../text/lines.js";
import { findProgram } from "../cmd/programs.js";
import { splitWords } from "../cmd/words.js";
import { exists, expandUser, globPaths, isDirectory } from "./paths.js";
import { regexFlags } from "./regex-flags.js";
import { sedOptions, substitution } from "./sed.js";
import { fileFn } from "./system-error.js";
import { copyWithFacts, textOf } from "./text-file.js";

const path = needed.str("The file.");
const before = needed.any("What is replaced.");
const after = needed.any("What to put there.");
const limit = maybe.str("", "Only lines that fit this expression.");
const escapeAll = maybe.bool(false, "Take special characters as they are.");

export const searchFunctions = {
  contains: fileFn({
    doc: "Whether a file holds a text.",
    examples: ["salt '*' file.contains /etc/crontab 'mymaintenance.sh'"],
    params: { path, text: needed.any("The text; spaces around it do not count.") },
    run: (args) => contentsOf(args.path)?.includes(pythonStr(args.text).trim()) ?? false,
  }),
  contains_regex: fileFn({
    doc: "Whether a line of a file fits a regular expression.",
    examples: ["salt '*' file.contains_regex /etc/crontab '^SHELL='"],
    params: {
      path,
      regex: needed.str("The expression."),
      lchar: maybe.str("", "Characters at the start of lines that do not count."),
    },
    run: (args) => {
      const text = contentsOf(args.path);
      if (text === undefined) return false;
      const pattern = new PythonRegex(args.regex);
      const skipped = args.lchar ?? "";
      return timeBound(() => linesOf(text).some((line) => pattern.search(withoutStart(line, skipped))));
    },
  }),
  contains_glob: fileFn({
    doc: "Whether the whole text of a file fits a pattern with `*`, `?` and `[…]`.",
    examples: ["salt '*' file.contains_glob /etc/foobar '*cheese*'"],
    params: { path, glob_expr: needed.str("The pattern.") },
    run: (args) => {
      const text = contentsOf(args.path);
      return text !== undefined && text !== "" && matchGlob(args.glob_expr, text);
    },
  }),
  grep: fileFn({
    doc: "Runs `grep` over files; arguments after the pattern are its options.",
    examples: ["salt '*' file.grep /etc/passwd nobody", "salt '*' file.grep '/var/log/*.log' error -- -i"],
    params: { path: needed.str("A path, or a pattern of paths."), pattern: needed.str("The expression.") },
    varargs: "opts",
    run: (args, context, { args: given }) => {
      const found = globPaths(expandUser(args.path));
      const paths = found.length > 0 ? found : [expandUser(args.path)];
      const options = given.flatMap((option) => oneWord(pythonStr(option)));
      const command = ["grep", ...options, "-e", args.pattern, "--", ...paths];
      return context.call("cmd.run_all", [command], { python_shell: false });
    },
  }),
  sed: fileFn({
    doc: "Replaces texts in a file with the program `sed`.",
    examples: ["salt '*' file.sed /etc/httpd/httpd.conf 'LogLevel warn' 'LogLevel info'"],
    params: {
      path,
      before,
      after,
      limit,
      backup: maybe.str(".bak", "What the name of a copy of the old file ends with."),
      options: maybe.str("-r -e", "Options of the program that change how it reads."),
      flags: maybe.str("g", "Flags of the substitution."),
      escape_all: escapeAll,
      negate_match: maybe.bool(false, "All lines but those that fit `limit`."),
    },
    run: (args, context) => {
      const file = expandUser(args.path);
      if (!exists(file)) return false;
      const expression = substitution({ ...partsOf(args), negate: args.negate_match });
      const options = [`-i${args.backup ?? ""}`, ...sedOptions(args.options ?? "")];
      const command = ["sed", ...options, "-e", expression, "--", file];
      return context.call("cmd.run_all", [command], { python_shell: false });
    },
  }),
  sed_contains: fileFn({
    doc: "Whether a file holds a text, looked for with the program `sed`.",
    examples: ["salt '*' file.sed_contains /etc/crontab 'mymaintenance.sh'"],
    params: {
      path,
      text: needed.any("The expression."),
      limit,
      flags: maybe.str("g", "Flags of the substitution."),
    },
    run: async (args, context) => {
      const file = expandUser(args.path);
      if (!exists(file)) return false;
      const parts = { ...args, before: args.text, after: "$", flags: `p${args.flags ?? ""}` };
      const expression = substitution({ ...partsOf({ ...parts, escape_all: false }), negate: false });
      const command = ["sed", "-n", "-r", "-e", expression, "--", file];
      return isTruthy(await context.call("cmd.run", [command], { python_shell: false }));
    },
  }),
  psed: fileFn({
    doc: "Replaces texts in a file by a regular expression of Python; keeps a copy.",
    examples: ["salt '*' file.psed /etc/httpd/httpd.conf 'LogLevel warn' 'LogLevel info'"],
    params: {
      path,
      before,
      after,
      limit: maybe.str("", "Only what comes after this expression is kept."),
      backup: maybe.str(".bak", "What the name of a copy of the old file ends with."),
      flags: maybe.str("gMS", "`g` for all matches, and letters of Python's flags."),
      escape_all: escapeAll,
      multi: maybe.bool(false, "Look at each line by itself."),
    },
    run: (args) => {
      const file = expandUser(args.path);
      const flags = args.flags ?? "";
      const pattern = new PythonRegex(
        escaped(pythonStr(args.before), args.escape_all),
        regexFlags(lettersOf(flags)),
      );
      const text = afterLimit(textOf(readFileSync(file)), escaped(args.limit ?? "", args.escape_all));
      const pieces = args.multi ? linesOf(text) : [text];
      const count = flags.includes("g") ? 0 : 1;
      const done = timeBound(() =>
        pieces.map((piece) => pattern.replace(piece, pythonStr(args.after), count).text),
      );
      copyWithFacts(file, `${file}${args.backup ?? ""}`);
      writeFileSync(file, done.join(""));
      return null;
    },
  }),
  patch: fileFn({
    doc: "Runs the program `patch` over a file or directory.",
    examples: ["salt '*' file.patch /opt/app/app.conf /tmp/app.patch dry_run=True"],
    params: {
      originalfile: needed.str("The file or directory to change."),
      patchfile: needed.str("The differences."),
      options: maybe.str("", "Options of the program."),
      dry_run: maybe.bool(false, "Only say what would happen."),
    },
    run: (args, context) => {
      const command = patchCommand(args);
      return context.call("cmd.run_all", [command], { python_shell: false });
    },
  }),
};

function contentsOf(given: string): string | undefined {
  const file = expandUser(given);
  if (!exists(file) || isDirectory(file)) return undefined;
  return textOf(readFileSync(file));
}

function withoutStart(line: string, skipped: string): string {
  let from = 0;
  while (from < line.length && skipped.includes(line[from] ?? "")) from += 1;
  return line.slice(from);
}

function oneWord(option: string): readonly string[] {
  const words = splitWords(option);
  if (words.length <= 1) return words;
  throw new SaltInvocationError(
    `Passing multiple command line arguments in a single string is not supported, please pass the following arguments separately: ${option}`,
  );
}

interface SedArguments {
  readonly before: Value;
  readonly after: Value;
  readonly limit: string | null;
  readonly flags: string | null;
  readonly escape_all: boolean;
}

function partsOf(args: SedArguments) {
  return {
    before: pythonStr(args.before),
    after: pythonStr(args.after),
    limit: args.limit ?? "",
    flags: args.flags ?? "",
    escapeAll: args.escape_all,
  };
}

function escaped(text: string, all: boolean): string {
  return all ? text.replace(/[\^.[$()|*+?{]/g, "\\$&") : text;
}

function lettersOf(flags: string): readonly string[] {
  return [...flags].filter((letter) => letter !== "g");
}

function afterLimit(text: string, limit: string): string {
  if (limit === "") return text;
  return timeBound(() => new PythonRegex(limit).split(text))
    .slice(1)
    .join("");
}

function patchCommand(args: {
  readonly originalfile: string;
  readonly patchfile: string;
  readonly options: string | null;
  readonly dry_run: boolean;
}): readonly string[] {
  const program = findProgram("patch");
  if (program === undefined) {
    throw new CommandExecutionError(
      "patch executable not found. Is the distribution's patch package installed?",
    );
  }
  const options = [...splitWords(args.options ?? ""), ...(args.dry_run ? ["--dry-run"] : [])];
  if (!options.includes("-N") && !options.includes("--forward")) options.push("--forward");
  if (!options.some((option) => /^-r(?: |$)|^--reject-file/.test(option))) options.push("--reject-file=-");
  options.push("-i", args.patchfile);
  if (!isDirectory(args.originalfile)) return [program, ...options, "--", args.originalfile];
  const hasStrip = options.some((option) => option.startsWith("-p") || option.startsWith("--strip="));
  return [program, ...options, "-d", args.originalfile, ...(hasStrip ? [] : ["--strip=0"])];
}

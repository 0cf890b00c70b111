/**
 * `file.append` and `file.prepend`: lines at the end or the start of a file.
 */
import { readFileSync } from "node:fs";
import type { Args, ExecutionContext, StateAnswer, Value } from "@salt/core";
import { isList, isTrial, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { makeParents } from "../../execution/file-functions/directories.js";
import { namedEncoding } from "../../execution/file-functions/encoding.js";
import { dirName, isDirectory } from "../../execution/file-functions/paths.js";
import { isText, textOf } from "../../execution/file-functions/text-file.js";
import { linesOf, splitLines } from "../../text/lines.js";
import { unifiedDiff } from "../../text/unified-diff.js";
import { whitespacePattern } from "../../text/whitespace-pattern.js";
import { done, fileState, pathOf, planned, StateFault } from "./answer.js";
import { touchState } from "./copy-states.js";
import { sourceTexts, templateParams } from "./source-texts.js";
import { linesDiff, targetFault } from "./target-file.js";

const shared = {
  name: needed.str("The file; it is made where it is not there."),
  text: maybe.any(null, "The lines: a text, or a list of texts of which each is looked for by itself."),
  makedirs: maybe.bool(false, "Make the directories above it."),
  ...templateParams,
  encoding: maybe.str(null, "The encoding of the file, UTF-8 where not given."),
  encoding_errors: maybe.str("strict", "What to do about bytes that the encoding lacks."),
} as const;

export const textStates = {
  append: fileState({
    doc: "Makes sure that lines are in a file; they come at its end where they are not.",
    params: {
      ...shared,
      ignore_whitespace: maybe.bool(true, "Let any white space stand for any other in the comparison."),
    },
    run: async (args, context) => {
      const name = pathOf(args.name, "append");
      const start = await prepare(name, args, context);
      if (!isList(start)) return start;
      const before = lines(name, args);
      const missing: string[] = [];
      if (!isText(name)) throw new StateFault(name, "No text found to append. Nothing appended");
      for (const chunk of start.map(pythonStr)) {
        const pattern = args.ignore_whitespace ? whitespacePattern(chunk) : chunk;
        if (!(await isFound(name, pattern, context))) missing.push(...splitLines(chunk));
      }
      if (isTrial(context)) {
        if (missing.length === 0) return done(name, `File ${name} is in correct state`);
        return planned(
          name,
          `File ${name} is set to be updated`,
          bareDiff(name, before, [...before, ...missing]),
        );
      }
      if (missing.length > 0) await context.call("file.append", [name], { args: missing });
      const comment =
        missing.length > 0 ? `Appended ${missing.length} lines` : `File ${name} is in correct state`;
      return done(name, comment, bareDiff(name, before, lines(name, args)));
    },
  }),
  prepend: fileState({
    doc: "Makes sure that lines are in a file; they come at its start where they are not.",
    params: { ...shared, header: maybe.bool(false, "The lines must stand at the start, not just anywhere.") },
    run: async (args, context) => {
      const name = pathOf(args.name, "prepend");
      const start = await prepare(name, args, context);
      if (!isList(start)) return start;
      const before = endedLines(name, args);
      const preface: string[] = [];
      for (const chunk of start.map(pythonStr)) {
        const isThere = !args.header && (await isFound(name, whitespacePattern(chunk), context));
        if (!isThere) preface.push(...splitLines(chunk));
      }
      if (isTrial(context)) return prependPlan(name, before, preface);
      const head = before.slice(0, preface.length).flatMap((line) => splitLines(line));
      const isHead =
        args.header && head.length === preface.length && head.every((line, at) => line === preface[at]);
      if (!isHead) await context.call("file.prepend", [name, ...preface]);
      const diff = linesDiff(name, before, endedLines(name, args));
      const isSame = isHead || preface.length === 0;
      const comment = isSame ? `File ${name} is in correct state` : `Prepended ${preface.length} lines`;
      return done(name, comment, isHead || preface.length === 0 ? {} : { diff });
    },
  }),
};

function prependPlan(name: string, before: readonly string[], preface: readonly string[]): StateAnswer {
  if (preface.length === 0) return done(name, `File ${name} is in correct state`);
  const diff = linesDiff(name, before, [...preface.map((line) => `${line}\n`), ...before]);
  return planned(name, `File ${name} is set to be updated`, { diff });
}

type TextArguments = Args<typeof shared>;

/** Makes sure that the file is there; gives the texts, or an answer when there is nothing more to do. */
async function prepare(
  name: string,
  args: TextArguments,
  context: ExecutionContext,
): Promise<readonly Value[] | StateAnswer> {
  let early: StateAnswer | undefined;
  const texts = await sourceTexts(name, args, context, async () => {
    if (args.makedirs && !isTrial(context) && !isDirectory(dirName(name)))
      await makeParents(name, { user: null, group: null, mode: null }, context);
    early = await touchedFirst(name, args.makedirs, context);
  });
  if (early !== undefined) return early;
  const given = texts ?? args.text;
  // An iterable gives its members; anything else is one text.
  return isList(given) ? given : [given];
}

/** Makes an empty file where there is none; in a trial that is all that can be told. Throws StateFault. */
async function touchedFirst(
  name: string,
  makedirs: boolean,
  context: ExecutionContext,
): Promise<StateAnswer | undefined> {
  const fault = targetFault(name);
  if (fault === undefined) return undefined;
  try {
    const touched = await touchState(name, { atime: null, mtime: null, makedirs }, context);
    if (isTrial(context)) return touched;
  } catch (error) {
    if (!(error instanceof StateFault)) throw error;
    if (isTrial(context)) return error.answer;
  }
  const still = targetFault(name);
  if (still !== undefined) throw new StateFault(name, fault);
  return undefined;
}

async function isFound(name: string, pattern: string, context: ExecutionContext): Promise<boolean> {
  return isTruthy(await context.call("file.search", [name, pattern], { multiline: true }));
}

function contents(name: string, { encoding }: TextArguments): string {
  const bytes = readFileSync(name);
  return encoding === null ? textOf(bytes) : namedEncoding(encoding).decode(bytes);
}

function lines(name: string, args: TextArguments): readonly string[] {
  return splitLines(contents(name, args));
}

function endedLines(name: string, args: TextArguments): readonly string[] {
  return linesOf(contents(name, args));
}

/** The difference of lines without their ends, set apart by empty lines in the head as Salt's is. */
function bareDiff(
  name: string,
  before: readonly string[],
  after: readonly string[],
): { readonly diff?: string } {
  const ended = (all: readonly string[]): readonly string[] => all.map((line) => `${line}\n`);
  if (before.length === after.length && before.every((line, at) => line === after[at])) return {};
  if (!isText(name)) return { diff: "Replace binary file" };
  const diff = unifiedDiff(ended(before), ended(after));
  return { diff: diff.replace(/^(--- |\+\+\+ |@@ .*@@)\n/gm, "$1\n\n").replace(/\n$/, "") };
}

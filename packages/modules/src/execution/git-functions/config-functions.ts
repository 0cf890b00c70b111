/**
 * Settings of git.
 */
import type { ExecutionContext, Plain, Rest, Value } from "@salt/core";
import {
  CommandExecutionError,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { splitLines } from "../../text/lines.js";
import { givenKeywords, refuseOtherKeywords } from "../../values/keywords.js";
import { fileFn } from "../file-functions/system-error.js";
import type { ProgramResult } from "../program/run-program.js";
import { plainName } from "../program/run-program.js";
import type { GitCall, GitRun } from "./run-git.js";
import { common, place, runGit } from "./run-git.js";

const cwd = maybe.any(null, "The directory of the repository; not needed with `global=True`.");
const key = needed.str("The setting, e.g. `user.name`.");
const valueRegex = maybe.any(null, "Only values that fit this regular expression.");

const regexpFunction = (name: string, doc: string) =>
  fileFn({
    doc,
    examples: [`salt '*' git.${name} 'user\\..+' cwd=/path/to/repo`],
    params: {
      key: needed.str("A regular expression for settings."),
      value_regex: valueRegex,
      cwd,
      ...common,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      const values = args.value_regex === null ? [] : [pythonStr(args.value_regex)];
      const words = ["--get-regexp", "--", plainKey(args.key), ...values];
      const { retcode, stdout } = await config(words, args, kwargs, [], context);
      const found = new Map<string, string[]>();
      for (const line of retcode === 1 ? [] : splitLines(stdout)) {
        const [, name, value] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
        if (name !== undefined && value !== undefined) found.set(name, [...(found.get(name) ?? []), value]);
      }
      return found;
    },
  });

/** The functions, by name. */
export const configFunctions = {
  config_get: fileFn({
    doc: "A setting; nothing when it is not set. With `all=True` all its values.",
    examples: ["salt '*' git.config_get user.email global=True"],
    params: { key, cwd, ...common },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      const values = await valuesOf(args, kwargs, context);
      if (values === undefined) return null;
      return isTruthy(givenKeywords(kwargs).get("all")) ? values : (values.at(-1) ?? "");
    },
  }),
  config_get_regexp: regexpFunction(
    "config_get_regexp",
    "The settings whose names fit a regular expression.",
  ),
  config_get_regex: regexpFunction("config_get_regex", "The same as config_get_regexp."),
  config_set: fileFn({
    doc: "Sets a setting; gives its values.",
    examples: ["salt '*' git.config_set user.email me@example.com global=True"],
    params: {
      key,
      value: maybe.any(null, "The value."),
      multivar: maybe.any(null, "Several values: a list, or a text with commas."),
      cwd,
      ...common,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      requirePlace(args.cwd, kwargs);
      if (args.value !== null && args.multivar !== null)
        throw new SaltInvocationError("Only one of 'value' and 'multivar' is permitted");
      const several = isList(args.multivar)
        ? args.multivar.map(pythonStr)
        : pythonStr(args.multivar ?? "").split(",");
      const values = args.value === null ? several : [pythonStr(args.value)];
      const isAdding = args.value !== null && isTruthy(givenKeywords(kwargs).get("add"));
      for (const [at, value] of values.entries()) {
        const words = [at === 0 && !isAdding ? "--replace-all" : "--add", "--", plainKey(args.key), value];
        await config(words, args, kwargs, ["add"], context, {});
      }
      return (await valuesOf(args, kwargs, context)) ?? null;
    },
  }),
  config_unset: fileFn({
    doc: "Removes a setting.",
    examples: ["salt '*' git.config_unset /path/to/repo foo.bar all=True"],
    params: { key, value_regex: valueRegex, cwd, ...common },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const mode = isTruthy(givenKeywords(kwargs).get("all")) ? "--unset-all" : "--unset";
      const values = args.value_regex === null ? [] : [pythonStr(args.value_regex)];
      const words = [mode, "--", plainKey(args.key), ...values];
      const { retcode, stderr } = await config(words, args, kwargs, ["all"], context);
      if (retcode === 0) return true;
      throw new CommandExecutionError(await unsetFault(retcode, stderr, args, kwargs, context));
    },
  }),
} as const;

type ConfigCall = GitCall & { readonly key: string; readonly cwd: Value };

/** A name of a setting, or a regular expression for some: never an option, and on one line. */
function plainKey(given: string): string {
  return plainName(given, "key");
}

function requirePlace(given: Value, kwargs: Rest["kwargs"]): void {
  if (given === null && !isTruthy(givenKeywords(kwargs).get("global")))
    throw new SaltInvocationError("'cwd' argument required unless global=True");
}

async function config(
  words: readonly string[],
  args: ConfigCall,
  kwargs: Rest["kwargs"],
  known: readonly string[],
  context: ExecutionContext,
  how: GitRun = { mayFail: true },
): Promise<ProgramResult> {
  refuseOtherKeywords(kwargs, ["global", ...known]);
  requirePlace(args.cwd, kwargs);
  const scope = isTruthy(givenKeywords(kwargs).get("global")) ? "--global" : "--local";
  const folder = args.cwd === null ? {} : { cwd: place(args.cwd, args.user) };
  return await runGit(["config", scope, ...words], args, context, { ...how, ...folder });
}

async function valuesOf(
  args: ConfigCall,
  kwargs: Rest["kwargs"],
  context: ExecutionContext,
): Promise<readonly string[] | undefined> {
  const words = ["--get-all", "--", plainKey(args.key)];
  const { retcode, stdout } = await config(words, args, kwargs, ["all", "add"], context);
  return retcode === 1 ? undefined : splitLines(stdout);
}

async function unsetFault(
  retcode: number,
  stderr: string,
  args: ConfigCall & { readonly value_regex: Value },
  kwargs: Rest["kwargs"],
  context: ExecutionContext,
): Promise<string> {
  if (retcode === 1) return "Section or key is invalid";
  if (retcode === 6) return "The value_regex is invalid";
  if (retcode !== 5) {
    const fault = `Failed to unset key '${args.key}', git config returned exit code ${retcode}`;
    return stderr === "" ? fault : `${fault}; ${stderr}`;
  }
  if ((await valuesOf(args, kwargs, context)) === undefined) return `Key '${args.key}' does not exist`;
  const more = args.value_regex === null ? "" : " and value_regex matches multiple values";
  return `Multiple values exist for key '${args.key}'${more}`;
}

/**
 * git.config_set and git.config_unset: settings of git.
 */
import type { Rest, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  isDict,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonRepr,
  pythonStr,
  SaltInvocationError,
  stateFn,
} from "@salt/core";
import { givenKeywords, refuseOtherKeywords } from "../../values/keywords.js";
import { gitFault, Repository } from "./repository.js";
import { accessParams } from "./request.js";

const { user, password, output_encoding } = accessParams;
const account = { user, password, output_encoding } as const;
const repo = maybe.any(null, "The directory of the repository; not needed with `global: True`.");
const NO_PLACE = "Non-global config options require the 'repo' argument to be set";

/** The states, by name. */
export const configStates = {
  config_set: stateFn({
    doc: "Makes a setting have a value, or several.",
    params: {
      name: needed.any("The setting, e.g. `user.name`."),
      value: maybe.any(null, "The value."),
      multivar: maybe.any(null, "Several values: a list, or a text with commas."),
      repo,
      ...account,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const git = new Repository(pythonStr(args.name), context, accountOf(args));
      if (args.value !== null && args.multivar !== null)
        return git.failed("Only one of 'value' and 'multivar' is permitted");
      const isGlobal = scopeOf(kwargs, ["global"], args.repo);
      if (typeof isGlobal === "string") return git.failed(isGlobal);
      const where = { cwd: args.repo, global: isGlobal };
      return await setValues(git, pythonStr(args.name), valuesOf(args.value, args.multivar), where);
    },
  }),
  config_unset: stateFn({
    doc: "Makes settings not have values.",
    params: {
      name: needed.any("The setting, or a regular expression for settings."),
      value_regex: maybe.any(null, "Only values that fit this regular expression."),
      repo,
      ...account,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const git = new Repository(pythonStr(args.name), context, accountOf(args));
      const isGlobal = scopeOf(kwargs, ["global", "all"], args.repo);
      if (typeof isGlobal === "string") return git.failed(isGlobal);
      return await unsetValues(git, {
        name: pythonStr(args.name),
        valueRegex: args.value_regex === null ? null : pythonStr(args.value_regex),
        isAll: isTruthy(givenKeywords(kwargs).get("all") ?? false),
        where: { cwd: args.repo, global: isGlobal },
      });
    },
  }),
} as const;

interface Place {
  readonly cwd: Value;
  readonly global: boolean;
}

type Account = {
  readonly user: string | null;
  readonly password: Value;
  readonly output_encoding: string | null;
};

function accountOf({ user, password, output_encoding }: Account): Account {
  return { user, password, output_encoding };
}

/** Whether the settings are those of the account; a text says what is wrong with the arguments. */
function scopeOf(kwargs: Rest["kwargs"], known: readonly string[], folder: Value): boolean | string {
  try {
    refuseOtherKeywords(kwargs, known);
  } catch (error) {
    if (error instanceof SaltInvocationError) return error.message;
    throw error;
  }
  const isGlobal = isTruthy(givenKeywords(kwargs).get("global") ?? false);
  return isGlobal || isTruthy(folder) ? isGlobal : NO_PLACE;
}

function valuesOf(
  value: Value,
  multivar: Value,
): { readonly values: readonly string[]; readonly shown: string } {
  if (value !== null) return { values: [pythonStr(value)], shown: `'${pythonStr(value)}'` };
  const values = isList(multivar) ? multivar.map(pythonStr) : pythonStr(multivar ?? "").split(",");
  return { values, shown: pythonRepr(values) };
}

async function setValues(
  git: Repository,
  name: string,
  { values, shown }: ReturnType<typeof valuesOf>,
  where: Place,
): Promise<StateAnswer> {
  const before = await git.git("config_get", [name], { ...where, all: true, ignore_retcode: true });
  const key = `${where.global ? "Global key " : ""}'${name}'`;
  if (isSame(before, values)) return git.answer(true, `${key} is already set to ${shown}`);
  if (git.isTrial) {
    git.changes.set("old", before).set("new", values);
    return git.answer(null, `${key} would be ${before === null ? "added as" : "set to"} ${shown}`);
  }
  const failure = `Failed to set ${where.global ? "global key " : ""}'${name}' to ${shown}`;
  let after: Value;
  try {
    const wanted = values.length === 1 ? { value: values[0] ?? "" } : { multivar: values };
    after = await git.git("config_set", [name], { ...where, ...wanted });
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return git.failed(`${failure}: ${gitFault(error)}`);
  }
  if (!isSame(before, after))
    git.changes.set(
      name,
      new Map([
        ["old", before],
        ["new", after],
      ]),
    );
  if (!isSame(after, values)) return git.failed(failure);
  return git.answer(true, `${key} was ${before === null ? "added as" : "set to"} ${shown}`);
}

function isSame(one: Value, other: Value): boolean {
  return pythonRepr(one) === pythonRepr(other);
}

interface Unset {
  readonly name: string;
  readonly valueRegex: string | null;
  readonly isAll: boolean;
  readonly where: Place;
}

type Settings = ReadonlyMap<string, readonly string[]>;

async function settings(
  git: Repository,
  { name, where }: Unset,
  valueRegex: string | null,
): Promise<Settings> {
  const key = `^${name.replace(/^\^+/, "").replace(/\$+$/, "")}$`;
  const told = await git.git("config_get_regexp", [key], {
    ...where,
    value_regex: valueRegex,
    ignore_retcode: true,
  });
  const entries = isDict(told) ? [...told] : [];
  return new Map(
    entries.map(([found, values]) => [pythonStr(found), isList(values) ? values.map(pythonStr) : []]),
  );
}

function shownSettings(found: Settings): string {
  return [...found].map(([key, values]) => `${key} (${values.join(", ")})`).join("; ");
}

async function unsetValues(git: Repository, request: Unset): Promise<StateAnswer> {
  const { valueRegex } = request;
  const matches = await settings(git, request, valueRegex);
  if (matches.size === 0) return git.answer(true, "No matching keys are set");
  const several = new Map([...matches].filter(([, values]) => values.length > 1));
  if (!request.isAll && several.size > 0) {
    const what =
      valueRegex === null
        ? "Multivar(s) matched by the key expression"
        : "Multiple values are matched by value_regex for the following keys";
    return git.failed(`${what} (set 'all' to True to force removal): ${shownSettings(several)}`);
  }
  if (git.isTrial) {
    for (const [key, values] of matches) git.changes.set(key, values);
    return git.answer(null, `${matches.size} key(s) would have value(s) unset`);
  }
  const before = valueRegex === null ? matches : await settings(git, request, null);
  const stuck = await unsetEach(git, request, matches);
  if (stuck.length > 0)
    return git.failed(
      `Error(s) occurred unsetting values for the following keys (see the minion log for details): ${stuck.join(", ")}`,
    );
  const after = await settings(git, request, null);
  for (const [key, values] of before) {
    const gone = values.filter((value) => after.get(key)?.includes(value) !== true);
    if (gone.length > 0) git.changes.set(key, gone);
  }
  const left = valueRegex === null ? after : await settings(git, request, valueRegex);
  if (left.size > 0) return git.failed(`Failed to unset value(s): ${shownSettings(left)}`);
  return git.answer(true, "Value(s) successfully unset");
}

/** Removes the values of each setting; gives the settings where that failed. */
async function unsetEach(git: Repository, request: Unset, matches: Settings): Promise<readonly string[]> {
  const stuck: string[] = [];
  for (const key of matches.keys()) {
    try {
      const options = { ...request.where, value_regex: request.valueRegex, all: request.isAll };
      await git.git("config_unset", [key], options);
    } catch (error) {
      if (!(error instanceof CommandExecutionError)) throw error;
      stuck.push(key);
    }
  }
  return stuck;
}

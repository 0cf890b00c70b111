/**
 * The environment of a command.
 */
import type { Value } from "@salt/core";
import { isDict, isFloat, isInt, isList, pythonStr } from "@salt/core";

/** Variables by name. */
export type Environment = Readonly<Record<string, string>>;

/** What is set to C unless `reset_system_locale` is off, so that programs answer in English. */
const LOCALE_NAMES = [
  "LC_CTYPE",
  "LC_NUMERIC",
  "LC_TIME",
  "LC_COLLATE",
  "LC_MONETARY",
  "LC_MESSAGES",
  "LC_PAPER",
  "LC_NAME",
  "LC_ADDRESS",
  "LC_TELEPHONE",
  "LC_MEASUREMENT",
  "LC_IDENTIFICATION",
  "LANGUAGE",
];

/** What decides a command's environment. */
export interface EnvironmentOptions {
  /** `env` as the caller gave it: a map, a list of maps with one entry each, or nothing. */
  readonly env: Value;
  readonly cleanEnv: boolean;
  readonly resetLocale: boolean;
  readonly prependPath: string | null;
  /** What the account that runs the command has after a login. */
  readonly login: Environment;
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

/** The environment of a command. */
export function environmentOf(options: EnvironmentOptions): Environment {
  const given = givenEnvironment(options.env);
  const env: Record<string, string> = {};
  if (!options.cleanEnv) {
    for (const [name, value] of Object.entries(options.inherited)) if (value !== undefined) env[name] = value;
  }
  // A service manager's socket is not for the command, unless the caller says so.
  delete env.NOTIFY_SOCKET;
  const locale = options.resetLocale ? Object.fromEntries(LOCALE_NAMES.map((name) => [name, "C"])) : {};
  Object.assign(env, locale, options.login, given);
  if (options.prependPath !== null) env.PATH = [options.prependPath, env.PATH].filter(Boolean).join(":");
  return env;
}

/** The variables of `env`; what has no usable form gives none, as in Salt. */
export function givenEnvironment(env: Value): Environment {
  if (isDict(env)) return textEntries([...env]);
  if (!isList(env)) return {};
  const entries: (readonly [Value, Value])[] = [];
  for (const element of env) {
    if (isDict(element) && element.size === 1) entries.push(...element);
    else if (typeof element === "string" || isInt(element) || isFloat(element)) entries.push([element, null]);
    else return {};
  }
  return textEntries(entries);
}

function textEntries(entries: readonly (readonly [Value, Value])[]): Environment {
  return Object.fromEntries(
    entries.map(([name, value]) => [pythonStr(name), value === null ? "" : pythonStr(value)]),
  );
}

/**
 * Homebrew, of macOS. It refuses to run as root: it runs as the owner of its directory.
 */
import { existsSync, statSync } from "node:fs";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  get,
  isDict,
  isList,
  isTruthy,
  MalformedError,
  parseJson,
  pythonStr,
} from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import type { ProgramResult } from "../program/run-program.js";
import { plainName, runProgram } from "../program/run-program.js";
import type { PackageManager } from "./package-manager.js";

const PLACES = ["/opt/homebrew/bin/brew", "/usr/local/bin/brew", "/home/linuxbrew/.linuxbrew/bin/brew"];
/** Programs that ask or update by themselves hold up a job. */
const ENV = { HOMEBREW_NO_AUTO_UPDATE: "1", HOMEBREW_NO_ENV_HINTS: "1", LC_ALL: "en_US.UTF-8" };

/** The path of brew. */
export function brewProgram(): string | undefined {
  return findProgram("brew") ?? PLACES.find((path) => existsSync(path));
}

/** Runs brew as the account that owns it. */
export async function runBrew(words: readonly string[], context: ExecutionContext): Promise<ProgramResult> {
  const program = brewProgram() ?? "brew";
  const owner = statSync(program, { throwIfNoEntry: false })?.uid ?? 0;
  const name = owner === 0 ? null : pythonStr(await context.call("file.uid_to_user", [owner]));
  return await runProgram([program, ...words], context, { env: ENV, runas: name });
}

/** The manager. */
export const brew: PackageManager = {
  program: "brew",
  names: /^[A-Za-z0-9][\w.+@-]*(?:\/[A-Za-z0-9][\w.+@-]*){0,2}$/,
  refreshesFirst: true,
  list: async (context) => {
    const found = new Map<string, readonly string[]>();
    for (const each of await infoOf(["--installed"], context)) {
      for (const name of namesOf(each)) found.set(name, installedVersions(each));
    }
    return found;
  },
  latest: async (names, _options, context) => {
    const found = new Map<string, string>();
    for (const each of await infoOf(names, context)) {
      const version = newestVersion(each);
      const isNew = version !== "" && !installedVersions(each).includes(version);
      for (const name of isNew ? namesOf(each) : []) found.set(name, version);
    }
    return found;
  },
  upgrades: async (options, context) => {
    const casks = isTruthy(options.get("include_casks"));
    const told = parsed((await runBrew(["outdated", "--json=v2"], context)).stdout);
    const rows = [...listAt(told, "formulae"), ...(casks ? listAt(told, "casks") : [])];
    return new Map(rows.map((row) => [textAt(row, "name"), textAt(row, "current_version")]));
  },
  refresh: async (_options, context) => {
    const { retcode, stderr } = await runBrew(["update"], context);
    if (retcode !== 0) throw new CommandExecutionError(`Unable to update Homebrew: ${stderr}`);
    return true;
  },
  install: async (wanted, files, options, context) => {
    if (files.length > 0) throw new CommandExecutionError("brew installs no package files");
    const list = (key: string): readonly string[] => {
      const given = options.get(key) ?? null;
      return isTruthy(given) ? (isList(given) ? given : [given]).map(pythonStr) : [];
    };
    const results: ProgramResult[] = [];
    for (const tap of list("taps")) results.push(await runBrew(["tap", plainName(tap, "tap")], context));
    const words = wanted.map(({ name }) => name);
    return [...results, await runBrew(["install", ...list("options"), ...words], context)];
  },
  remove: (wanted, isPurge, context) =>
    runBrew(["uninstall", ...(isPurge ? ["--zap"] : []), ...wanted.map(({ name }) => name)], context),
  upgrade: (wanted, _options, context) => runBrew(["upgrade", ...wanted.map(({ name }) => name)], context),
};

/** What brew tells of packages, of formulae and of casks. Throws CommandExecutionError. */
export async function infoOf(words: readonly string[], context: ExecutionContext): Promise<readonly Dict[]> {
  const { retcode, stdout, stderr } = await runBrew(["info", "--json=v2", ...words], context);
  if (retcode !== 0) throw new CommandExecutionError(`Homebrew info failed: ${stderr}`);
  const told = parsed(stdout);
  return [...listAt(told, "formulae"), ...listAt(told, "casks")];
}

/** Everything that a package is called. */
export function namesOf(each: Dict): readonly string[] {
  const short = textAt(each, "token") || textAt(each, "name");
  const full = textAt(each, "full_token") || textAt(each, "full_name");
  const more = (key: string): readonly string[] => {
    const value = each.get(key) ?? null;
    return isList(value) ? value.map(pythonStr) : [];
  };
  return [...new Set([full, short, ...more("aliases"), ...more("oldnames")].filter((name) => name !== ""))];
}

function installedVersions(each: Dict): readonly string[] {
  const installed = each.get("installed") ?? null;
  // A cask has a text, a formula a list of maps.
  if (typeof installed === "string") return [installed];
  return isList(installed) ? installed.map((one) => pythonStr(get(one, "version") ?? "")) : [];
}

function newestVersion(each: Dict): string {
  const version = textAt(each, "version");
  if (version !== "") return version;
  const stable = pythonStr(get(each.get("versions") ?? null, "stable") ?? "");
  const revision = Number(each.get("revision") ?? 0);
  return revision > 0 ? `${stable}_${revision}` : stable;
}

function parsed(text: string): Value {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    throw new CommandExecutionError(`brew gave no JSON: ${text.slice(0, 100)}`, { cause: error });
  }
}

function listAt(value: Value, key: string): readonly Dict[] {
  const found = get(value, key) ?? null;
  return isList(found) ? found.filter(isDict) : [];
}

function textAt(value: Dict, key: string): string {
  const found = value.get(key);
  return typeof found === "string" ? found : "";
}

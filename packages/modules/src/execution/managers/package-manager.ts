/**
 * What every package manager can do, and the functions of `pkg` that follow from it.
 */
import type { Dict, ExecutionContext, ExecutionFunction, Plain, Value } from "@salt/core";
import {
  dict,
  fn,
  isDict,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import type { PackageVersions } from "../pkg-functions/installed.js";
import { changeFault, compareLists, joinedVersions } from "../pkg-functions/installed.js";
import { clearRefreshTag } from "../pkg-functions/refresh-tag.js";
import { packageFiles } from "../pkg-functions/targets.js";
import type { ProgramResult } from "../program/run-program.js";

/** A package and the version asked for, which may begin with an operator; null for any. */
export interface Wanted {
  readonly name: string;
  readonly version: string | null;
}

/** Keywords of a call that are not parameters of its function. */
export type Options = Dict;

/** A package manager. Every name that it is given is one that its program cannot take for an option. */
export interface PackageManager {
  /** What the functions say of it, e.g. `pacman`. */
  readonly program: string;
  /** Names that its program takes for names. */
  readonly names: RegExp;
  /** Whether `latest_version` fetches lists of packages when the call does not say. */
  readonly refreshesFirst: boolean;
  list(context: ExecutionContext): Promise<PackageVersions>;
  /** Versions that are newer than what is installed, by name. */
  latest(
    names: readonly string[],
    options: Options,
    context: ExecutionContext,
  ): Promise<ReadonlyMap<string, string>>;
  upgrades(options: Options, context: ExecutionContext): Promise<ReadonlyMap<string, string>>;
  refresh(options: Options, context: ExecutionContext): Promise<Plain>;
  /** Installs packages, or package files. */
  install(
    wanted: readonly Wanted[],
    files: readonly string[],
    options: Options,
    context: ExecutionContext,
  ): Promise<readonly ProgramResult[]>;
  remove(wanted: readonly Wanted[], isPurge: boolean, context: ExecutionContext): Promise<ProgramResult>;
  /** Upgrades these packages, or all. */
  upgrade(wanted: readonly Wanted[], options: Options, context: ExecutionContext): Promise<ProgramResult>;
}

const name = maybe.any(null, "A package, or several separated by commas.");
const pkgs = maybe.any(null, "A list of packages, or of maps from packages to versions.");

/** The functions of `pkg` that every manager has. */
export function managerFunctions(manager: PackageManager) {
  const latest = latestFunction(manager);
  return {
    list_pkgs: fn({
      doc: "The installed packages and their versions.",
      examples: ["salt '*' pkg.list_pkgs", "salt '*' pkg.list_pkgs versions_as_list=True"],
      params: { versions_as_list: maybe.bool(false, "Give lists of versions.") },
      varkw: "kwargs",
      run: async (args, context, { kwargs }): Promise<Plain> => {
        // No manager but dpkg keeps what is gone.
        if (isTruthy(kwargs.get("removed")) || isTruthy(kwargs.get("purge_desired"))) return {};
        const found = await manager.list(context);
        return args.versions_as_list ? new Map(found) : joinedVersions(found);
      },
    }),
    version: fn({
      doc: "Installed versions of packages; empty where one is not installed.",
      examples: ["salt '*' pkg.version bash"],
      varargs: "names",
      varkw: "kwargs",
      run: async (_args, context, { args, kwargs }): Promise<Plain> => {
        const found = await manager.list(context);
        const asList = isTruthy(kwargs.get("versions_as_list"));
        const of = (one: string): Plain =>
          asList ? (found.get(one) ?? []) : (found.get(one) ?? []).join(",");
        const names = args.map(pythonStr);
        return names.length === 1 ? of(names[0] ?? "") : new Map(names.map((one) => [one, of(one)]));
      },
    }),
    latest_version: latest,
    available_version: renamed(latest, "latest_version"),
    upgrade_available: fn({
      doc: "Whether a package can be upgraded.",
      examples: ["salt '*' pkg.upgrade_available bash"],
      params: { name: needed.any("The package.") },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const one = checkedName(args.name, manager);
        const found = await manager.latest([one], givenKeywords(kwargs), context);
        return (found.get(one) ?? "") !== "";
      },
    }),
    list_upgrades: fn({
      doc: "Packages that can be upgraded, and their new versions.",
      examples: ["salt '*' pkg.list_upgrades"],
      params: { refresh: maybe.bool(manager.refreshesFirst, "Fetch the lists of packages first.") },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const options = givenKeywords(kwargs);
        if (args.refresh) await refreshed(manager, options, context);
        return new Map(await manager.upgrades(options, context));
      },
    }),
    refresh_db: fn({
      doc: "Fetches the lists of packages.",
      examples: ["salt '*' pkg.refresh_db"],
      varkw: "kwargs",
      run: (_args, context, { kwargs }) => refreshed(manager, givenKeywords(kwargs), context),
    }),
    ...changeFunctions(manager),
  };
}

/** A function under an older name of it. */
export function renamed(definition: ExecutionFunction, name: string): ExecutionFunction {
  return { ...definition, doc: `${definition.doc} The same as \`${name}\`.` };
}

function latestFunction(manager: PackageManager): ExecutionFunction {
  return fn({
    doc: "The version to which packages can be upgraded or installed; empty where they are up to date.",
    examples: ["salt '*' pkg.latest_version bash"],
    varargs: "names",
    varkw: "kwargs",
    run: async (_args, context, { args, kwargs }): Promise<Plain> => {
      if (args.length === 0) return "";
      const names = args.map((one) => checkedName(one, manager));
      const options = givenKeywords(kwargs);
      if (isTruthy(options.get("refresh") ?? manager.refreshesFirst))
        await refreshed(manager, options, context);
      const found = await manager.latest(names, options, context);
      const of = (one: string): string => found.get(one) ?? "";
      return names.length === 1 ? of(names[0] ?? "") : new Map(names.map((one) => [one, of(one)]));
    },
  });
}

function changeFunctions(manager: PackageManager) {
  const removal = (isPurge: boolean, doc: string, example: string): ExecutionFunction =>
    fn({
      doc,
      examples: [example],
      params: { name, pkgs },
      varkw: "kwargs",
      run: (args, context) =>
        removed(manager, wantedOf(args.name, args.pkgs, null, manager), isPurge, context),
    });
  return {
    install: fn({
      doc: "Installs or upgrades packages; gives what changed.",
      examples: [
        "salt '*' pkg.install hello",
        "salt '*' pkg.install pkgs='[{hello: 2.10}, jq]' refresh=True",
        "salt '*' pkg.install sources='[{hello: salt://hello.pkg}]'",
      ],
      params: {
        name,
        refresh: maybe.bool(false, "Fetch the lists of packages first."),
        pkgs,
        sources: maybe.any(null, "A list of maps from packages to package files."),
      },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const options = givenKeywords(kwargs);
        if (args.refresh) await refreshed(manager, options, context);
        const files = isTruthy(args.sources) ? await packageFiles(args.sources, context) : [];
        const version = options.get("version") ?? null;
        const wanted = files.length > 0 ? [] : wantedOf(args.name, args.pkgs, version, manager);
        if (wanted.length === 0 && files.length === 0) return dict();
        const what = "Problem encountered installing package(s)";
        return await changed(manager, what, context, () => manager.install(wanted, files, options, context));
      },
    }),
    remove: removal(false, "Removes packages; gives what changed.", "salt '*' pkg.remove hello"),
    purge: removal(
      true,
      "Removes packages with all that belongs to them; gives what changed.",
      "salt '*' pkg.purge hello",
    ),
    upgrade: fn({
      doc: "Upgrades all packages, or those that are named; gives what changed.",
      examples: ["salt '*' pkg.upgrade"],
      params: {
        refresh: maybe.bool(manager.refreshesFirst, "Fetch the lists of packages first."),
        name,
        pkgs,
      },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const options = givenKeywords(kwargs);
        if (args.refresh) await refreshed(manager, options, context);
        const wanted = wantedOf(args.name, args.pkgs, null, manager);
        const what = "Problem encountered upgrading packages";
        return await changed(manager, what, context, async () => [
          await manager.upgrade(wanted, options, context),
        ]);
      },
    }),
  };
}

async function refreshed(
  manager: PackageManager,
  options: Options,
  context: ExecutionContext,
): Promise<Plain> {
  clearRefreshTag(context);
  return await manager.refresh(options, context);
}

async function removed(
  manager: PackageManager,
  asked: readonly Wanted[],
  isPurge: boolean,
  context: ExecutionContext,
): Promise<Dict> {
  const installed = await manager.list(context);
  const wanted = asked.filter(({ name: one, version }) => {
    const versions = installed.get(one);
    return versions !== undefined && (version === null || versions.includes(version));
  });
  if (wanted.length === 0) return dict();
  const what = "Problem encountered removing package(s)";
  return await changed(manager, what, context, async () => [await manager.remove(wanted, isPurge, context)]);
}

/** Does something; what changed by it. Throws CommandExecutionError with that too when a program failed. */
async function changed(
  manager: PackageManager,
  what: string,
  context: ExecutionContext,
  change: () => Promise<readonly ProgramResult[]>,
): Promise<Dict> {
  const before = await manager.list(context);
  const results = await change();
  const changes = compareLists(before, await manager.list(context));
  const errors = results.filter(({ retcode }) => retcode !== 0).map(({ stderr, stdout }) => stderr || stdout);
  if (errors.length > 0) throw changeFault(what, errors, changes);
  return changes;
}

/** The packages that a call names. Throws SaltInvocationError for what is no name. */
export function wantedOf(
  given: Value,
  listed: Value,
  version: Value,
  manager: Pick<PackageManager, "names" | "program">,
): readonly Wanted[] {
  if (isTruthy(listed)) {
    const items = isList(listed) ? listed : isDict(listed) ? [listed] : pythonStr(listed).split(",");
    return items.flatMap((item) =>
      isDict(item)
        ? [...item].map(([one, asked]) => wantedOne(one, asked, manager))
        : [wantedOne(typeof item === "string" ? item.trim() : item, null, manager)],
    );
  }
  if (!isTruthy(given)) return [];
  const names = pythonStr(given).split(",");
  return names.map((one) => wantedOne(one.trim(), names.length === 1 ? version : null, manager));
}

const VERSION = /^(?:[<>]=?|==?|!=)?\s*[A-Za-z0-9][\w.+:~^*-]*$/;

function wantedOne(given: Value, version: Value, manager: Pick<PackageManager, "names" | "program">): Wanted {
  const one = checkedName(given, manager);
  if (!isTruthy(version)) return { name: one, version: null };
  const text = pythonStr(version);
  if (VERSION.test(text)) return { name: one, version: text.replace(/\s+/, "") };
  throw new SaltInvocationError(`${JSON.stringify(text)} is not the version of a package`);
}

/** A name that the program takes for nothing else. Throws SaltInvocationError. */
export function checkedName(
  given: Value,
  { names, program }: Pick<PackageManager, "names" | "program">,
): string {
  const one = pythonStr(given);
  if (names.test(one)) return one;
  throw new SaltInvocationError(`${JSON.stringify(one)} is not the name of a package of ${program}`);
}

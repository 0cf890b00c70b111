/**
 * Which packages `pkg.installed` has to install.
 */
import { existsSync } from "node:fs";
import type { Args, ExecutionContext, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError, get, isList, isTruthy, pythonStr } from "@salt/core";
import { failed, has, unchanged } from "../answer/answer.js";
import type { installedParams } from "./arguments.js";
import type { Desired } from "./desired.js";
import { filesOf, normalName, packagesOf } from "./desired.js";
import { fulfils, installedVersions } from "./version-conditions.js";

/** The arguments of `pkg.installed`, and those that it hands on. */
export interface InstallRequest extends Args<typeof installedParams> {
  readonly kwargs: { readonly [name: string]: Value };
  readonly saltenv: string;
}

/** What is to be done. */
export interface InstallTargets {
  readonly desired: Map<string, string | null>;
  readonly targets: Map<string, string | null>;
  readonly reinstall: Map<string, string | null>;
  /** Packages that dpkg is to purge, and shall not. */
  readonly unpurge: readonly string[];
  readonly warnings: readonly string[];
  /** The lists of packages were fetched on the way. */
  readonly wasRefreshed: boolean;
}

/** The answer, when nothing is to be done. */
export interface Settled {
  readonly told: StateAnswer;
}

/** What is to be done, or the answer when it is nothing or cannot be told. */
export async function installTargets(
  request: InstallRequest,
  refresh: boolean,
  context: ExecutionContext,
): Promise<InstallTargets | Settled> {
  const { name, pkgs, sources } = request;
  if (isTruthy(pkgs) && isTruthy(sources))
    return { told: failed(name, 'Only one of "pkgs" and "sources" is permitted.') };
  let current: ReadonlyMap<string, readonly string[]>;
  try {
    current = await installedVersions(context, request.kwargs);
  } catch (error) {
    if (error instanceof CommandExecutionError) return { told: failed(name, error.message) };
    throw error;
  }
  const desired = isTruthy(sources)
    ? await filesOf(sources, isTruthy(request.normalize), context)
    : await packagesOf(pkgs, false, context);
  if (desired.size === 0) {
    const which = isTruthy(pkgs) ? "pkgs" : "sources";
    return { told: failed(name, `Invalidly formatted '${which}' parameter. See minion log.`) };
  }
  const purged = await installedVersions(context, { ...request.kwargs, purge_desired: true });
  const unpurge = [...desired.keys()].filter((one) => purged.has(one));
  const suggestion =
    isTruthy(sources) || request.skip_suggestions
      ? undefined
      : await notFound(request, desired, current, context);
  if (suggestion !== undefined) return { told: failed(name, suggestion) };
  const wasRefreshed = await resolveLatest(request, desired, current, refresh, context);
  return await sorted({ request, desired, current, unpurge, wasRefreshed }, context);
}

/** Names that the package manager does not know, where it can be asked. */
async function notFound(
  { ignore_epoch: ignoreEpoch, fromrepo, kwargs }: InstallRequest,
  desired: Desired,
  current: ReadonlyMap<string, readonly string[]>,
  context: ExecutionContext,
): Promise<string | undefined> {
  if (!(await has(context, "pkg.check_db"))) return undefined;
  const asked: string[] = [];
  for (const [name, version] of desired) {
    const versions = current.get(name);
    const isFine = version === null || (await fulfils(versions ?? [], version, { ignoreEpoch }, context));
    if (versions === undefined || !isFine) asked.push(name);
  }
  if (asked.length === 0) return undefined;
  const told = await context.call("pkg.check_db", asked, { fromrepo, ...kwargs });
  const missing = asked.filter((name) => get(get(told, name), "found") === false);
  const suggestions = (name: string): readonly string[] => {
    const found = get(get(told, name), "suggestions");
    return isList(found) ? found.map(pythonStr) : [];
  };
  const unknown = missing.filter((name) => suggestions(name).length === 0).sort();
  const comments = missing
    .filter((name) => !unknown.includes(name))
    .map((name) => `Package '${name}' not found (possible matches: ${suggestions(name).join(", ")})`);
  if (unknown.length > 0)
    comments.unshift(
      `The following package(s) were not found, and no possible matches were found in the package db: ${unknown.join(", ")}`,
    );
  if (comments.length === 0) return undefined;
  return (comments.length > 1 ? `${comments.join(". ")}. ` : comments.join("")).trimEnd();
}

/** Puts the newest version in the place of `latest`; whether the lists were fetched for it. */
async function resolveLatest(
  { kwargs }: InstallRequest,
  desired: Map<string, string | null>,
  current: ReadonlyMap<string, readonly string[]>,
  refresh: boolean,
  context: ExecutionContext,
): Promise<boolean> {
  const wanted = [...desired].filter(([, version]) => version === "latest").map(([name]) => name);
  if (wanted.length === 0) return false;
  const told = await context.call("pkg.latest_version", wanted, { refresh, ...kwargs });
  for (const name of wanted) {
    const found = wanted.length === 1 ? told : (get(told, name) ?? null);
    const version = isTruthy(found) ? pythonStr(found) : (current.get(name)?.at(-1) ?? null);
    desired.set(name, version);
  }
  return refresh;
}

interface Search {
  readonly request: InstallRequest;
  readonly desired: Map<string, string | null>;
  readonly current: ReadonlyMap<string, readonly string[]>;
  readonly unpurge: readonly string[];
  readonly wasRefreshed: boolean;
}

async function sorted(search: Search, context: ExecutionContext): Promise<InstallTargets | Settled> {
  const { request, desired, unpurge, wasRefreshed } = search;
  const [targets, reinstall] = [new Map<string, string | null>(), new Map<string, string | null>()];
  const [problems, warnings]: [string[], string[]] = [[], []];
  let isVersioned = false;
  for (const [name, version] of desired) {
    const versions = await versionsOf(name, search, context);
    if (versions.length === 0) {
      targets.set(name, version);
      continue;
    }
    if (request.reinstall) {
      reinstall.set(name, version);
      continue;
    }
    const wanted = isTruthy(request.sources) ? await fileVersion(version ?? "", request, context) : version;
    if (wanted === null || wanted === "") continue;
    if (typeof wanted !== "string") {
      problems.push(...(wanted.problem === undefined ? [] : [wanted.problem]));
      warnings.push(...(wanted.warning === undefined ? [] : [wanted.warning]));
      continue;
    }
    const options = { ignoreEpoch: request.ignore_epoch, allowUpdates: isTruthy(request.allow_updates) };
    isVersioned = true;
    if (!(await fulfils(versions, wanted, options, context))) targets.set(name, version);
  }
  if (problems.length > 0) return { told: failed(request.name, problems.join(" ")) };
  if (targets.size + reinstall.size + unpurge.length > 0)
    return { desired, targets, reinstall, unpurge, warnings, wasRefreshed };
  const atVersion = isVersioned && !isTruthy(request.sources) ? " and are at the desired version" : "";
  const told = unchanged(request.name, `All specified packages are already installed${atVersion}`);
  return { told: warnings.length === 0 ? told : { ...told, warnings } };
}

async function versionsOf(
  name: string,
  { current }: Search,
  context: ExecutionContext,
): Promise<readonly string[]> {
  const found = current.get(name);
  if (found !== undefined && found.length > 0) return found;
  return current.get(await normalName(name, true, context)) ?? [];
}

interface FileFault {
  readonly problem?: string;
  readonly warning?: string;
}

/** The version of a package file; null where package files cannot be read. */
async function fileVersion(
  file: string,
  { saltenv, kwargs }: InstallRequest,
  context: ExecutionContext,
): Promise<string | FileFault | null> {
  if (!(await has(context, "lowpkg.bin_pkg_info"))) return null;
  let path: Value;
  try {
    const verify_ssl = kwargs.verify_ssl ?? true;
    path = await context.call("cp.cache_file", [file], { saltenv, verify_ssl });
  } catch (error) {
    if (error instanceof CommandExecutionError)
      return { problem: `Unable to cache ${file}: ${error.message}` };
    throw error;
  }
  if (!isTruthy(path)) return { problem: `Unable to cache ${file}: file not found` };
  if (!existsSync(pythonStr(path))) return { problem: `${file} does not exist on minion` };
  const info = await context.call("lowpkg.bin_pkg_info", [path]);
  if (info === null) return { warning: `Failed to parse metadata for ${file}` };
  return pythonStr(get(info, "version") ?? "");
}

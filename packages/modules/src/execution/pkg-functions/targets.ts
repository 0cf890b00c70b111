/**
 * Which packages a call is about: `name`, `pkgs` or `sources`.
 */
import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  getString,
  isDict,
  isList,
  isTruthy,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { packageName } from "./apt.js";

/** A package and the version asked for; null for any. */
export interface PackageTarget {
  readonly name: string;
  readonly version: string | null;
}

/** Packages out of repositories. Throws SaltInvocationError for names that are none. */
export function packageTargets(
  name: Value,
  pkgs: Value,
  version: Value,
  context: ExecutionContext,
): readonly PackageTarget[] {
  if (isTruthy(pkgs))
    return listedTargets(pkgs).map((target) => ({ ...target, name: normalName(target.name, context) }));
  if (!isTruthy(name)) return [];
  const names = pythonStr(name)
    .split(",")
    .map((one) => one.trim());
  const asked = names.length === 1 && isTruthy(version) ? pythonStr(version) : null;
  return names.map((one) => ({ name: normalName(packageName(one), context), version: asked }));
}

function listedTargets(pkgs: Value): readonly PackageTarget[] {
  const items = isList(pkgs) ? pkgs : isDict(pkgs) ? [pkgs] : pythonStr(pkgs).split(",");
  return items.flatMap((item) => {
    if (!isDict(item))
      return [{ name: packageName(typeof item === "string" ? item.trim() : item), version: null }];
    return [...item].map(([key, value]) => ({
      name: packageName(key),
      version: isTruthy(value) ? pythonStr(value) : null,
    }));
  });
}

/** A name without the architecture where that is the machine's own. */
export function normalName(name: string, { grains }: ExecutionContext): string {
  const [bare = "", arch] = splitArch(name);
  const own = getString(grains, "osarch");
  return arch === undefined || arch === own || arch === "all" || arch === "any" ? bare : name;
}

/** Name and architecture of `name:arch`. */
export function splitArch(name: string): readonly [string, string | undefined] {
  const at = name.lastIndexOf(":");
  return at === -1 ? [name, undefined] : [name.slice(0, at), name.slice(at + 1)];
}

/** Package files on this machine, fetched where they are elsewhere. */
export async function packageFiles(sources: Value, context: ExecutionContext): Promise<readonly string[]> {
  if (!isList(sources)) throw new SaltInvocationError("sources must be a list of maps from names to files");
  const files: string[] = [];
  for (const item of sources) {
    for (const [, place] of isDict(item) ? item : []) files.push(await localFile(pythonStr(place), context));
  }
  return files;
}

async function localFile(place: string, context: ExecutionContext): Promise<string> {
  if (isAbsolute(place)) {
    if (existsSync(place)) return place;
    throw new CommandExecutionError(`${place} does not exist on minion`);
  }
  if (!/^(?:salt|https?|ftp|file):\/\//.test(place))
    throw new SaltInvocationError(
      `The package file ${JSON.stringify(place)} must be an absolute path or a URL`,
    );
  const cached = await context.call("cp.cache_file", [place]);
  if (isTruthy(cached)) return pythonStr(cached);
  throw new CommandExecutionError(`The package file ${place} cannot be fetched`);
}

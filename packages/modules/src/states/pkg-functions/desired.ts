/**
 * Which packages a state is about.
 */
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import { isDict, isFloat, isInt, isList, pythonStr, SaltInvocationError, toValue } from "@salt/core";
import { has } from "../answer/answer.js";

/** Versions, or package files, by package; null for any version. */
export type Desired = ReadonlyMap<string, string | null>;

/** The packages of `pkgs`. Throws SaltInvocationError when one is named twice. */
export async function packagesOf(
  pkgs: Value,
  normalize: boolean,
  context: ExecutionContext,
): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>();
  const list = isList(pkgs) ? pkgs : [];
  for (const item of list) {
    const entry = entryOf(item);
    if (entry !== undefined) found.set(await normalName(entry[0], normalize, context), entry[1]);
  }
  const length = isList(pkgs) ? pkgs.length : isDict(pkgs) ? pkgs.size : pythonStr(pkgs).length;
  if (length === found.size) return found;
  throw new SaltInvocationError(
    `You are passing a list of packages that contains duplicated packages names: ${pythonStr(pkgs)}. This cannot be processed. In case you are targeting different versions of the same package, please target them individually`,
  );
}

function entryOf(item: Value): readonly [string, string | null] | undefined {
  if (typeof item === "string" || isInt(item) || isFloat(item)) return [pythonStr(item), null];
  if (!isDict(item) || item.size !== 1) return undefined;
  const [entry] = item;
  const [name = null, version = null] = entry ?? [];
  return [pythonStr(name), version === null ? null : pythonStr(version)];
}

/** The package files of `sources`; empty when it is no list of maps with one entry. */
export async function filesOf(
  sources: Value,
  normalize: boolean,
  context: ExecutionContext,
): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>();
  for (const item of isList(sources) ? sources : []) {
    if (!isDict(item) || item.size !== 1) return new Map();
    const [[name = null, file = null] = []] = item;
    found.set(await normalName(pythonStr(name), normalize, context), pythonStr(file));
  }
  return found;
}

/** The name of a package as the package manager has it. */
export async function normalName(
  name: string,
  normalize: boolean,
  context: ExecutionContext,
): Promise<string> {
  if (!normalize || !(await has(context, "pkg.normalize_name"))) return name;
  return pythonStr(await context.call("pkg.normalize_name", [name]));
}

/** A list as `pkgs` takes it: maps from one package to its version. */
export function asPkgs(desired: Desired): Value {
  return toValue([...desired].map(([name, version]) => new Map([[name, version]])));
}

/** The changes that a trial shows: each package installed. */
export function installedChanges(names: Iterable<string>): MutableDict {
  const changes: MutableDict = new Map<Value, Value>();
  for (const name of names)
    changes.set(
      name,
      new Map([
        ["new", "installed"],
        ["old", ""],
      ]),
    );
  return changes;
}

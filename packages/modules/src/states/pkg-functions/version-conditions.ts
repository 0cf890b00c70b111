/**
 * Whether installed versions fulfil what was asked for: `1.2`, `>=1.2,<2`, `1.*`.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { isDict, isInt, isList, isTruthy, matchGlob, pythonStr } from "@salt/core";

/** One condition. */
export interface VersionCondition {
  readonly operator: string;
  readonly version: string;
}

const ACCEPTED: Readonly<Record<string, readonly number[]>> = {
  "<": [-1],
  "<=": [-1, 0],
  "==": [0],
  ">=": [0, 1],
  ">": [1],
  "!=": [-1, 1],
};

/** The conditions of a text, which commas part. */
function versionConditions(text: string): readonly VersionCondition[] {
  if (text.trim() === "") return [];
  return text.split(",").map((part) => {
    const found = /^(<=>|!=|>=|<=|>>|<<|<>|>|<|=)?\s?([^<>=]+)$/.exec(part.trim());
    const operator = found?.[1] ?? "";
    return {
      operator: operator === "" || operator === "=" ? "==" : operator,
      version: found?.[2] ?? part.trim(),
    };
  });
}

/** How versions are compared. */
export interface ComparisonOptions {
  readonly ignoreEpoch: Value;
  /** A newer version than the one that was named is as good. */
  readonly allowUpdates?: boolean;
}

/** Whether one of the versions fulfils all conditions. */
export async function fulfils(
  versions: readonly string[],
  text: string,
  options: ComparisonOptions,
  context: ExecutionContext,
): Promise<boolean> {
  const conditions = versionConditions(text);
  for (const version of versions) {
    let isFine = true;
    for (const condition of conditions) {
      const isUpdatable = options.allowUpdates === true && conditions.length === 1;
      const operator = isUpdatable && condition.operator === "==" ? ">=" : condition.operator;
      isFine &&= await fulfilsOne(version, { ...condition, operator }, options.ignoreEpoch, context);
    }
    if (isFine) return true;
  }
  return false;
}

async function fulfilsOne(
  installed: string,
  { operator, version }: VersionCondition,
  ignoreEpoch: Value,
  context: ExecutionContext,
): Promise<boolean> {
  if (operator === "==" && matchGlob(version, installed)) return true;
  const accepted = ACCEPTED[operator];
  if (accepted === undefined) return false;
  const byDefault = !/[<>]/.test(operator) && !version.includes(":");
  const ignore_epoch = ignoreEpoch === null ? byDefault : isTruthy(ignoreEpoch);
  const order = await context.call("pkg.version_cmp", [installed, version], { ignore_epoch });
  return isInt(order) && accepted.includes(Number(order));
}

/** A package and its version as comments name it, e.g. `vim=9.0` or `vim>=9`. */
export function shownPackage(name: string, version: string | null): string {
  if (version === null || version === "") return name;
  return /^[<>=]/.test(version) ? `${name}${version}` : `${name}=${version}`;
}

/** Installed versions by package, from `pkg.list_pkgs`. */
export async function installedVersions(
  context: ExecutionContext,
  options: { readonly [name: string]: Value } = {},
): Promise<ReadonlyMap<string, readonly string[]>> {
  const told = await context.call("pkg.list_pkgs", [], { versions_as_list: true, ...options });
  const found = new Map<string, readonly string[]>();
  for (const [name, versions] of isDict(told) ? told : [])
    found.set(pythonStr(name), isList(versions) ? versions.map(pythonStr) : [pythonStr(versions)]);
  return found;
}

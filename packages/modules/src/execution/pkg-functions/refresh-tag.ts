/**
 * The mark that the lists of packages are to be fetched by the next state of a run that installs.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ExecutionContext, Value } from "@salt/core";
import { getString } from "@salt/core";

type Options = Pick<ExecutionContext, "opts">;

/** Where the mark is: the file `pkg_refresh` of the cache directory, as real minions have it. */
function tagPath({ opts }: Options): string | undefined {
  const cache = getString(opts, "cachedir");
  return cache === undefined || cache === "" ? undefined : join(cache, "pkg_refresh");
}

/** Sets the mark. */
export function writeRefreshTag(context: Options): void {
  const path = tagPath(context);
  if (path === undefined || existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, "");
}

/** Removes the mark. */
export function clearRefreshTag(context: Options): void {
  const path = tagPath(context);
  if (path !== undefined) rmSync(path, { force: true });
}

/** Whether to fetch the lists: when that was asked for, or the mark is set and nobody forbade it. */
export function isRefreshDue(asked: Value, context: Options): boolean {
  if (isTrueWord(asked)) return true;
  const path = tagPath(context);
  return asked !== false && path !== undefined && existsSync(path);
}

/** What Salt counts as true: texts of numbers above zero and `true`. */
function isTrueWord(value: Value): boolean {
  if (typeof value === "string") return Number(value) > 0 || value.toLowerCase() === "true";
  return typeof value === "number" ? value > 0 : value === true;
}

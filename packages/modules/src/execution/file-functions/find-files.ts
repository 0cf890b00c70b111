/**
 * `file.find`: walking through directories.
 */
import type { Stats } from "node:fs";
import { lstatSync, readdirSync, statSync } from "node:fs";
import type { Dict, ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import { isInt, isTruthy, pythonStr } from "@salt/core";
import type { FindAction } from "./find-actions.js";
import { actionOf, printAction } from "./find-actions.js";
import type { Criterion } from "./find-criteria.js";
import { byType, criterionOf, FindFault } from "./find-criteria.js";
import { baseName, dirName, expandUser, globPaths, joinPaths } from "./paths.js";
import { isSystemError } from "./system-error.js";

/** What to look for, how deep, and what to do. */
interface Search {
  readonly criteria: readonly Criterion[];
  readonly actions: readonly FindAction[];
  readonly minDepth: number;
  readonly maxDepth: number;
}

/** Finds files below a path, which may be a pattern. A text says which option makes no sense. */
export async function findFiles(path: string, given: Dict, context: ExecutionContext): Promise<Plain> {
  let search: Search;
  try {
    search = searchOf(given, context);
  } catch (error) {
    if (error instanceof FindFault) return `error: ${error.message}`;
    throw error;
  }
  const found: Plain[] = [];
  for (const root of globPaths(expandUser(path))) {
    if (search.minDepth < 1) await look(root, search, found);
    await descend(root, 1, search, found);
  }
  return found.sort(compare);
}

function searchOf(given: Dict, context: ExecutionContext): Search {
  const options: MutableDict = new Map([...given].filter(([key]) => !pythonStr(key).startsWith("_")));
  const [criteria, actions]: [Criterion[], FindAction[]] = [[], []];
  const depth = (key: string, fallback: number): number => {
    const value = options.get(key);
    options.delete(key);
    return isInt(value) ? Number(value) : fallback;
  };
  const [minDepth, maxDepth] = [depth("mindepth", 0), depth("maxdepth", Number.POSITIVE_INFINITY)];
  const isTest = isTruthy(options.get("test"));
  options.delete("test");
  for (const [name, value] of options) {
    const key = pythonStr(name);
    if (!isTruthy(value)) throw new FindFault(`missing value for "${key}" option`);
    const action = actionOf(key, value, context, isTest);
    const criterion = key === "delete" ? deletable(value) : criterionOf(key, value);
    if (action === undefined && criterion === undefined) throw new FindFault(`invalid option "${key}"`);
    if (action !== undefined) actions.push(action);
    if (criterion !== undefined) criteria.push(criterion);
  }
  criteria.sort((left, right) => left.cost - right.cost);
  return { criteria, actions: actions.length === 0 ? [printAction("")] : actions, minDepth, maxDepth };
}

/** Deleting says which types of files it is for. */
function deletable(value: Value): Criterion {
  const letters = pythonStr(value);
  return byType(letters.includes("a") ? "bcdpfls" : letters);
}

async function descend(directory: string, depth: number, search: Search, found: Plain[]): Promise<void> {
  if (depth > search.maxDepth) return;
  for (const { name, isDirectory } of entriesOf(directory)) {
    const path = joinPaths(directory, name);
    if (depth >= search.minDepth) await look(path, search, found);
    if (isDirectory) await descend(path, depth + 1, search, found);
  }
}

function entriesOf(directory: string): readonly { readonly name: string; readonly isDirectory: boolean }[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, isDirectory: entry.isDirectory() }));
  } catch (error) {
    // A directory that cannot be read, or is gone meanwhile, has nothing to give.
    if (isSystemError(error)) return [];
    throw error;
  }
}

async function look(path: string, search: Search, found: Plain[]): Promise<void> {
  let known: Stats | undefined;
  const stat = (): Stats => {
    known ??= statSync(path, { throwIfNoEntry: false }) ?? lstatSync(path);
    return known;
  };
  const candidate = { directory: dirName(path), name: baseName(path), stat };
  if (!search.criteria.every((criterion) => criterion.fits(candidate))) return;
  for (const action of search.actions) {
    const result = await action(path, stat);
    if (result !== undefined) found.push(result);
  }
}

/** As Python sorts: numbers by size, texts by characters, lists item by item. */
function compare(left: Plain, right: Plain): number {
  if (Array.isArray(left) && Array.isArray(right)) {
    for (const [at, item] of left.entries()) {
      const order = compare(item, right[at]);
      if (order !== 0) return order;
    }
    return left.length - right.length;
  }
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [a, b] = [String(left), String(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

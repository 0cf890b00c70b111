/**
 * What of a directory on the master a recursive state puts where.
 */
import { posix } from "node:path";
import type { ExecutionContext, Value } from "@salt/core";
import { isDict, isList, pythonStr } from "@salt/core";
import { joinPaths, normPath } from "../../execution/file-functions/paths.js";
import { parseSaltUrl, saltUrl } from "../../files/salt-url.js";
import { isChosen } from "./path-patterns.js";

/** Which part of the master's directory. */
export interface RecurseSelection {
  /** Where it goes. */
  readonly name: string;
  readonly source: string;
  readonly saltenv: Value;
  readonly keepSymlinks: boolean;
  readonly include: Value;
  readonly exclude: Value;
  readonly maxDepth: number | null;
  readonly includeEmpty: boolean;
}

/** What is to be made. */
export interface RecurseSources {
  /** Paths of files and their URLs. */
  readonly files: ReadonlyMap<string, string>;
  readonly directories: ReadonlySet<string>;
  /** Relative paths of links and what they lead to. */
  readonly links: ReadonlyMap<string, string>;
  /** All paths that a clean-up leaves. */
  readonly kept: readonly string[];
}

/** Asks the file server what there is. */
export async function recurseSources(
  selection: RecurseSelection,
  context: ExecutionContext,
): Promise<RecurseSources> {
  const { path, saltenv = selection.saltenv } = parseSaltUrl(selection.source);
  const from = path.endsWith("/") ? path : `${path}/`;
  const list = async (fun: string): Promise<readonly string[]> => {
    const found = await context.call(fun, [saltenv, from]);
    return isList(found) ? found.map(pythonStr) : [];
  };
  const links = selection.keepSymlinks
    ? await linksOf(from, saltenv, selection, context)
    : new Map<string, string>();
  const isThroughLink = (one: string): boolean =>
    [...links.keys()].some((link) => one.startsWith(`${from}${link}/`));
  const files = new Map<string, string>();
  const directories = new Set<string>();
  const kept = [...links.keys()].map((link) => placeOf(selection, link));
  const throughLinks = new Set(kept);
  for (const one of await list("cp.list_master")) {
    const below = posix.relative(from, one);
    if (one.trim() === "" || isThroughLink(one) || !isSelected(below, selection)) continue;
    const place = placeOf(selection, below);
    kept.push(place);
    const parent = posix.dirname(place);
    if (!throughLinks.has(parent)) directories.add(parent);
    files.set(place, `${saltUrl(one)}?saltenv=${pythonStr(saltenv)}`);
  }
  if (selection.includeEmpty) {
    for (const one of await list("cp.list_master_dirs")) {
      const below = posix.relative(from, one);
      if (isThroughLink(one) || !isSelected(below, selection)) continue;
      directories.add(placeOf(selection, below));
      kept.push(placeOf(selection, below));
    }
  }
  return { files: linksLast(files, links, selection), directories, links, kept };
}

function placeOf({ name }: RecurseSelection, below: string): string {
  return joinPaths(name, normPath(below));
}

/** Whether a path below the source belongs to it: not above it, not too deep, and chosen by the patterns. */
function isSelected(below: string, { include, exclude, maxDepth }: RecurseSelection): boolean {
  if (`/${below}/`.includes("/../")) return false;
  const depth = below.replace(/^\/+|\/+$/g, "").split("/").length - 1;
  if (maxDepth !== null && depth > maxDepth) return false;
  return isChosen(below, include, exclude);
}

async function linksOf(
  from: string,
  saltenv: Value,
  selection: RecurseSelection,
  context: ExecutionContext,
): Promise<Map<string, string>> {
  const found = await context.call("cp.list_master_symlinks", [saltenv, from]);
  const links = new Map<string, string>();
  for (const [link, target] of isDict(found) ? found : []) {
    const below = posix.relative(from, pythonStr(link));
    if (isSelected(below, selection)) links.set(below, pythonStr(target));
  }
  return links;
}

/** A file in whose place a link was made comes after all others, so that what the link leads to is there. */
function linksLast(
  files: ReadonlyMap<string, string>,
  links: ReadonlyMap<string, string>,
  selection: RecurseSelection,
): ReadonlyMap<string, string> {
  const places = new Set([...links.keys()].map((link) => placeOf(selection, link)));
  const entries = [...files];
  return new Map([
    ...entries.filter(([place]) => !places.has(place)),
    ...entries.filter(([place]) => places.has(place)),
  ]);
}

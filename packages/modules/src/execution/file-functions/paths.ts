/**
 * Paths as Python's `os.path` and `glob` treat them.
 */
import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, normalize } from "node:path";
import { matchGlob } from "@salt/core";
import { readAccounts } from "../cmd/account.js";

/** Most links that are followed on the way to one file. */
const MAX_LINKS = 40;

/** Puts a home directory in place of `~` and `~user`; an account that is not there leaves the path as it is. */
export function expandUser(path: string): string {
  const found = /^~([^/]*)(.*)$/s.exec(path);
  if (found === null) return path;
  const [, name = "", rest = ""] = found;
  if (name === "") return (process.env.HOME ?? homedir()).replace(/\/+$/, "") + rest || "/";
  const account = readAccounts().find((one) => one.name === name);
  return account === undefined ? path : account.home.replace(/\/+$/, "") + rest || "/";
}

/** Whether something is there, at the end of links. */
export function exists(path: string): boolean {
  return existsSync(path);
}

/** Whether a regular file is there, at the end of links. */
export function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

/** Whether a directory is there, at the end of links. */
export function isDirectory(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}

/** Whether a symbolic link is there. */
export function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  } catch {
    return false;
  }
}

/** What a path leads to; undefined when it leads nowhere. */
function statOf(path: string): ReturnType<typeof statSync> {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** What comes after the last slash. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** What comes before the last slash. */
export function dirName(path: string): string {
  const head = path.slice(0, path.lastIndexOf("/") + 1);
  return /^\/*$/.test(head) ? head : head.replace(/\/+$/, "");
}

/** A path without `.`, `..` and double slashes. */
export function normPath(path: string): string {
  if (path === "") return ".";
  const plain = normalize(path).replace(/(?<=.)\/+$/, "");
  // POSIX lets exactly two slashes at the start have a meaning of their own.
  return /^\/\/(?!\/)/.test(path) ? `/${plain}` : plain;
}

/** Joins paths; an absolute one discards what comes before it. */
export function joinPaths(first: string, ...more: readonly string[]): string {
  let path = first;
  for (const part of more) {
    if (part.startsWith("/")) path = part;
    else path += path === "" || path.endsWith("/") ? part : `/${part}`;
  }
  return path;
}

/** The path without links, as far as it exists. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return realPathSoFar(path);
  }
}

/** The same for a path that leads nowhere, or into a circle. */
function realPathSoFar(path: string): string {
  const rest = (path.startsWith("/") ? path : join(process.cwd(), path)).split("/").reverse();
  let [done, links] = ["", 0];
  while (rest.length > 0) {
    const part = rest.pop() ?? "";
    if (part === "" || part === ".") continue;
    if (part === "..") {
      done = dirName(done) === "/" ? "" : dirName(done);
      continue;
    }
    const next = `${done}/${part}`;
    const target = links < MAX_LINKS ? linkTarget(next) : undefined;
    links += target === undefined ? 0 : 1;
    if (target?.startsWith("/") === true) done = "";
    if (target === undefined) done = next;
    else rest.push(...target.split("/").reverse());
  }
  return done === "" ? "/" : done;
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** Paths that fit a pattern with `*`, `?` and `[…]` in any part, in the order of the directories. */
export function globPaths(pattern: string): readonly string[] {
  if (!/[*?[]/.test(pattern)) return isLink(pattern) || exists(pattern) ? [pattern] : [];
  const [directory, base] = [dirName(pattern), baseName(pattern)];
  const parents = directory === "" || directory === "/" ? [directory] : globPaths(directory);
  return parents.flatMap((parent) => inDirectory(parent, base));
}

function inDirectory(parent: string, base: string): readonly string[] {
  const path = (name: string): string => joinPaths(parent, name);
  if (base === "") return isDirectory(parent) ? [`${parent}/`] : [];
  if (!/[*?[]/.test(base)) return exists(path(base)) || isLink(path(base)) ? [path(base)] : [];
  return namesIn(parent === "" ? "." : parent)
    .filter((name) => base.startsWith(".") || !name.startsWith("."))
    .filter((name) => matchGlob(base, name))
    .map(path);
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

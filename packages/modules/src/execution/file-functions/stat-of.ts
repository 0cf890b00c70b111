/**
 * What the system tells of one file.
 */
import type { BigIntStats, Stats } from "node:fs";
import { lstatSync, statSync } from "node:fs";
import type { Float } from "@salt/core";
import { CommandExecutionError, float } from "@salt/core";
import { groupOf, userOf } from "./accounts.js";
import { realPath } from "./paths.js";

/** Whose a file is, and who may do what with it. */
export interface FileOwnership {
  readonly uid: number;
  readonly gid: number;
  readonly group: string | number;
  readonly user: string | number;
  /** Four octal digits. */
  readonly mode: string;
  readonly type: string;
}

/** The facts that `file.stats` gives. */
export interface FileFacts extends FileOwnership {
  readonly inode: number;
  readonly atime: number | Float;
  readonly mtime: number | Float;
  readonly ctime: number | Float;
  readonly size: number;
  readonly target: string;
}

/** Whose a file is: all that most want to know of it, without times and numbers that take far longer to read. */
export function ownershipOf(path: string, followLinks = true): FileOwnership {
  return ownership(statFor(path, followLinks, PLAIN));
}

const PLAIN = { bigint: false } as const;
const EXACT = { bigint: true } as const;

function ownership(stat: Stats | BigIntStats): FileOwnership {
  const [uid, gid] = [Number(stat.uid), Number(stat.gid)];
  const names: { user?: string | number; group?: string | number } = {};
  return {
    uid,
    gid,
    // Names are looked up in files, and most do not ask for them.
    get group() {
      names.group ??= groupOf(gid);
      return names.group;
    },
    get user() {
      names.user ??= userOf(uid);
      return names.user;
    },
    mode: modeText(Number(stat.mode)),
    type: typeOf(stat),
  };
}

/** Facts about a file; about the link itself when it leads nowhere. Throws CommandExecutionError when nothing is there. */
export function factsOf(path: string, followLinks = true): FileFacts {
  const stat = statFor(path, followLinks, EXACT);
  const owned = ownership(stat);
  return {
    inode: Number(stat.ino),
    uid: owned.uid,
    gid: owned.gid,
    get group() {
      return owned.group;
    },
    get user() {
      return owned.user;
    },
    atime: secondsOf(stat.atimeNs),
    mtime: secondsOf(stat.mtimeNs),
    ctime: secondsOf(stat.ctimeNs),
    size: Number(stat.size),
    mode: owned.mode,
    type: owned.type,
    get target() {
      return realPath(path);
    },
  };
}

function statFor(path: string, followLinks: boolean, form: typeof EXACT): BigIntStats;
function statFor(path: string, followLinks: boolean, form: typeof PLAIN): Stats;
function statFor(
  path: string,
  followLinks: boolean,
  form: { readonly bigint: boolean },
): Stats | BigIntStats {
  const found = followLinks ? targetOf(path, form) : undefined;
  if (found !== undefined) return found;
  try {
    return lstatSync(path, form);
  } catch (error) {
    // Nothing can be below a file either.
    throw new CommandExecutionError(`Path not found: ${path}`, { cause: error });
  }
}

/** What a path leads to; undefined when it leads nowhere. */
function targetOf(path: string, form: { readonly bigint: boolean }): Stats | BigIntStats | undefined {
  try {
    return statSync(path, { ...form, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Seconds since 1970 as Python's float of nanoseconds. */
export function secondsOf(nanoseconds: bigint): number | Float {
  return float(Number(nanoseconds / 1_000_000_000n) + 1e-9 * Number(nanoseconds % 1_000_000_000n));
}

/** The permission bits as four octal digits. */
function modeText(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, "0");
}

function typeOf(stat: Stats | BigIntStats): string {
  if (stat.isDirectory()) return "dir";
  if (stat.isCharacterDevice()) return "char";
  if (stat.isBlockDevice()) return "block";
  if (stat.isSymbolicLink()) return "link";
  if (stat.isFIFO()) return "pipe";
  return stat.isSocket() ? "socket" : "file";
}

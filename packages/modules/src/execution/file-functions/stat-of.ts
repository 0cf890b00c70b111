/**
 * What the system tells of one file.
 */
import type { BigIntStats } from "node:fs";
import { lstatSync, statSync } from "node:fs";
import type { Float } from "@salt/core";
import { CommandExecutionError, float } from "@salt/core";
import { groupOf, userOf } from "./accounts.js";
import { realPath } from "./paths.js";

/** The facts that `file.stats` gives. */
export interface FileFacts {
  readonly inode: number;
  readonly uid: number;
  readonly gid: number;
  readonly group: string | number;
  readonly user: string | number;
  readonly atime: number | Float;
  readonly mtime: number | Float;
  readonly ctime: number | Float;
  readonly size: number;
  /** Four octal digits. */
  readonly mode: string;
  readonly type: string;
  readonly target: string;
}

/** Facts about a file; about the link itself when it leads nowhere. Throws CommandExecutionError when nothing is there. */
export function factsOf(path: string, followLinks = true): FileFacts {
  const stat = statFor(path, followLinks);
  const [uid, gid] = [Number(stat.uid), Number(stat.gid)];
  const names: { user?: string | number; group?: string | number } = {};
  return {
    inode: Number(stat.ino),
    uid,
    gid,
    // These cost more than all the rest, and most who ask for facts do not look at them.
    get group() {
      names.group ??= groupOf(gid);
      return names.group;
    },
    get user() {
      names.user ??= userOf(uid);
      return names.user;
    },
    get atime() {
      return secondsOf(stat.atimeNs);
    },
    get mtime() {
      return secondsOf(stat.mtimeNs);
    },
    get ctime() {
      return secondsOf(stat.ctimeNs);
    },
    size: Number(stat.size),
    mode: modeText(Number(stat.mode)),
    type: typeOf(stat),
    get target() {
      return realPath(path);
    },
  };
}

function statFor(path: string, followLinks: boolean): BigIntStats {
  const found = followLinks ? targetOf(path) : undefined;
  if (found !== undefined) return found;
  try {
    return lstatSync(path, { bigint: true });
  } catch (error) {
    // Nothing can be below a file either.
    throw new CommandExecutionError(`Path not found: ${path}`, { cause: error });
  }
}

/** What a path leads to; undefined when it leads nowhere. */
function targetOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Seconds since 1970 as Python's float of nanoseconds. */
export function secondsOf(nanoseconds: bigint): number | Float {
  return float(Number(nanoseconds / 1_000_000_000n) + 1e-9 * Number(nanoseconds % 1_000_000_000n));
}

/** The permission bits as four octal digits. */
export function modeText(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, "0");
}

function typeOf(stat: BigIntStats): string {
  if (stat.isDirectory()) return "dir";
  if (stat.isCharacterDevice()) return "char";
  if (stat.isBlockDevice()) return "block";
  if (stat.isSymbolicLink()) return "link";
  if (stat.isFIFO()) return "pipe";
  return stat.isSocket() ? "socket" : "file";
}

/**
 * The files in which accounts, groups and passwords are kept: /etc/passwd, /etc/group, /etc/shadow, or those below
 * another root.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A line of /etc/passwd. */
export interface UserEntry {
  readonly name: string;
  readonly passwd: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
}

/** A line of /etc/group. */
export interface GroupEntry {
  readonly name: string;
  readonly passwd: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** A line of /etc/shadow; days are -1 where nothing stands. */
export interface ShadowEntry {
  readonly name: string;
  readonly passwd: string;
  readonly lstchg: number;
  readonly min: number;
  readonly max: number;
  readonly warn: number;
  readonly inact: number;
  readonly expire: number;
}

/** All accounts, in the order of the file. */
export function userEntries(root: string | null = null): readonly UserEntry[] {
  return linesOf("passwd", root, 7).map(
    ([name = "", passwd = "", uid, gid, gecos = "", home = "", shell = ""]) => {
      return { name, passwd, uid: Number(uid), gid: Number(gid), gecos, home, shell };
    },
  );
}

/** The account of a name. */
export function userEntry(name: string, root: string | null = null): UserEntry | undefined {
  return userEntries(root).find((entry) => entry.name === name);
}

/** All groups, in the order of the file. */
export function groupEntries(root: string | null = null): readonly GroupEntry[] {
  return linesOf("group", root, 4).map(([name = "", passwd = "", gid, members = ""]) => {
    return { name, passwd, gid: Number(gid), members: members === "" ? [] : members.split(",") };
  });
}

/** The passwords, in the order of the file. */
export function shadowEntries(root: string | null = null): readonly ShadowEntry[] {
  return linesOf("shadow", root, 2).map(([name = "", passwd = "", ...days]) => {
    const [lstchg, min, max, warn, inact, expire] = days;
    return {
      name,
      passwd,
      lstchg: dayOf(lstchg),
      min: dayOf(min),
      max: dayOf(max),
      warn: dayOf(warn),
      inact: dayOf(inact),
      expire: dayOf(expire),
    };
  });
}

/** The groups of an account, its own included, sorted; with all names of a group whose id has several. */
export function groupsOf(name: string): readonly string[] {
  const own = userEntry(name)?.gid;
  const all = groupEntries();
  const found = all.filter(({ gid, members }) => gid === own || members.includes(name));
  const ids = new Set(found.map(({ gid }) => gid));
  return [...new Set(all.filter(({ gid }) => ids.has(gid)).map((group) => group.name))].sort();
}

function dayOf(field: string | undefined): number {
  return field === undefined || field === "" ? -1 : Number(field);
}

function linesOf(file: string, root: string | null, least: number): readonly (readonly string[])[] {
  const path = join(root ?? "/", "etc", file);
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.trim().split(":"));
  return lines.filter((fields) => fields.length >= least && fields[0] !== "");
}

/**
 * Names of accounts and groups, from the system's own files.
 */
import { readFileSync } from "node:fs";

/** Tells the name of an account or a group; an empty text for one that has none. */
export interface Owners {
  user(uid: number): string;
  group(gid: number): string;
}

/** Reads `/etc/passwd` and `/etc/group` once. Names that only a directory service knows stay empty. */
export function systemOwners(): Owners {
  const users = namesOf("/etc/passwd");
  const groups = namesOf("/etc/group");
  return { user: (uid) => users.get(uid) ?? "", group: (gid) => groups.get(gid) ?? "" };
}

function namesOf(file: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of textOf(file).split("\n")) {
    const [name = "", , id = ""] = line.split(":");
    if (/^\d+$/.test(id) && !names.has(Number(id))) names.set(Number(id), name);
  }
  return names;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // There are systems without these files.
  }
}

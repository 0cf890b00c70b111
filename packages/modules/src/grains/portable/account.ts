/**
 * The account that this process runs as.
 */
import { userInfo } from "node:os";
import type { Machine } from "./machine.js";

/** The grains on the process. Windows has no numbers for accounts. */
export interface Account {
  readonly username: string;
  readonly groupname: string;
  readonly pid: number;
  readonly gid?: number;
  readonly uid?: number;
}

/** The name of a group in the text of `/etc/group`. */
export function groupName(text: string, gid: number): string {
  const line = text.split("\n").find((entry) => entry.split(":")[2] === String(gid));
  return line?.split(":")[0] ?? "";
}

/** The name of the account, or its number when it has none. */
function accountName(uid: number | undefined): string {
  try {
    return userInfo().username;
  } catch {
    return String(uid ?? "");
  }
}

/** The account of this process. */
export function readAccount(machine: Machine): Account {
  const uid = process.geteuid?.();
  const gid = process.getegid?.();
  const who = { username: accountName(uid), pid: process.pid };
  if (uid === undefined || gid === undefined) return { ...who, groupname: "" };
  return { ...who, groupname: groupName(machine.text("/etc/group") ?? "", gid), gid, uid };
}

/**
 * What is known of an account.
 */
import type { Plain } from "@salt/core";
import type { UserEntry } from "../account-files/account-files.js";
import { groupsOf, userEntry } from "../account-files/account-files.js";

/** The parts of the comment in an account. */
export const GECOS = ["fullname", "roomnumber", "workphone", "homephone", "other"] as const;

/** The name of a part of the comment. */
export type GecosPart = (typeof GECOS)[number];

/** The facts that `user.info` gives. */
export type AccountInfo = Readonly<Record<string, string | number | readonly string[]>>;

/** An account as `user.info` gives it. */
export function infoOf(entry: UserEntry): AccountInfo {
  const { gid, home, name, passwd, shell, uid } = entry;
  return { gid, groups: groupsOf(name), home, name, passwd, shell, uid, ...gecosOf(entry) };
}

/** The account of a name; undefined when there is none. */
export function accountInfo(name: string, root: string | null): AccountInfo | undefined {
  const entry = userEntry(name, root);
  return entry === undefined ? undefined : infoOf(entry);
}

/** The parts of the comment. */
export function gecosOf({ gecos }: UserEntry): Record<GecosPart, string> {
  const [fullname = "", roomnumber = "", workphone = "", homephone = "", ...other] = gecos.split(",");
  return { fullname, roomnumber, workphone, homephone, other: other.join(",") };
}

/** A map that may be returned. */
export function asPlain(info: AccountInfo | undefined): Plain {
  return info === undefined ? {} : { ...info };
}

/**
 * Changing owner, group and permissions of files.
 */
import { chmodSync, chownSync, lchownSync } from "node:fs";
import type { Value } from "@salt/core";
import { CommandExecutionError, isTruthy, pythonStr } from "@salt/core";
import { PythonError } from "../../values/python-error.js";
import { gidOf, uidOf } from "./accounts.js";
import { exists, expandUser } from "./paths.js";
import { factsOf } from "./stat-of.js";

/** Leaves owner or group as it is. */
const UNCHANGED = -1;

interface Owners {
  readonly uid: number;
  readonly gid: number;
  /** Lines that say who does not exist. */
  readonly fault: string;
}

function ownersOf(user: Value, group: Value): Owners {
  const [uid, gid] = [uidOf(user), gidOf(group)];
  const userFault = uid === "" && isTruthy(user) ? "User does not exist\n" : "";
  const groupFault = gid === "" && isTruthy(group) ? "Group does not exist\n" : "";
  return {
    uid: uid === "" ? UNCHANGED : uid,
    gid: gid === "" ? UNCHANGED : gid,
    fault: userFault + groupFault,
  };
}

/** Changes the owners of what a path leads to. Gives what is wrong as a text, or null. */
export function changeOwner(given: string, user: Value, group: Value): string | null {
  const path = expandUser(given);
  const { uid, gid, fault } = ownersOf(user, group);
  if (!exists(path)) {
    try {
      lchownSync(path, uid, gid);
      return null;
    } catch {
      return `${fault}File not found`;
    }
  }
  if (fault !== "") return fault;
  chownSync(path, uid, gid);
  return null;
}

/** Changes the owners of a link itself. Throws PythonError (`TypeError`) for names that nobody has, as in Salt. */
export function changeLinkOwner(given: string, user: Value, group: Value): null {
  const { uid, gid, fault } = ownersOf(user, group);
  if (fault !== "") {
    const what = fault.startsWith("User") ? "uid" : "gid";
    throw new PythonError("TypeError", `${what} should be integer, not str`);
  }
  lchownSync(expandUser(given), uid, gid);
  return null;
}

/** Sets the permissions, and gives those that the file has now. Throws CommandExecutionError when nothing is there. */
export function setMode(given: string, mode: Value): string {
  const path = expandUser(given);
  const digits = pythonStr(mode).replace(/^[0Oo]+/, "") || "0";
  if (!exists(path)) throw new CommandExecutionError(`${path}: File not found`);
  if (!/^[0-7]{1,5}$/.test(digits)) return `Invalid Mode ${digits}`;
  chmodSync(path, Number.parseInt(digits, 8));
  return factsOf(path).mode;
}

/** Permissions as at least four digits; null stays null. */
export function normalizeMode(mode: Value): string | null {
  if (mode === null) return null;
  const text = pythonStr(mode).replaceAll("0o", "0");
  return text
    .replace(/^"+|"+$/g, "")
    .replace(/^'+|'+$/g, "")
    .replace(/^0+/, "")
    .padStart(4, "0");
}

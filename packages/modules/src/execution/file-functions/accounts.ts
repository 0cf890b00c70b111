/**
 * Users and groups by name and by id.
 */
import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import type { Value } from "@salt/core";
import { isInt, pythonStr } from "@salt/core";
import { readAccounts } from "../cmd/account.js";

const MAX_ID = 0xffff_ffff;

/** The id of a user, the own one for null; empty when there is no such user. */
export function uidOf(user: Value): number | "" {
  if (isInt(user)) return idOf(user);
  const name = user === null ? userInfo().username : pythonStr(user);
  const found = readAccounts().find((account) => account.name === name);
  return found?.uid ?? "";
}

/** An id as the system has them; -1 leaves what is. Others are of nobody. */
function idOf(value: Value): number | "" {
  const id = Number(value);
  return id >= -1 && id < MAX_ID ? id : "";
}

/** The name of a user id; the id itself when it has none. */
export function userOf(uid: number): string | number {
  return (
    new RegExp(`^([^:\\n]+):[^:\\n]*:${uid}:`, "m").exec(readFileSync("/etc/passwd", "utf8"))?.[1] ?? uid
  );
}

/** The id of a group; empty for null or when there is no such group. */
export function gidOf(group: Value): number | "" {
  if (isInt(group)) return idOf(group);
  if (group === null) return "";
  const found = groupLines().find(([name]) => name === pythonStr(group));
  return found === undefined ? "" : Number(found[2]);
}

/** The name of a group id; the id itself when it has none. */
export function groupOf(gid: number): string | number {
  return (
    new RegExp(`^([^:\\n]+):[^:\\n]*:${gid}(?::|$)`, "m").exec(readFileSync("/etc/group", "utf8"))?.[1] ?? gid
  );
}

function groupLines(): readonly (readonly string[])[] {
  const lines = readFileSync("/etc/group", "utf8").split("\n");
  return lines.map((line) => line.split(":")).filter((fields) => fields.length >= 3);
}

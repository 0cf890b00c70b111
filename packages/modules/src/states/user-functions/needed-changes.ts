/**
 * What is to be changed of an account that is there.
 */
import { statSync } from "node:fs";
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { CommandExecutionError, dict, isDict, isEqual, isList, isTruthy, pythonStr } from "@salt/core";
import { withAdditionalInfo } from "../answer/additional-info.js";
import { has } from "../answer/answer.js";
import type { UserArguments } from "./arguments.js";
import { neededGroups } from "./needed-groups.js";

/** What an account shall be, once its groups are known. */
export interface WantedUser extends UserArguments {
  /** Those of the optional groups that are there. */
  readonly presentGroups: readonly string[] | undefined;
}

const GECOS = ["fullname", "roomnumber", "workphone", "homephone", "other"] as const;
const AGES = [
  ["date", "lstchg"],
  ["mindays", "min"],
  ["maxdays", "max"],
  ["inactdays", "inact"],
  ["warndays", "warn"],
] as const;

/** New values by attribute, as Salt names them; undefined when there is no such account. Throws CommandExecutionError. */
export async function neededChanges(
  wanted: WantedUser,
  context: ExecutionContext,
): Promise<MutableDict | undefined> {
  const user = await context.call("user.info", [wanted.name]);
  if (!isDict(user) || user.size === 0) return undefined;
  const change: MutableDict = new Map<Value, Value>();
  if (isTruthy(wanted.uid) && !isEqual(user.get("uid") ?? null, wanted.uid)) change.set("uid", wanted.uid);
  if (wanted.gid !== null && !(await isMainGroup(user, wanted.gid, context))) change.set("gid", wanted.gid);
  const groups = await neededGroups(groupRequest(wanted, user), context);
  if (groups !== undefined) change.set("groups", groups);
  addPlaces(change, wanted, user);
  if (await has(context, "shadow.info")) await addPassword(change, wanted, context);
  for (const part of GECOS) {
    const value = wanted[part];
    if (value !== null && user.get(part) !== value) change.set(part, value);
  }
  refuseIds(change, wanted, user);
  return change;
}

async function isMainGroup(user: Dict, gid: Value, context: ExecutionContext): Promise<boolean> {
  const own = user.get("gid") ?? null;
  return isEqual(own, gid) || isEqual(own, await context.call("file.group_to_gid", [gid]));
}

function groupRequest(wanted: WantedUser, user: Dict): Parameters<typeof neededGroups>[0] {
  const { groups, presentGroups } = wanted;
  const isAsked = groups !== null || (presentGroups ?? []).length > 0;
  return {
    name: pythonStr(wanted.name),
    current: textsOf(user.get("groups")),
    asked: isAsked ? [...textsOf(groups), ...(presentGroups ?? [])] : undefined,
    removes: isTruthy(wanted.remove_groups),
    oldGid: user.get("gid") ?? null,
    newGid: wanted.gid ?? user.get("gid") ?? null,
  };
}

/** The texts of a list; nothing for anything else. */
export function textsOf(value: Value | undefined): readonly string[] {
  return isList(value) ? value.map(pythonStr) : [];
}

function addPlaces(change: MutableDict, { home, createhome, shell }: WantedUser, user: Dict): void {
  if (isTruthy(home) && user.get("home") !== home) change.set("home", home);
  const place = isTruthy(home) ? home : (user.get("home") ?? null);
  if (isTruthy(createhome) && place !== null) {
    const isThere = statSync(pythonStr(place), { throwIfNoEntry: false })?.isDirectory() === true;
    if (!isThere) change.set("homeDoesNotExist", place);
  }
  if (isTruthy(shell) && user.get("shell") !== shell) change.set("shell", shell);
}

async function addPassword(
  change: MutableDict,
  wanted: WantedUser,
  context: ExecutionContext,
): Promise<void> {
  const told = await context.call("shadow.info", [wanted.name]);
  const kept = isDict(told) ? told : dict({});
  const passwd = pythonStr(kept.get("passwd") ?? "");
  const { password, empty_password: isEmpty, password_lock: lock, expire } = wanted;
  if (isTruthy(password) && !isTruthy(isEmpty)) {
    const isUnset = passwd === (await context.call("shadow.default_hash"));
    if ((isUnset || isTruthy(wanted.enforce_password)) && passwd !== password) change.set("passwd", password);
  }
  if (isTruthy(isEmpty) && passwd !== "") change.set("empty_password", true);
  for (const [name, field] of AGES) {
    const value = wanted[name];
    if (value !== null && !isEqual(kept.get(field) ?? null, value)) change.set(name, value);
  }
  if (isTruthy(expire) && !isEqual(kept.get("expire") ?? null, expire)) change.set("expire", expire);
  const isLocked = passwd.startsWith("!");
  if ((isTruthy(lock) && !isLocked) || (lock === false && isLocked)) change.set("password_lock", lock);
}

function refuseIds(change: Dict, wanted: WantedUser, user: Dict): void {
  const errors = (["uid", "gid"] as const).flatMap((id) => {
    if (isTruthy(wanted[`allow_${id}_change`]) || !change.has(id)) return [];
    const move = `${pythonStr(user.get(id) ?? null)} -> ${pythonStr(wanted[id])}`;
    return [
      `Changing ${id} (${move}) not permitted, set allow_${id}_change to True to force this change. ` +
        "Note that this will not change file ownership.",
    ];
  });
  if (errors.length === 0) return;
  throw new CommandExecutionError(
    withAdditionalInfo("Encountered error checking for needed changes", errors),
  );
}

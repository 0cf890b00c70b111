/**
 * Changing an account that is there.
 */
import { statSync } from "node:fs";
import type { Dict, ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { isDict, isEqual, isTrial, isTruthy, pythonRepr, pythonStr } from "@salt/core";
import { answer, failed, has, pending, unchanged } from "../answer/answer.js";
import { REDACTED } from "./create-user.js";
import type { WantedUser } from "./needed-changes.js";
import { neededChanges } from "./needed-changes.js";

/** Attributes of /etc/shadow in the order in which they are set. */
const AGES = ["mindays", "maxdays", "inactdays", "warndays", "expire"] as const;
const OWN_FUNCTION = ["uid", "gid", "shell", "fullname", "roomnumber", "workphone", "homephone", "other"];

/** What is asked for, what is to be changed of it, and groups that are not there. */
export interface UserUpdate {
  readonly wanted: WantedUser;
  readonly changes: MutableDict;
  /** The main group as it was asked for, without the one of the account's name. */
  readonly gid: Value;
  readonly missingGroups: readonly string[];
}

/** Makes the changes, or says what they would be. */
export async function updateUser(update: UserUpdate, context: ExecutionContext): Promise<StateAnswer> {
  const { wanted, gid } = update;
  if (isTrial(context)) return trialAnswer(update);
  const [before, keptBefore] = [await infoOf(wanted, context), await shadowOf(wanted, context)];
  await apply(update, before, context);
  const after = await infoOf(wanted, context);
  const keptAfter =
    keptBefore.get("passwd") === wanted.password ? new Map() : await shadowOf(wanted, context);
  const made: MutableDict = new Map<Value, Value>();
  for (const [key, value] of after) if (!isEqual(before.get(key) ?? null, value)) made.set(key, value);
  for (const [key, value] of keptAfter) {
    if (!isEqual(keptBefore.get(key) ?? null, value)) made.set(key, key === "passwd" ? REDACTED : value);
  }
  const shown = pythonStr(wanted.name);
  const allowed = { ...wanted, gid, allow_uid_change: true, allow_gid_change: true };
  const left = await neededChanges(allowed, context);
  if (left !== undefined && left.size > 0) {
    if (left.has("passwd")) left.set("passwd", REDACTED);
    return failed(wanted.name, `These values could not be changed: ${pythonRepr(left)}`, made);
  }
  if (made.size === 0) return unchanged(wanted.name, `User ${shown} is present and up to date`);
  return answer(wanted.name, true, `Updated user ${shown}`, made);
}

function trialAnswer({ wanted, changes, missingGroups }: UserUpdate): StateAnswer {
  const lines = [...changes].map(([key, value]) => {
    return `${pythonStr(key)}: ${key === "passwd" ? REDACTED : pythonStr(value)}\n`;
  });
  const missing = missingGroups.length === 0 ? "" : `groups (pending creation): ${missingGroups.join(",")}\n`;
  const comment = `The following user attributes are set to be changed:\n${lines.join("")}${missing}`;
  return pending(wanted.name, comment);
}

async function apply(
  { wanted, changes }: UserUpdate,
  before: Dict,
  context: ExecutionContext,
): Promise<void> {
  const { name } = wanted;
  const call = async (fun: string, ...args: readonly Value[]): Promise<void> => {
    await context.call(fun, [name, ...args]);
  };
  if (changes.has("passwd")) await call("shadow.set_password", wanted.password);
  if (changes.has("empty_password")) await call("shadow.del_password");
  const lock = changes.get("password_lock");
  if (lock !== undefined) await call(isTruthy(lock) ? "shadow.lock_password" : "shadow.unlock_password");
  if (changes.has("date")) await call("shadow.set_date", wanted.date);
  await moveHome(wanted, changes, before, context);
  for (const age of AGES) if (changes.has(age)) await call(`shadow.set_${age}`, wanted[age]);
  for (const key of OWN_FUNCTION) {
    if (changes.has(key)) await call(`user.ch${key}`, changes.get(key) ?? null);
  }
  const groups = changes.get("groups");
  if (groups !== undefined) await call("user.chgroups", groups, !isTruthy(wanted.remove_groups));
}

async function moveHome(
  { name, persist_home: persist }: WantedUser,
  changes: Dict,
  before: Dict,
  context: ExecutionContext,
): Promise<void> {
  const [home, missing] = [changes.get("home"), changes.get("homeDoesNotExist")];
  const place = missing ?? home;
  if (place === undefined) return;
  await context.call("user.chhome", [name, place], { persist: isTruthy(persist) });
  if (missing === undefined) return;
  const isThere = statSync(pythonStr(missing), { throwIfNoEntry: false })?.isDirectory() === true;
  const owner = [before.get("uid") ?? null, before.get("gid") ?? null];
  if (!isThere) await context.call("file.mkdir", [missing, ...owner, "0755"]);
}

async function infoOf({ name }: WantedUser, context: ExecutionContext): Promise<Dict> {
  const told = await context.call("user.info", [name]);
  return isDict(told) ? told : new Map();
}

async function shadowOf({ name }: WantedUser, context: ExecutionContext): Promise<Dict> {
  if (!(await has(context, "shadow.info"))) return new Map();
  const told = await context.call("shadow.info", [name]);
  return isDict(told) ? told : new Map();
}

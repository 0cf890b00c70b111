/**
 * Adding an account.
 */
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { get, isDict, isEqual, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, failed, has, pending } from "../answer/answer.js";
import type { WantedUser } from "./needed-changes.js";
import { textsOf } from "./needed-changes.js";

/** Stands for a password in answers. */
export const REDACTED = "XXX-REDACTED-XXX";

const ADD_OPTIONS = [
  "uid",
  "gid",
  "home",
  "shell",
  "unique",
  "system",
  "fullname",
  "roomnumber",
  "workphone",
  "homephone",
  "other",
  "createhome",
  "nologinit",
  "loginclass",
  "usergroup",
] as const;

/** Values of /etc/shadow: argument, field, and how a failure names it. */
const AGES = [
  ["mindays", "min", "minimum days"],
  ["maxdays", "max", "maximum days"],
  ["inactdays", "inact", "inactive days"],
  ["warndays", "warn", "warn days"],
  ["expire", "expire", "expire days"],
] as const;

/** Adds the account, or says that it would. */
export async function createUser(
  wanted: WantedUser,
  missingGroups: readonly string[],
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name } = wanted;
  const shown = pythonStr(name);
  if (isTrial(context)) {
    const missing = missingGroups.length === 0 ? "" : ` (pending groups: ${missingGroups.join(",")})`;
    return pending(name, `User ${shown} set to be added${missing}`);
  }
  const optional = wanted.presentGroups ?? [];
  const groups = optional.length === 0 ? wanted.groups : [...textsOf(wanted.groups), ...optional];
  const options = Object.fromEntries(ADD_OPTIONS.map((option) => [option, wanted[option]]));
  const result = await context.call("user.add", [], { name, groups, ...options });
  if (result !== true)
    return failed(name, typeof result === "string" ? result : `Failed to create new user ${shown}`);
  const info = await context.call("user.info", [name]);
  const changes: MutableDict = new Map<Value, Value>(isDict(info) ? info : []);
  if (!isTruthy(wanted.createhome)) changes.set("home", "");
  const fault = (await has(context, "shadow.info")) ? await setShadow(wanted, changes, context) : undefined;
  return answer(name, fault === undefined, fault ?? `New user ${shown} created`, changes);
}

/** Sets what stands in /etc/shadow; the last fault, if any. */
async function setShadow(
  wanted: WantedUser,
  changes: MutableDict,
  context: ExecutionContext,
): Promise<string | undefined> {
  const { name, password, empty_password: isEmpty, date } = wanted;
  const shown = pythonStr(name);
  const kept = async (): Promise<Value> => await context.call("shadow.info", [name]);
  let fault: string | undefined;
  if (isTruthy(password) && !isTruthy(isEmpty)) {
    await context.call("shadow.set_password", [name, password]);
    if (get(await kept(), "passwd") !== password)
      fault = `User ${shown} created but failed to set password to ${REDACTED}`;
    changes.set("password", REDACTED);
  }
  if (isTruthy(isEmpty) && !isTruthy(password)) {
    await context.call("shadow.del_password", [name]);
    if (get(await kept(), "passwd") !== "") fault = `User ${shown} created but failed to empty password`;
    changes.set("password", "");
  }
  const ages = AGES.filter(([age]) => isTruthy(wanted[age]));
  const all = [...(date === null ? [] : [["date", "lstchg", "last change date"] as const]), ...ages];
  for (const [age, field, words] of all) {
    const value = wanted[age];
    await context.call(`shadow.set_${age}`, [name, value]);
    if (!isEqual(get(await kept(), field) ?? null, value))
      fault = `User ${shown} created but failed to set ${words} to ${pythonStr(value)}`;
    changes.set(age, value);
  }
  return fault;
}

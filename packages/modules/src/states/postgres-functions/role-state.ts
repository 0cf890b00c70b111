/**
 * Roles as states want them: users and groups differ in words only.
 */
import type { Dict, ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { getList, getString, isDict, isEqual, isList, isTrial, isTruthy, pythonStr } from "@salt/core";
import { literal } from "../../execution/postgres-functions/names.js";
import {
  DEFAULT_METHOD,
  passwordFits,
  storedPassword,
} from "../../execution/postgres-functions/passwords.js";
import { pgTime } from "../../execution/postgres-functions/roles.js";
import { changed, failed, pending, unchanged } from "../answer/answer.js";
import type { ServerArgs } from "./server.js";
import { loginArgs } from "./server.js";

/** Flags that a role may be given, and how `postgres.role_get` names them, in Salt's order. */
const FLAGS = [
  ["createdb", "can create databases"],
  ["inherit", "inherits privileges"],
  ["login", "can login"],
  ["createroles", "can create roles"],
  ["replication", "replication"],
  ["superuser", "superuser"],
] as const;

/** How a role is wanted. */
export interface RoleState extends ServerArgs {
  readonly name: string;
  readonly createdb: Value;
  readonly createroles: Value;
  readonly encrypted: Value;
  readonly superuser: Value;
  readonly replication: Value;
  readonly inherit: Value;
  readonly login: Value;
  readonly password: Value;
  readonly default_password?: Value;
  readonly refresh_password: Value;
  readonly valid_until?: Value;
  readonly groups: Value;
}

/** Makes or changes a role; `kind` is `user` or `group`. */
export async function rolePresent(
  kind: "user" | "group",
  state: RoleState,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name } = state;
  const noun = kind === "user" ? "User" : "Group";
  const role = await readRole(state, context);
  const mode = role === undefined ? "create" : "update";
  const encrypted = state.encrypted ?? DEFAULT_METHOD;
  const password = await newPassword(state, role, encrypted);
  const update = role === undefined ? new Map() : await differences(state, role, password, context);
  if (role !== undefined && update.size === 0) return unchanged(name, `${noun} ${name} is already present`);
  if (isTrial(context))
    return pending(name, `${noun} ${name} is set to be ${mode}d`, update.size > 0 ? { [name]: update } : {});
  const { createdb, createroles, superuser, login, inherit, replication, groups } = state;
  const wishes = { createdb, createroles, encrypted, superuser, login, inherit, replication, groups };
  const until = kind === "user" ? { valid_until: state.valid_until ?? null } : {};
  const done = await context.call(`postgres.${kind}_${mode}`, [], {
    [kind === "user" ? "username" : "groupname"]: name,
    ...wishes,
    ...until,
    rolepassword: password,
    ...loginArgs(state),
  });
  if (!isTruthy(done)) return failed(name, `Failed to ${mode} ${kind} ${name}`);
  return changed(name, `The ${kind} ${name} has been ${mode}d`, {
    [name]: update.size > 0 ? update : "Present",
  });
}

async function readRole(state: RoleState, context: ExecutionContext): Promise<Dict | undefined> {
  const kwargs = { return_password: !isTruthy(state.refresh_password), ...loginArgs(state) };
  const found = await context.call("postgres.role_get", [state.name], kwargs);
  return isDict(found) ? found : undefined;
}

/** The password to set; null for none, and when the server has it already. */
async function newPassword(
  state: RoleState,
  role: Dict | undefined,
  encrypted: Value,
): Promise<string | null> {
  const wanted = state.password ?? (role === undefined ? (state.default_password ?? null) : null);
  if (wanted === null) return null;
  const password = pythonStr(wanted);
  const kept = role === undefined ? undefined : getString(role, "password");
  if (kept !== undefined && !isTruthy(state.refresh_password)) {
    if (await passwordFits(state.name, password, kept, encrypted)) return null;
  }
  return await storedPassword(state.name, password, encrypted);
}

async function differences(
  state: RoleState,
  role: Dict,
  password: string | null,
  context: ExecutionContext,
): Promise<MutableDict> {
  const update: MutableDict = new Map();
  for (const [key, fact] of FLAGS) {
    const wish = state[key];
    if (wish !== null && !isEqual(role.get(fact) ?? null, wish)) update.set(key, wish);
  }
  if (password !== null) update.set("password", true);
  const until = state.valid_until ?? null;
  if (until !== null && !(await isValidUntil(until, role, state, context))) update.set("valid_until", until);
  const missing = missingGroups(state.groups, getList(role, "groups") ?? []);
  if (missing.length > 0) update.set("groups", [...missing]);
  return update;
}

async function isValidUntil(
  until: Value,
  role: Dict,
  state: RoleState,
  context: ExecutionContext,
): Promise<boolean> {
  const query = `SELECT ${literal(until)}::timestamp(0) as dt;`;
  const rows = await context.call("postgres.psql_query", [query], loginArgs(state));
  const wanted = pgTime(getString(isList(rows) ? rows[0] : undefined, "dt") ?? "");
  const found = role.get("expiry time") ?? null;
  return (wanted?.getTime() ?? null) === (found instanceof Date ? found.getTime() : null);
}

function missingGroups(wish: Value, has: readonly Value[]): readonly Value[] {
  if (wish === null) return [];
  const wanted = typeof wish === "string" ? wish.split(",") : isList(wish) ? wish : [];
  return wanted.filter((group) => !has.includes(group));
}

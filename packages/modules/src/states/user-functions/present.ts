/**
 * `user.present`.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError, get, isTrial, isTruthy, pythonStr } from "@salt/core";
import { PythonError } from "../../values/python-error.js";
import { failed, unchanged } from "../answer/answer.js";
import type { UserArguments } from "./arguments.js";
import { createUser } from "./create-user.js";
import type { WantedUser } from "./needed-changes.js";
import { neededChanges, textsOf } from "./needed-changes.js";
import { updateUser } from "./update-user.js";

const ALGORITHMS: Readonly<Record<string, string>> = { 1: "md5", "2a": "blowfish", 5: "sha256", 6: "sha512" };

/** Makes an account be there, with the attributes that were given. */
export async function userPresent(given: UserArguments, context: ExecutionContext): Promise<StateAnswer> {
  const args = await completed(given, context);
  const { name } = args;
  const shown = pythonStr(name);
  const comma = [args.fullname, args.roomnumber, args.workphone].find(
    (part) => typeof part === "string" && part.includes(","),
  );
  if (comma !== undefined) return failed(name, `Unsupported char ',' in ${pythonStr(comma)}`);
  const missing = await absentGroups(args.groups, context);
  if (missing.length > 0 && !isTrial(context))
    return failed(name, `The following group(s) are not present: ${missing.join(",")}`);
  const groups =
    missing.length === 0 ? args.groups : textsOf(args.groups).filter((one) => !missing.includes(one));
  const unknown = await absentGroups(args.optional_groups, context);
  const presentGroups = isTruthy(args.optional_groups)
    ? textsOf(args.optional_groups).filter((group) => !unknown.includes(group))
    : undefined;
  const isOwnGroup = isTruthy(args.usergroup) && (await context.call("file.group_to_gid", [name])) !== "";
  const wanted: WantedUser = { ...args, groups, presentGroups };
  let changes: Awaited<ReturnType<typeof neededChanges>>;
  try {
    changes = await neededChanges(isOwnGroup ? { ...wanted, gid: name } : wanted, context);
  } catch (error) {
    if (error instanceof CommandExecutionError) return failed(name, error.message);
    throw error;
  }
  if (changes === undefined) return await createUser(wanted, missing, context);
  if (changes.size === 0) return unchanged(name, `User ${shown} is present and up to date`);
  return await updateUser({ wanted, changes, gid: args.gid, missingGroups: missing }, context);
}

async function completed(args: UserArguments, context: ExecutionContext): Promise<UserArguments> {
  const text = (value: Value): Value => (value === null ? null : pythonStr(value));
  return {
    ...args,
    password:
      isTruthy(args.password) && isTruthy(args.hash_password) ? await hashed(args, context) : args.password,
    fullname: text(args.fullname),
    roomnumber: text(args.roomnumber),
    workphone: text(args.workphone),
    homephone: text(args.homephone),
    other: text(args.other),
  };
}

/** The password as it is kept; with the salt of the one that is kept now, so that the same one stays the same. */
async function hashed({ name, password }: UserArguments, context: ExecutionContext): Promise<Value> {
  const kept = pythonStr(get(await context.call("shadow.info", [name]), "passwd") ?? "");
  const [, algorithm = "", salt = "", ...rest] = kept.split("$");
  if (rest.length === 1) {
    try {
      const known = ALGORITHMS[algorithm] ?? null;
      return await context.call("shadow.gen_password", [password], { crypt_salt: salt, algorithm: known });
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
    }
  }
  return await context.call("shadow.gen_password", [password]);
}

async function absentGroups(groups: Value, context: ExecutionContext): Promise<readonly string[]> {
  const absent: string[] = [];
  for (const group of textsOf(groups)) {
    if (!isTruthy(await context.call("group.info", [group]))) absent.push(group);
  }
  return absent;
}

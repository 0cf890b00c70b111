/**
 * Changing an account through `usermod`, and looking whether it took effect.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, isList, pythonStr } from "@salt/core";
import { groupsOf, userEntry } from "../account-files/account-files.js";
import { COUNTED, plainName, plainValue, programPath, runProgram } from "../program/run-program.js";
import type { GecosPart } from "./account-info.js";
import { accountInfo, GECOS, gecosOf } from "./account-info.js";

/** One change of one fact. */
export interface AccountChange {
  readonly name: Value;
  readonly key: "uid" | "gid" | "shell" | "home" | "name";
  readonly value: Value;
  readonly option: string;
  readonly root: string | null;
  /** Take the files along to a new home directory. */
  readonly persist?: boolean;
}

/** Makes the change; whether the account has the value then. Throws CommandExecutionError when there is no account. */
export async function changeAccount(change: AccountChange, context: ExecutionContext): Promise<boolean> {
  const { key, value, option, root } = change;
  const name = pythonStr(change.name);
  const before = accountInfo(name, root);
  if (before === undefined) throw new CommandExecutionError(`User '${name}' does not exist`);
  if (value === before[key]) return true;
  const options = [
    ...rootOption(root),
    ...(change.persist === true ? ["-m"] : []),
    option,
    plainValue(value, key),
  ];
  await runProgram([programPath("usermod"), ...options, "--", plainName(name, "name")], context, COUNTED);
  return accountInfo(name, root)?.[key] === value;
}

/** Sets one part of the comment; whether the account has it then. */
export async function changeGecos(
  name: string,
  part: GecosPart,
  value: Value,
  root: string | null,
  context: ExecutionContext,
): Promise<boolean> {
  const before = userEntry(name, root);
  if (before === undefined) throw new CommandExecutionError(`User '${name}' does not exist`);
  const text = value === null ? "" : plainValue(value, part);
  const parts = gecosOf(before);
  if (parts[part] === text) return true;
  const comment = GECOS.map((key) => (key === part ? text : parts[key]))
    .join(",")
    .replace(/,+$/, "");
  const command = [programPath("usermod"), ...rootOption(root), "-c", comment, "--", plainName(name, "name")];
  await runProgram(command, context, COUNTED);
  const after = userEntry(name, root);
  return after !== undefined && gecosOf(after)[part] === text;
}

/** Puts an account into groups; whether that went well. */
export async function changeGroups(
  name: string,
  given: Value,
  append: boolean,
  root: string | null,
  context: ExecutionContext,
): Promise<boolean> {
  const groups = isList(given) ? given.map(pythonStr) : pythonStr(given).split(",");
  const before = groupsOf(name);
  if (before.length === new Set(groups).size && groups.every((group) => before.includes(group))) return true;
  const list = plainValue(groups.join(","), "groups");
  const account = plainName(name, "name");
  const command = [
    programPath("usermod"),
    ...(append ? ["-a"] : []),
    "-G",
    list,
    ...rootOption(root),
    "--",
    account,
  ];
  const { retcode, stderr } = await runProgram(command, context, COUNTED);
  if (retcode === 0 || !stderr.includes("not found in")) return retcode === 0;
  // Accounts of a directory are not in the file, but their groups may be.
  let isDone = true;
  for (const group of groups) {
    const add = ["gpasswd", "-a", account, "--", plainName(group, "group")];
    isDone = (await runProgram(add, context, COUNTED)).retcode === 0 && isDone;
  }
  return isDone;
}

function rootOption(given: string | null): readonly string[] {
  return given === null ? [] : ["-R", plainValue(given, "root")];
}

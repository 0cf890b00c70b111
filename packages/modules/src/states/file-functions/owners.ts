/**
 * Whom a state gives files to.
 */
import { userInfo } from "node:os";
import type { ExecutionContext, Value } from "@salt/core";
import { isInt, isTrial, isTruthy, pythonStr } from "@salt/core";
import { readAccounts } from "../../execution/cmd/account.js";
import { gidOf, groupOf, uidOf } from "../../execution/file-functions/accounts.js";
import { StateFault } from "./answer.js";

/** The user asked for; `owner` is what some call this argument. */
export function userAsked(user: Value, kwargs: ReadonlyMap<string, Value>): Value {
  return isTruthy(user) ? user : (kwargs.get("owner") ?? user);
}

/** The user that the minion runs as, for what is given to nobody in particular. */
export function minionUser({ opts }: ExecutionContext): Value {
  return opts.get("user") ?? userInfo().username;
}

/** The main group of a user; root's for a user that is not there. */
export function mainGroup(user: Value): Value {
  const accounts = readAccounts();
  return groupOf(accounts.find(({ name }) => name === user)?.gid ?? 0);
}

/** Says who is not there, as two states in a row word it differently; a trial goes on without them. */
export function requireOwners(name: string, user: Value, group: Value, context: ExecutionContext): void {
  const faults = [
    isTruthy(user) && uidOf(user) === "" ? `User ${pythonStr(user)} is not available ` : "",
    isTruthy(group) && gidOf(group) === "" ? `Group ${pythonStr(group)} is not available` : "",
  ].join("");
  if (faults === "") return;
  if (!isTrial(context)) throw new StateFault(name, faults);
  context.log.warn({ name, user, group }, "The owner of a file does not exist");
}

/** Why a link cannot be given to them; one text for each. */
export function missingOwners(user: Value, group: Value): readonly string[] {
  const isMissing = (id: number | "", value: Value): boolean => id === "" && !isInt(value);
  return [
    ...(isMissing(uidOf(user), user) ? [`User ${pythonStr(user)} does not exist`] : []),
    ...(isMissing(gidOf(group), group) ? [`Group ${pythonStr(group)} does not exist`] : []),
  ];
}

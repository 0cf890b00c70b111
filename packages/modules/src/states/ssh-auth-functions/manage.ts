/**
 * `ssh_auth.manage`.
 */
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { isDict, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer } from "../answer/answer.js";
import { keyAbsent } from "./absent.js";
import { keyPresent } from "./present.js";
import type { KeyRequest } from "./request.js";
import { callSsh } from "./request.js";

/** Lets others in as an account by just these keys. The answer has no name, as in Salt. */
export async function keysManaged(
  keys: readonly string[],
  request: KeyRequest,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const changes: MutableDict = new Map<Value, Value>();
  let comment = "";
  let result: boolean | null = true;
  for (const key of await strayKeys(keys, request, context)) {
    if (isTrial(context)) [comment, result] = [`${key} Key set for removal`, null];
    else changes.set(key, (await keyAbsent({ ...request, name: key }, context)).comment);
  }
  for (const key of keys) {
    const told = await keyPresent({ ...request, name: key }, context);
    const done = told.changes;
    if (isDict(done) && done.size > 0) for (const [name, what] of done) changes.set(name, what);
    else comment = `${comment}\n${pythonStr(told.comment)}`.trim();
    if (told.result === null) result = null;
    else if (!isTruthy(told.result)) result = false;
  }
  return answer("", result, comment, changes);
}

/** The keys of the account that are no word of a wanted one. */
async function strayKeys(
  keys: readonly string[],
  request: KeyRequest,
  context: ExecutionContext,
): Promise<readonly string[]> {
  const found = await callSsh("auth_keys", [request.user], request, context);
  const words = new Set(keys.flatMap((key) => key.split(" ")));
  return isDict(found) ? [...found.keys()].map(pythonStr).filter((key) => !words.has(key)) : [];
}

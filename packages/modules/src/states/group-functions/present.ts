/**
 * `group.present`.
 */
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import { dict, get, isList, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, changed, failed, pending, unchanged } from "../answer/answer.js";
import type { WantedGroup } from "./needed-changes.js";
import { namesOf, neededChanges } from "./needed-changes.js";

/** The arguments of `group.present`. */
export interface GroupRequest extends WantedGroup {
  readonly system: boolean;
  readonly non_unique: boolean;
}

/** Makes a group be there, with the attributes that were given. */
export async function groupPresent(request: GroupRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name, members, addusers, delusers } = request;
  if (members !== null && (addusers !== null || delusers !== null)) {
    const comment =
      'Error: Conflicting options "members" with "addusers" and/or "delusers" can not be used together. ';
    return answer(name, null, comment);
  }
  if (namesOf(addusers).some((user) => namesOf(delusers).includes(user)))
    return answer(name, null, "Error. Same user(s) can not be added and deleted simultaneously");
  const changes = await neededChanges(request, context);
  if (changes === undefined) return await create(request, context);
  if (changes.size === 0) return unchanged(name, `Group ${pythonStr(name)} is present and up to date`);
  return await update(request, changes, context);
}

async function update(request: GroupRequest, changes: Dict, context: ExecutionContext): Promise<StateAnswer> {
  const { name, gid, members, non_unique } = request;
  const lines = [...changes].map(
    ([key, value]) => `${pythonStr(key)}: ${shownChange(key, value, request)}\n`,
  );
  const comment = `The following group attributes are set to be changed:\n${lines.join("")}`;
  if (isTrial(context)) return pending(name, comment);
  if (changes.has("gid")) await context.call("group.chgid", [name, gid], { non_unique });
  for (const [key, value] of changes) {
    if (key === "addusers") await eachUser("group.adduser", name, value, context);
    if (key === "delusers") await eachUser("group.deluser", name, value, context);
    if (key === "members") await context.call("group.members", [name, namesOf(members).join(",")]);
  }
  const left = await neededChanges(request, context);
  if (left === undefined || left.size === 0)
    return changed(name, comment, { Final: "All changes applied successfully" });
  return failed(name, `${comment}Some changes could not be applied`, dict({ Failed: left }));
}

/** Users that an empty list of members removes are a set in Salt, and shown as one. */
function shownChange(key: Value, value: Value, { members }: GroupRequest): string {
  const isSet = key === "delusers" && members !== null;
  const shown = pythonStr(value);
  return isSet ? `{${shown.slice(1, -1)}}` : shown;
}

async function eachUser(fun: string, name: Value, users: Value, context: ExecutionContext): Promise<void> {
  for (const user of isList(users) ? users : []) await context.call(fun, [name, user]);
}

async function create(request: GroupRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name, gid, system, non_unique, members, addusers } = request;
  const shown = pythonStr(name);
  if (isTrial(context)) return pending(name, `Group ${shown} set to be added`);
  const all = await context.call("group.getent");
  const taken = isList(all) ? all.find((one) => gid !== null && get(one, "gid") === gid) : undefined;
  if (taken !== undefined && !non_unique) {
    const owner = pythonStr(get(taken, "name") ?? null);
    const id = pythonStr(gid);
    return failed(name, `Group ${shown} is not present but gid ${id} is already taken by group ${owner}`);
  }
  if (!isTruthy(await context.call("group.add", [name], { gid, system, non_unique })))
    return failed(name, `Failed to create new group ${shown}`);
  const users = namesOf(isTruthy(addusers) ? addusers : members);
  if (users.length > 0) await context.call("group.members", [name, users.join(",")]);
  const left = await neededChanges(request, context);
  if (left !== undefined && left.size > 0) {
    const comment = `Group ${shown} has been created but, some changes could not be applied`;
    return failed(name, comment, dict({ Failed: left }));
  }
  return changed(name, `New group ${shown} created`, await context.call("group.info", [name]));
}

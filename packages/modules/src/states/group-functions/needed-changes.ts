/**
 * What is to be changed of a group that is there.
 */
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import { get, isDict, isInt, isList, isTruthy, pythonStr } from "@salt/core";

/** What a group shall be. */
export interface WantedGroup {
  readonly name: Value;
  readonly gid: Value;
  readonly addusers: Value;
  readonly delusers: Value;
  readonly members: Value;
}

/** New values by attribute, as Salt names them; undefined when there is no such group. */
export async function neededChanges(
  wanted: WantedGroup,
  context: ExecutionContext,
): Promise<MutableDict | undefined> {
  const group = await context.call("group.info", [wanted.name]);
  if (!isDict(group) || group.size === 0) return undefined;
  const change: MutableDict = new Map<Value, Value>();
  if (isTruthy(wanted.gid)) {
    const gid = idOf(wanted.gid);
    if (gid === undefined)
      return new Map<Value, Value>([
        ["result", false],
        ["comment", "Invalid gid"],
      ]);
    if (get(group, "gid") !== gid) change.set("gid", gid);
  }
  const now = namesOf(get(group, "members") ?? null);
  const { members } = wanted;
  const asked = namesOf(members);
  const isSame = asked.length === now.length && asked.every((one) => now.includes(one));
  if (members !== null && !isSame)
    change.set(asked.length === 0 ? "delusers" : "members", asked.length === 0 ? now : asked);
  const added = namesOf(wanted.addusers).filter((one) => !now.includes(one));
  if (added.length > 0) change.set("addusers", added);
  const gone = namesOf(wanted.delusers).filter((one) => now.includes(one));
  if (gone.length > 0) change.set("delusers", gone);
  return change;
}

function idOf(given: Value): number | undefined {
  if (isInt(given)) return Number(given);
  return /^\s*\d+\s*$/.test(pythonStr(given)) ? Number(pythonStr(given)) : undefined;
}

/** The names of a list; nothing for anything else. */
export function namesOf(value: Value): readonly string[] {
  return isList(value) ? value.map(pythonStr) : [];
}

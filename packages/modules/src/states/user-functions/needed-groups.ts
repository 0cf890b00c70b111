/**
 * Which groups of an account are to be changed.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { get, isTruthy } from "@salt/core";

/** The groups of an account as they are and as they shall be. */
export interface GroupRequest {
  readonly name: string;
  /** The groups it is in. */
  readonly current: readonly string[];
  /** The groups asked for; undefined when none were. */
  readonly asked: readonly string[] | undefined;
  /** Leave every other group. */
  readonly removes: boolean;
  readonly oldGid: Value;
  readonly newGid: Value;
}

/** The groups to set, sorted; undefined when nothing is to be changed. The main group is never among them. */
export async function neededGroups(
  request: GroupRequest,
  context: ExecutionContext,
): Promise<readonly string[] | undefined> {
  const gids = new Map<string, Value>();
  for (const group of request.current) gids.set(group, await context.call("file.group_to_gid", [group]));
  const nameOf = async (gid: Value): Promise<Value> => await context.call("file.gid_to_group", [gid]);
  const [main, oldMain] = [await nameOf(request.newGid), await nameOf(request.oldGid)];
  /** Groups of the same id count as one. */
  const twins = (group: Value): readonly Value[] => {
    const gid = typeof group === "string" ? gids.get(group) : undefined;
    const same = gid === undefined ? [] : [...gids].filter(([, other]) => other === gid).map(([one]) => one);
    return same.length > 1 ? same : [group];
  };
  const asked = request.asked ?? [];
  const keeps = !request.removes || request.asked === undefined;
  let wanted = [...new Set([...asked, ...(keeps ? request.current : [])])].sort();
  let current = [...request.current];
  const without = (list: readonly string[], gone: readonly Value[]): string[] =>
    list.filter((group) => !gone.includes(group));
  [current, wanted] = [without(current, twins(main)), without(wanted, twins(main))];
  if (oldMain !== main) current = without(current, twins(oldMain));
  if (!wanted.includes(request.name)) current = without(current, twins(request.name));
  const isDifferent = await differ(current, wanted, request.removes, context);
  return isDifferent && (wanted.length > 0 || request.removes) ? wanted : undefined;
}

async function differ(
  current: readonly string[],
  wanted: readonly string[],
  removes: boolean,
  context: ExecutionContext,
): Promise<boolean> {
  const added = wanted.filter((group) => !current.includes(group));
  const gone = removes ? current.filter((group) => !wanted.includes(group)) : [];
  const difference = [...added, ...gone];
  if (difference.length === 0) return false;
  const ids = new Map<string, Value | undefined>();
  for (const group of new Set([...current, ...wanted])) {
    const info = await context.call("group.info", [group]);
    ids.set(group, isTruthy(info) ? get(info, "gid") : undefined);
  }
  const hasTwin = (group: string): boolean =>
    [...ids].some(([other, gid]) => other !== group && gid !== undefined && gid === ids.get(group));
  return difference.some((group) => !hasTwin(group));
}

/**
 * Physical volumes and volume groups: that they are there, or not.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { get, isDict, isList, isTrial, isTruthy, maybe, needed, pythonStr, stateFn } from "@salt/core";
import { realDevice } from "../../execution/lvm-functions/display.js";
import { givenKeywords } from "../../values/keywords.js";
import { answer, changed, failed, pending, unchanged } from "../answer/answer.js";

export const pv_present = stateFn({
  doc: "Makes a device a physical volume; further arguments are those of lvm.pvcreate.",
  params: { name: needed.str("The device.") },
  varkw: "kwargs",
  run: async ({ name }, context, { kwargs }) => {
    const what = `Physical Volume ${name}`;
    if (await isThere("lvm.pvdisplay", name, context)) return unchanged(name, `${what} already present`);
    if (isTrial(context)) return pending(name, `${what} is set to be created`);
    const created = await context.call("lvm.pvcreate", [name], keywords(kwargs));
    return (await isThere("lvm.pvdisplay", name, context, false))
      ? changed(name, `Created ${what}`, { created })
      : failed(name, `Failed to create ${what}`);
  },
});

export const pv_absent = stateFn({
  doc: "Makes a device no physical volume.",
  params: { name: needed.str("The device.") },
  run: ({ name }, context) => {
    const what = `Physical Volume ${name}`;
    return gone(
      { name, what, look: "lvm.pvdisplay", remove: ["lvm.pvremove", [name]], none: "does not exist" },
      context,
    );
  },
});

export const vg_absent = stateFn({
  doc: "Makes a volume group not be there.",
  params: { name: needed.str("The volume group.") },
  run: ({ name }, context) => {
    const what = `Volume Group ${name}`;
    return gone(
      { name, what, look: "lvm.vgdisplay", remove: ["lvm.vgremove", [name]], none: "already absent" },
      context,
    );
  },
});

export const vg_present = stateFn({
  doc: "Makes a volume group be there and devices belong to it; further arguments are those of lvm.vgcreate.",
  params: { name: needed.str("The volume group."), devices: maybe.any(null, "Physical volumes.") },
  varkw: "kwargs",
  run: async ({ name, devices: given }, context, { kwargs }) => {
    const devices = isList(given) ? given.map(pythonStr) : given === null ? [] : pythonStr(given).split(",");
    const what = `Volume Group ${name}`;
    if (await isThere("lvm.vgdisplay", name, context)) return await extended(name, devices, context);
    if (isTrial(context)) return pending(name, `${what} is set to be created`);
    const created = await context.call("lvm.vgcreate", [name, devices], keywords(kwargs));
    return (await isThere("lvm.vgdisplay", name, context, false))
      ? changed(name, `Created ${what}`, { created })
      : failed(name, `Failed to create ${what}`);
  },
});

/** Adds devices that belong to no group; a trial does not (real Salt's does). */
async function extended(name: string, devices: readonly string[], context: ExecutionContext) {
  const changes: MutableDict = new Map<Value, Value>();
  const comments = [`Volume Group ${name} already present`];
  let result: boolean | null = true;
  for (const device of devices) {
    const group = await groupOf(device, context);
    if (group === name) comments.push(`${device} is part of Volume Group`);
    else if (group === undefined) comments.push(`pv ${device} is not present`);
    else if (group !== "" && group !== "#orphans_lvm2") comments.push(`${device} is part of ${group}`);
    else if (isTrial(context)) {
      comments.push(`${device} is set to be added`);
      if (result) result = null;
      continue;
    } else {
      await context.call("lvm.vgextend", [name, device]);
      if ((await groupOf(device, context)) === name) {
        changes.set(device, `added to ${name}`);
        continue;
      }
      comments.push(`${device} could not be added`);
    }
    if (group !== name) result = false;
  }
  return answer(name, result, comments.join("\n"), changes);
}

async function groupOf(device: string, context: ExecutionContext): Promise<string | undefined> {
  const real = realDevice(device);
  const facts = get(await context.call("lvm.pvdisplay", [real], { real: true }), real);
  return facts === undefined || !isTruthy(facts)
    ? undefined
    : pythonStr(get(facts, "Volume Group Name") ?? "");
}

/** What is removed and how. */
export interface Removal {
  readonly name: string;
  readonly what: string;
  readonly look: string;
  /** What is looked for, when it is not the name. */
  readonly path?: string;
  readonly remove: readonly [fun: string, args: readonly Value[]];
  /** What is said when it is not there. */
  readonly none: string;
}

/** Removes something unless it is not there. */
export async function gone(
  { name, what, look, path = name, remove, none }: Removal,
  context: ExecutionContext,
) {
  if (!(await isThere(look, path, context))) return unchanged(name, `${what} ${none}`);
  if (isTrial(context)) return pending(name, `${what} is set to be removed`);
  const removed = await context.call(...remove);
  return (await isThere(look, path, context))
    ? failed(name, `Failed to remove ${what}`)
    : changed(name, `Removed ${what}`, { removed });
}

async function isThere(
  fun: string,
  name: string,
  context: ExecutionContext,
  isQuiet = true,
): Promise<boolean> {
  const found = await context.call(fun, [name], isQuiet ? { quiet: true } : {});
  return isDict(found) && found.size > 0;
}

/** Further arguments, for a call. */
export function keywords(kwargs: ReadonlyMap<string, Value> | Dict): { readonly [name: string]: Value } {
  const given = givenKeywords(new Map([...kwargs].map(([key, value]) => [pythonStr(key), value])));
  return Object.fromEntries([...given].map(([key, value]) => [pythonStr(key), value]));
}

/**
 * Logical volumes: that they are there and how large they are, or that they are not.
 */
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  get,
  isDict,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
  stateFn,
} from "@salt/core";
import { changed, failed, pending, unchanged } from "../answer/answer.js";
import { gone, keywords } from "./groups.js";

/** Megabytes of a unit; `s` are sectors. */
const UNITS: Readonly<Record<string, number>> = { s: 1 / 2048, m: 1, g: 1024, t: 1024 ** 2, p: 1024 ** 3 };

export const lv_absent = stateFn({
  doc: "Makes a logical volume not be there.",
  params: { name: needed.str("The volume."), vgname: maybe.str(null, "Its volume group.") },
  run: ({ name, vgname }, context) => {
    const path = `/dev/${vgname}/${name}`;
    const what = `Logical Volume ${name}`;
    const remove = ["lvm.lvremove", [name, vgname]] as const;
    return gone({ name, what, look: "lvm.lvdisplay", path, remove, none: "already absent" }, context);
  },
});

export const lv_present = stateFn({
  doc: "Makes a logical volume be there and have a size; further arguments are those of lvm.lvcreate.",
  params: {
    name: needed.str("The volume."),
    vgname: maybe.str(null, "Its volume group."),
    size: maybe.any(null, "The size in megabytes, or with a unit (S, M, G, T, P)."),
    extents: maybe.any(null, "The size in extents; a percentage counts only when the volume is made."),
    snapshot: maybe.str(null, "The snapshot to make of it."),
    pv: maybe.str("", "The physical volume on which it lies."),
    thinvolume: maybe.bool(false, "It takes room only as it is written."),
    thinpool: maybe.bool(false, "It has the room for such volumes."),
    force: maybe.bool(false, "Make it smaller, too, and answer questions with yes."),
    resizefs: maybe.bool(false, "Fit the file system on it, too."),
  },
  varkw: "kwargs",
  run: async (args, context, { kwargs }) => {
    const { name, vgname, size, extents } = args;
    if (isTruthy(size) && isTruthy(extents))
      return failed(name, "Only one of extents or size can be specified.");
    if (isTruthy(size)) megabytes(size);
    const own = args.snapshot ? args.snapshot : name;
    const group = args.thinvolume ? (vgname ?? "").split("/")[0] : vgname;
    const path = `/dev/${group}/${own}`;
    const facts = await factsOf(path, context, true);
    if (facts !== undefined) return await resized({ ...args, own, path }, facts, context);
    if (isTrial(context)) return pending(name, `Logical Volume ${own} is set to be created`);
    const { pv, thinvolume, thinpool, force } = args;
    const snapshot = args.snapshot ? name : null;
    const options = { size, extents, snapshot, pv, thinvolume, thinpool, force, ...keywords(kwargs) };
    const created = await context.call("lvm.lvcreate", [own, vgname], options);
    if ((await factsOf(path, context, false)) !== undefined)
      return changed(name, `Created Logical Volume ${own}`, { created });
    const fault = isDict(created) ? (created.get("Output from lvcreate") ?? "") : created;
    return failed(name, `Failed to create Logical Volume ${own}. Error: ${pythonStr(fault)}`);
  },
});

interface Wanted {
  readonly name: string;
  readonly own: string;
  readonly path: string;
  readonly size: Value;
  readonly extents: Value;
  readonly force: boolean;
  readonly resizefs: boolean;
}

async function resized(wanted: Wanted, facts: Dict, context: ExecutionContext): Promise<StateAnswer> {
  const { name, own, path, size, extents, force, resizefs } = wanted;
  const what = `Logical Volume ${own}`;
  const bySize = isTruthy(size);
  if (!bySize && !isTruthy(extents)) return unchanged(name, `${what} already present`);
  if (!bySize && pythonStr(extents).includes("%"))
    return unchanged(name, `${what} already present, ${pythonStr(extents)} won't be resized.`);
  const old = bySize ? sizeOf(facts) : Number(facts.get("Current Logical Extents Associated"));
  const now = bySize ? megabytes(size) : Number(pythonStr(extents));
  if (!force && now < old) return failed(name, "To reduce a Logical Volume option 'force' must be True.");
  if (now === old) return unchanged(name, `${what} already present`);
  if (isTrial(context)) return pending(name, `${what} is set to be resized`);
  const room = bySize ? { size } : { extents };
  const told = await context.call("lvm.lvresize", [], { lvpath: path, ...room, resizefs, force });
  const after = await factsOf(path, context, true);
  if (after !== undefined && sizeOf(after) !== sizeOf(facts))
    return changed(name, `Resized ${what}`, { resized: told });
  const fault = pythonStr(get(told, "Output from lvresize") ?? "");
  return failed(name, `Failed to resize ${what}.\nError: ${fault}`);
}

async function factsOf(path: string, context: ExecutionContext, isQuiet: boolean): Promise<Dict | undefined> {
  const found = get(await context.call("lvm.lvdisplay", [path], isQuiet ? { quiet: true } : {}), path);
  return isDict(found) ? found : undefined;
}

/** LVM tells sizes in sectors. */
function sizeOf(facts: Dict): number {
  return megabytes(`${pythonStr(facts.get("Logical Volume Size") ?? "0")}s`);
}

/** A size in megabytes. Throws SaltInvocationError for one that is none. */
export function megabytes(size: Value): number {
  const text = pythonStr(size).toLowerCase();
  const [, digits, unit = "m"] = /^(\d+)([a-z])?b?$/.exec(text) ?? [];
  const factor = Object.entries(UNITS).find(([name]) => name === unit)?.[1];
  if (digits === undefined) throw new SaltInvocationError(`Size ${text} is invalid.`);
  if (factor === undefined) throw new SaltInvocationError(`Unit ${unit} is invalid.`);
  return Number(digits) * factor;
}

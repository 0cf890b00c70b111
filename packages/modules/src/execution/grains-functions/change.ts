/**
 * Functions of `grains` that change the grains kept by hand.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { fn, includes, isDict, isEqual, isList, maybe, needed, pythonStr, SaltError } from "@salt/core";
import { traverse } from "../../values/traverse.js";
import type { SetOptions } from "./grains-file.js";
import { setGrains } from "./grains-file.js";
import { planChange } from "./set-nested.js";

const KEPT: SetOptions = { destructive: false, refreshPillar: true };
const key = needed.str("The grain, or a path to a key inside one.");
const delimiter = maybe.str(":", "Between the keys of a path.");
const destructive = maybe.bool(false, "A value of null removes the grain instead of emptying it.");
const force = maybe.bool(false, "Overwrite or remove even a map or a list.");
const refreshPillar = maybe.bool(true, "Fetch the pillar again afterwards.");

/** `setval`, `setvals`, `set`, `append`, `remove`, `delkey`, `delval`. */
export const changeFunctions = {
  setval: fn({
    doc: "Sets one grain in the grains file and makes the minion look at its grains again.",
    examples: ["salt '*' grains.setval datacenter east", "salt '*' grains.setval roles '[web, cache]'"],
    params: { key, val: needed.any("The value."), destructive, refresh_pillar: refreshPillar },
    run: (args, context) =>
      setGrains(new Map<Value, Value>([[args.key, args.val]]), context, {
        destructive: args.destructive,
        refreshPillar: args.refresh_pillar,
      }),
  }),
  setvals: fn({
    doc: "Sets several grains at once in the grains file.",
    examples: ["salt '*' grains.setvals '{datacenter: east, rack: 7}'"],
    params: {
      grains: needed.any("Values by grain."),
      destructive: maybe.bool(false, "Values of null remove their grains."),
      refresh_pillar: refreshPillar,
    },
    run: (args, context) => {
      if (!isDict(args.grains)) throw new SaltError("NO_MAP", "setvals grains must be a dictionary.");
      const options = { destructive: args.destructive, refreshPillar: args.refresh_pillar };
      return setGrains(args.grains, context, options);
    },
  }),
  set: fn({
    doc:
      "Sets a grain, or a key anywhere inside one, and tells what changed. Maps and lists are not overwritten unless " +
      "that is forced.",
    examples: ["salt '*' grains.set apps:web:port 8080", "salt '*' grains.set apps '{}' force=True"],
    params: { key, val: maybe.any("", "The value."), force, destructive, delimiter },
    run: (args, context) => setNested({ ...args, delimiter: args.delimiter ?? ":" }, context),
  }),
  append: fn({
    doc: "Adds a value, or all values of a list, to a grain that is a list; makes the list when there is none.",
    examples: ["salt '*' grains.append roles web"],
    params: {
      key,
      val: needed.any("What to add."),
      convert: maybe.bool(false, "Make a list of a grain that is none."),
      delimiter,
    },
    run: (args, context) => append(args, context),
  }),
  remove: fn({
    doc: "Takes a value out of a grain that is a list.",
    examples: ["salt '*' grains.remove roles web"],
    params: { key, val: needed.any("What to take out."), delimiter },
    run: (args, context) => remove(args, context),
  }),
  delkey: fn({
    doc: "Removes a grain, or a key inside one, from the grains file.",
    examples: ["salt '*' grains.delkey datacenter", "salt '*' grains.delkey apps:web force=True"],
    params: { key, force },
    run: (args, context) =>
      setNested({ key: args.key, val: null, force: args.force, destructive: true, delimiter: ":" }, context),
  }),
  delval: fn({
    doc: "Empties a grain: its value becomes null, or it is removed when `destructive` is set.",
    examples: ["salt '*' grains.delval datacenter"],
    params: { key, destructive, force },
    run: (args, context) => setNested({ ...args, val: null, delimiter: ":" }, context),
  }),
};

interface SetArgs {
  readonly key: string;
  readonly val: Value;
  readonly force: boolean;
  readonly destructive: boolean;
  readonly delimiter: string;
}

async function setNested(args: SetArgs, context: ExecutionContext): Promise<Plain> {
  const plan = planChange(context.grains, { ...args, value: args.val });
  if ("unchanged" in plan) return { comment: "Grain is already set", changes: {}, result: true };
  if ("refusal" in plan) return { comment: plan.refusal, changes: {}, result: false };
  const change = new Map([[plan.grain, plan.value]]);
  const done = await setGrains(change, context, { ...KEPT, destructive: args.destructive });
  if (typeof done === "string") return { comment: done, changes: {}, result: false };
  return { comment: "", changes: done, result: true };
}

interface ListArgs {
  readonly key: string;
  readonly val: Value;
  readonly delimiter: string | null;
}

async function append(
  args: ListArgs & { readonly convert: boolean },
  context: ExecutionContext,
): Promise<Plain> {
  const found = traverse(context.grains, args.key, args.delimiter ?? ":") ?? [];
  const list = isList(found) || !args.convert ? found : found === null ? [] : [found];
  if (!isList(list)) return `The key ${args.key} is not a valid list`;
  if (includes(list, args.val)) return `The val ${pythonStr(args.val)} was already in the list ${args.key}`;
  return await replaceList(args, [...list, ...(isList(args.val) ? args.val : [args.val])], context);
}

async function remove(args: ListArgs, context: ExecutionContext): Promise<Plain> {
  const list = traverse(context.grains, args.key, args.delimiter ?? ":") ?? [];
  if (!isList(list)) return `The key ${args.key} is not a valid list`;
  const at = list.findIndex((item) => isEqual(item, args.val));
  if (at < 0) return `The val ${pythonStr(args.val)} was not in the list ${args.key}`;
  return await replaceList(args, list.toSpliced(at, 1), context);
}

async function replaceList(
  args: ListArgs,
  value: readonly Value[],
  context: ExecutionContext,
): Promise<Plain> {
  const change = { key: args.key, value, delimiter: args.delimiter ?? ":", force: true, destructive: false };
  const plan = planChange(context.grains, change);
  if (!("grain" in plan)) return `The key ${args.key} is not a valid list`;
  return await setGrains(new Map([[plan.grain, plan.value]]), context, KEPT);
}

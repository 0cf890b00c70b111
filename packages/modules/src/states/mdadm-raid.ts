/**
 * States of arrays of disks, by mdadm.
 */
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import {
  get,
  isDict,
  isList,
  isTrial,
  isTruthy,
  needed,
  pythonRepr,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";
import { findProgram } from "../execution/cmd/programs.js";
import { givenKeywords } from "../values/keywords.js";
import { answer, changed, failed, pending, unchanged } from "./answer/answer.js";

const name = needed.str("The array.");

/** The disks of an array, by what is on them. */
interface Disks {
  readonly missing: readonly string[];
  readonly fresh: readonly string[];
  /** Those that belong to an array, by its UUID. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

export const mdadmRaid = stateModule("mdadm_raid", {
  doc: "States of arrays of disks, by mdadm.",
  virtualName: "raid",
  available: ({ grains }) => {
    if (grains.get("kernel") !== "Linux") return "Only supported on Linux";
    return findProgram("mdadm") !== undefined || "Unable to locate command: mdadm";
  },
  functions: {
    present: stateFn({
      doc: "Makes an array be there: it is made, or put together when its disks belong to one.",
      params: { name, level: needed.any("The level."), devices: needed.list("Its disks.") },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const given = [...givenKeywords(kwargs)].map(([key, value]) => [pythonStr(key), value]);
        const options = Object.fromEntries(given);
        const now = get(await context.call("raid.list"), args.name);
        const disks = await lookAt(args.devices.map(pythonStr), context);
        const uuids = [...disks.members.keys()];
        const [uuid] = uuids;
        if (uuids.length > 1) {
          const text = `Devices are a mix of RAID constituents with multiple MD_UUIDs: ${pythonRepr(uuids.sort())}.`;
          return failed(args.name, text);
        }
        const own = pythonStr(get(now, "uuid") ?? "");
        if (now !== undefined && uuid !== undefined && own !== uuid)
          return failed(args.name, `Devices MD_UUIDs: ${uuid} differs from present RAID uuid ${own}.`);
        if (now === undefined && uuid === undefined && disks.fresh.length === 0)
          return failed(args.name, `All devices are missing: ${pythonRepr(disks.missing)}.`);
        const request = { name: args.name, level: args.level, options, disks, isPresent: now !== undefined };
        return isTrial(context) ? await trial(request, context) : await brought(request, context);
      },
    }),
    absent: stateFn({
      doc: "Makes an array not be there; what is on it is lost.",
      params: { name },
      run: async (args, context) => {
        const all = await context.call("raid.list");
        if (!isDict(all) || !all.has(args.name))
          return unchanged(args.name, `Raid ${args.name} already absent`);
        if (isTrial(context)) return pending(args.name, `Raid ${args.name} is set to be destroyed`);
        const isGone = isTruthy(await context.call("raid.destroy", [args.name]));
        const how = isGone ? "has been destroyed" : "failed to be destroyed";
        return answer(args.name, isGone, `Raid ${args.name} ${how}`);
      },
    }),
  },
});

async function lookAt(devices: readonly string[], context: ExecutionContext): Promise<Disks> {
  const [missing, fresh]: [string[], string[]] = [[], []];
  const members = new Map<string, string[]>();
  for (const device of devices) {
    if (device === "missing" || (await context.call("file.access", [device, "f"])) !== true) {
      missing.push(device);
      continue;
    }
    const uuid = get(await context.call("raid.examine", [device], { quiet: true }), "MD_UUID");
    if (uuid === undefined) fresh.push(device);
    else members.set(pythonStr(uuid), [...(members.get(pythonStr(uuid)) ?? []), device]);
  }
  return { missing, fresh, members };
}

interface RaidRequest {
  readonly name: string;
  readonly level: Value;
  readonly options: { readonly [name: string]: Value };
  readonly disks: Disks;
  readonly isPresent: boolean;
}

/** Makes the array or puts it together; what the module said, and the word for what was done. */
async function made(
  { name: raid, level, options, disks }: RaidRequest,
  context: ExecutionContext,
  test: { readonly test_mode?: true },
): Promise<readonly [verb: string, told: Value]> {
  const [members] = disks.members.values();
  if (members !== undefined)
    return ["assembled", await context.call("raid.assemble", [raid, members], { ...test, ...options })];
  const all = [...disks.fresh, ...disks.missing.map(() => "missing")];
  return ["created", await context.call("raid.create", [raid, level, all], { ...test, ...options })];
}

async function trial(request: RaidRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name: raid, disks, isPresent } = request;
  let [result, comment]: [boolean | null, string] = [true, `Raid ${raid} already present.`];
  if (!isPresent) {
    const [verb, told] = await made(request, context, { test_mode: true });
    [result, comment] = [
      null,
      `Raid will be ${verb} with: ${isList(told) ? pythonRepr(told) : pythonStr(told)}`,
    ];
  }
  if ((isPresent || disks.members.size > 0) && disks.fresh.length > 0) {
    comment += ` New devices will be added: ${pythonRepr(disks.fresh)}`;
    result = null;
  }
  return answer(raid, result, comment + missingText(disks));
}

async function brought(request: RaidRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name: raid, disks, isPresent } = request;
  const changes: MutableDict = new Map<Value, Value>();
  let comment = `Raid ${raid} already present.`;
  if (!isPresent) {
    const [verb] = await made(request, context, {});
    const facts = get(await context.call("raid.list"), raid);
    if (!isDict(facts)) return failed(raid, `Raid ${raid} failed to be ${verb}.${missingText(disks)}`);
    comment = `Raid ${raid} ${verb}.`;
    for (const [key, value] of facts) changes.set(key, value);
    await context.call("raid.save_config");
  }
  if (!(isPresent || disks.members.size > 0) || disks.fresh.length === 0)
    return changed(raid, comment + missingText(disks), changes);
  let isFine = true;
  for (const disk of disks.fresh) {
    const isAdded = isTruthy(await context.call("raid.add", [raid, disk]));
    comment += isAdded ? ` Added new device ${disk} to ${raid}.\n` : ` Unable to add ${disk} to ${raid}.\n`;
    isFine &&= isAdded;
  }
  if (isFine) changes.set("added", disks.fresh);
  return answer(raid, isFine, comment + missingText(disks), changes);
}

function missingText({ missing }: Disks): string {
  return missing.length === 0 ? "" : ` Missing devices: ${pythonRepr(missing)}`;
}

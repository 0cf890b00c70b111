/**
 * Functions of physical volumes.
 */
import { existsSync } from "node:fs";
import type { Dict, ExecutionContext } from "@salt/core";
import { fn, isTruthy, maybe } from "@salt/core";
import { byRealDevice, display } from "./display.js";
import { deviceNames, devices, optionWords, runLvm } from "./words.js";

const override = maybe.bool(true, "Leave out devices that need nothing, rather than refuse.");
const force = maybe.bool(true, "Answer questions of the program with yes.");
const OPTIONS = {
  valued: (
    "metadatasize dataalignment dataalignmentoffset pvmetadatacopies metadatacopies metadataignore restorefile " +
    "labelsector setphysicalvolumesize"
  ).split(" "),
  bare: ["norestorefile"],
};

/** Functions of physical volumes. */
export const physicalFunctions = {
  pvdisplay: fn({
    doc: "What is known of physical volumes, or of one.",
    examples: ["salt '*' lvm.pvdisplay", "salt '*' lvm.pvdisplay /dev/md0"],
    params: {
      pvname: maybe.str("", "One of them."),
      real: maybe.bool(false, "By the devices that their paths stand for."),
      quiet: maybe.bool(false, "One that is not there is no fault."),
    },
    run: async (args, context): Promise<Dict> => {
      const found = await display("pvdisplay", args.pvname, args.quiet, context);
      return args.real ? byRealDevice(found) : found;
    },
  }),
  pvcreate: fn({
    doc: "Makes devices physical volumes; further arguments are options of pvcreate. True, or what is wrong.",
    examples: ["salt '*' lvm.pvcreate /dev/sdb1,/dev/sdb2"],
    params: { devices, override, force },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      if (!isTruthy(args.devices)) return "Error: at least one device is required";
      const fresh: string[] = [];
      const names = deviceNames(args.devices);
      for (const device of names) {
        if (!existsSync(device)) return `${device} does not exist`;
        if (!(await isVolume(device, true, context))) fresh.push(device);
        else if (!args.override) return `Device "${device}" is already an LVM physical volume.`;
      }
      const words = optionWords(kwargs, OPTIONS, context);
      if (fresh.length === 0) return true;
      const told = await runLvm("pvcreate", [...fresh, ...words], args.force, context);
      if (told.retcode !== 0) return told.stderr;
      for (const device of names)
        if (!(await isVolume(device, false, context))) return `Device "${device}" was not affected.`;
      return true;
    },
  }),
  pvremove: fn({
    doc: "Makes devices physical volumes no more. True, or what is wrong.",
    examples: ["salt '*' lvm.pvremove /dev/sdb1,/dev/sdb2"],
    params: { devices, override, force },
    run: async (args, context) => {
      const volumes = await volumesOf(args, context);
      if (typeof volumes === "string" || volumes.length === 0)
        return volumes.length === 0 ? true : String(volumes);
      const told = await runLvm("pvremove", volumes, args.force, context);
      if (told.retcode !== 0) return told.stderr;
      for (const device of volumes)
        if (await isVolume(device, true, context)) return `Device "${device}" was not affected.`;
      return true;
    },
  }),
  pvresize: fn({
    doc: "Fits physical volumes to the sizes of their devices. True, or what is wrong.",
    examples: ["salt '*' lvm.pvresize /dev/sdb1,/dev/sdb2"],
    params: { devices, override, force },
    run: async (args, context) => {
      const volumes = await volumesOf(args, context);
      if (typeof volumes === "string" || volumes.length === 0)
        return volumes.length === 0 ? true : String(volumes);
      const told = await runLvm("pvresize", volumes, args.force, context);
      return told.retcode === 0 ? true : told.stderr;
    },
  }),
} as const;

async function isVolume(device: string, isQuiet: boolean, context: ExecutionContext): Promise<boolean> {
  return (await display("pvdisplay", device, isQuiet, context)).size > 0;
}

/** The devices that are physical volumes; a text when one is not and none may be left out. */
async function volumesOf(
  args: { readonly devices: Parameters<typeof deviceNames>[0]; readonly override: boolean },
  context: ExecutionContext,
): Promise<readonly string[] | string> {
  const found: string[] = [];
  for (const device of deviceNames(args.devices)) {
    if (await isVolume(device, false, context)) found.push(device);
    else if (!args.override) return `${device} is not a physical volume`;
  }
  return found;
}

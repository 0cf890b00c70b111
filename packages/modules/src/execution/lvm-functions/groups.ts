/**
 * Functions of volume groups.
 */
import type { Dict } from "@salt/core";
import { dict, fn, isTruthy, maybe, needed } from "@salt/core";
import { plainName } from "../program/run-program.js";
import { display } from "./display.js";
import { deviceNames, devices, optionWords, outcome, runLvm } from "./words.js";

const vgname = needed.str("The volume group.");
const OPTIONS = {
  valued: (
    "addtag alloc autobackup clustered maxlogicalvolumes maxphysicalvolumes metadatatype vgmetadatacopies " +
    "metadatacopies physicalextentsize zero"
  ).split(" "),
  bare: [],
};
const NOTHING = "Error: vgname and device(s) are both required";

/** Functions of volume groups. */
export const groupFunctions = {
  vgdisplay: fn({
    doc: "What is known of volume groups, or of one.",
    examples: ["salt '*' lvm.vgdisplay", "salt '*' lvm.vgdisplay nova-volumes"],
    params: {
      vgname: maybe.str("", "One of them."),
      quiet: maybe.bool(false, "One that is not there is no fault."),
    },
    run: async (args, context): Promise<Dict> => await display("vgdisplay", args.vgname, args.quiet, context),
  }),
  vgcreate: fn({
    doc: "Makes a volume group of physical volumes; further arguments are options of vgcreate.",
    examples: ["salt '*' lvm.vgcreate my_vg /dev/sdb1,/dev/sdb2"],
    params: { vgname, devices, force: maybe.bool(false, "Answer questions with yes.") },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Dict | string> => {
      if (args.vgname === "" || !isTruthy(args.devices)) return NOTHING;
      const name = plainName(args.vgname, "vgname");
      const words = [name, ...deviceNames(args.devices), ...optionWords(kwargs, OPTIONS, context)];
      const told = await runLvm("vgcreate", words, args.force, context);
      const facts = await display("vgdisplay", name, false, context);
      facts.set("Output from vgcreate", outcome(told, `Volume group "${name}" successfully created`));
      return facts;
    },
  }),
  vgextend: fn({
    doc: "Adds physical volumes to a volume group.",
    examples: ["salt '*' lvm.vgextend my_vg /dev/sdb1,/dev/sdb2"],
    params: { vgname, devices, force: maybe.bool(false, "Answer questions with yes.") },
    run: async (args, context): Promise<Dict | string> => {
      if (args.vgname === "" || !isTruthy(args.devices)) return NOTHING;
      const name = plainName(args.vgname, "vgname");
      const told = await runLvm("vgextend", [name, ...deviceNames(args.devices)], args.force, context);
      return dict({ "Output from vgextend": outcome(told, `Volume group "${name}" successfully extended`) });
    },
  }),
  vgremove: fn({
    doc: "Removes a volume group.",
    examples: ["salt '*' lvm.vgremove vgname force=True"],
    params: { vgname, force: maybe.bool(true, "Answer questions with yes.") },
    run: async (args, context) => {
      const told = await runLvm("vgremove", [plainName(args.vgname, "vgname")], args.force, context);
      return outcome(told, `Volume group "${args.vgname}" successfully removed`);
    },
  }),
} as const;

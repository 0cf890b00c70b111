/**
 * Functions of logical volumes.
 */
import type { Dict, ExecutionContext, ExecutionFunction } from "@salt/core";
import { dict, fn, isTruthy, maybe, needed } from "@salt/core";
import { plainName, programPath } from "../program/run-program.js";
import { display } from "./display.js";
import { optionWords, outcome, runLvm, runQuietly, sizeWord } from "./words.js";

const OPTIONS = {
  valued: (
    "activate chunksize contiguous discards stripes stripesize minor persistent mirrors monitor permission " +
    "poolmetadatasize readahead regionsize type virtualsize zero"
  ).split(" "),
  bare: ["nosync", "noudevsync", "ignoremonitoring", "thin"],
};
const size = maybe.any(null, "The size, in megabytes or with a unit.");
const extents = maybe.any(null, "The size in extents.");
const force = maybe.bool(false, "Answer questions with yes.");

/** Functions of logical volumes. */
export const logicalFunctions = {
  lvdisplay: fn({
    doc: "What is known of logical volumes, or of one.",
    examples: ["salt '*' lvm.lvdisplay", "salt '*' lvm.lvdisplay /dev/vg_myserver/root"],
    params: {
      lvname: maybe.str("", "One of them."),
      quiet: maybe.bool(false, "One that is not there is no fault."),
    },
    run: async (args, context): Promise<Dict> => await display("lvdisplay", args.lvname, args.quiet, context),
  }),
  lvcreate: fn({
    doc: "Makes a logical volume; further arguments are options of lvcreate.",
    examples: ["salt '*' lvm.lvcreate new_volume_name vg_name size=10G"],
    params: {
      lvname: needed.str("The volume."),
      vgname: needed.str("Its volume group."),
      size,
      extents,
      snapshot: maybe.str(null, "The volume of which it is a snapshot."),
      pv: maybe.str(null, "The physical volume on which it lies."),
      thinvolume: maybe.bool(false, "It takes room only as it is written."),
      thinpool: maybe.bool(false, "It has the room for such volumes."),
      force,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Dict | string> => {
      const { thinvolume, thinpool } = args;
      const [hasSize, hasExtents] = [isTruthy(args.size), isTruthy(args.extents)];
      if (hasSize && hasExtents) return "Error: Please specify only one of size or extents";
      if (thinvolume && thinpool) return "Error: Please set only one of thinvolume or thinpool to True";
      if (hasExtents && thinvolume) return "Error: Thin volume size cannot be specified as extents";
      if (!hasSize && !hasExtents) return "Error: Either size or extents must be specified";
      const name = plainName(args.lvname, "lvname");
      const group = plainName(args.vgname, "vgname");
      const kind = thinvolume ? ["--thin", "-n", name] : thinpool ? ["--thinpool", name] : ["-n", name];
      const from = args.snapshot ? ["-s", `${group}/${plainName(args.snapshot, "snapshot")}`] : [group];
      const room = hasSize
        ? [thinvolume ? "-V" : "-L", sizeWord(args.size, "size")]
        : ["-l", sizeWord(args.extents, "extents")];
      const on = args.pv ? [plainName(args.pv, "pv")] : [];
      const words = [...kind, ...from, ...room, ...on, ...optionWords(kwargs, OPTIONS, context)];
      const told = await runLvm("lvcreate", words, args.force, context);
      const facts = await display("lvdisplay", `/dev/${group}/${name}`, false, context);
      facts.set("Output from lvcreate", outcome(told, `Logical volume "${name}" created.`));
      return facts;
    },
  }),
  lvremove: fn({
    doc: "Removes a logical volume.",
    examples: ["salt '*' lvm.lvremove lvname vgname force=True"],
    params: {
      lvname: needed.str("The volume."),
      vgname: needed.str("Its volume group."),
      force: maybe.bool(true, "Answer questions with yes."),
    },
    run: async (args, context) => {
      const which = `${plainName(args.vgname, "vgname")}/${plainName(args.lvname, "lvname")}`;
      const told = await runLvm("lvremove", [which], args.force, context);
      return outcome(told, `Logical volume "${args.lvname}" successfully removed`);
    },
  }),
  lvresize: sized("lvresize", "--force", "resized", "Changes the size of a logical volume."),
  lvextend: sized("lvextend", "--yes", "extended", "Makes a logical volume larger."),
} as const;

function sized(program: string, forced: string, done: string, doc: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' lvm.${program} +12M /dev/mapper/vg1-test`],
    params: {
      size,
      lvpath: maybe.str(null, "The path of the volume."),
      extents,
      force: maybe.bool(false, "Do not ask."),
      resizefs: maybe.bool(false, "Fit the file system on it, too."),
    },
    run: async (args, context): Promise<Dict> => {
      const [hasSize, hasExtents] = [isTruthy(args.size), isTruthy(args.extents)];
      if (hasSize === hasExtents) return refused(context);
      const path = plainName(args.lvpath, "lvpath");
      const room = hasSize ? ["-L", sizeWord(args.size, "size")] : ["-l", sizeWord(args.extents, "extents")];
      const how = [args.force ? forced : "-qq", ...(args.resizefs ? ["--resizefs"] : [])];
      const command = [programPath(program), ...how, ...room, path];
      const told = await runQuietly(command, context);
      const text = outcome(told, `Logical volume "${path}" successfully ${done}.`);
      return dict({ [`Output from ${program}`]: text });
    },
  });
}

function refused(context: ExecutionContext): Dict {
  context.log.error({}, "Just one of size and extents must be given");
  return dict({});
}

/**
 * Partitions of disks, by parted and sfdisk.
 */
import type { Dict, Plain, Value } from "@salt/core";
import { CommandExecutionError, dict, executionModule, fn, maybe, needed, pythonStr } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { isBlockDevice } from "./disk-functions/device-functions.js";
import {
  blockDevice,
  boundary,
  FILE_SYSTEMS,
  linesOf,
  oneOf,
  partNumber,
  unitName,
} from "./partition-functions/checks.js";
import { programPath, runProgram } from "./program/run-program.js";

const DISK_FLAGS = ["cylinder_alignment", "pmbr_boot", "implicit_partition_table"];
const FLAGS: readonly string[] = (
  "boot root swap hidden raid lvm lba hp-service palo prep msftres bios_grub atvrecv diag legacy_boot msftdata " +
  "irst esp type"
).split(" ");
const LABELS: readonly string[] = "aix amiga bsd dvh gpt loop mac msdos pc98 sun".split(" ");
const SCRIPT = ["-m", "-s"];
const device = needed.str("The disk.");
const minor = needed.any("The number of the partition.");
const fs_type = maybe.str(null, "The kind of file system that it is for.");
const part_type = needed.str("`primary`, `logical` or `extended`.");
const [start, end] = [maybe.any(null, "Where it begins, e.g. `1MiB`."), maybe.any(null, "Where it ends.")];

const mkpart = fn({
  doc: "Makes a partition; what parted says.",
  examples: ["salt '*' partition.mkpart /dev/sda primary fs_type=fat32 start=0 end=639"],
  params: { device, part_type, fs_type, start, end },
  run: async (args, context): Promise<Plain> => {
    const disk = blockDevice(args.device);
    const type = oneOf(args.part_type, ["primary", "logical", "extended"], "part_type", "mkpart");
    const kind = args.fs_type ? [oneOf(args.fs_type, FILE_SYSTEMS, "fs_type", "mkpart")] : [];
    const [from, to] = [args.start, args.end].map((one) => (one === null ? "" : boundary(one)));
    return await linesOf(
      "parted",
      [...SCRIPT, "--", disk, "mkpart", type, ...kind, from ?? "", to ?? ""],
      context,
    );
  },
});

export const partedPartition = executionModule("parted_partition", {
  doc: "Partitions of disks, by parted and sfdisk.",
  virtualName: "partition",
  available: () => {
    const missing = ["parted", "lsblk", "partprobe"].find((name) => findProgram(name) === undefined);
    return (
      missing === undefined ||
      `The parted execution module failed to load ${missing} binary is not in the path.`
    );
  },
  functions: {
    mkpart,
    mkpartfs: {
      ...mkpart,
      doc: "The same as partition.mkpart: no file system is made.",
      examples: ["salt '*' partition.mkpartfs /dev/sda primary fs_type=fat32 start=0 end=639"],
    },
    probe: fn({
      doc: "Tells the kernel of new partitions.",
      examples: ["salt '*' partition.probe /dev/sda"],
      varargs: "devices",
      run: async (_args, context, { args }): Promise<Plain> =>
        await linesOf("partprobe", ["--", ...args.map(blockDevice)], context),
    }),
    list: fn({
      doc: "A disk and its partitions.",
      examples: ["salt '*' partition.list /dev/sda", "salt '*' partition.list /dev/sda unit=s"],
      params: { device, unit: maybe.str(null, "The unit of sizes.") },
      run: async (args, context): Promise<Dict> => {
        const unit = args.unit ? ["unit", unitName(args.unit)] : [];
        const command = [programPath("parted"), ...SCRIPT, blockDevice(args.device), ...unit, "print"];
        const { stdout } = await runProgram(command, context, { ignore_retcode: false });
        return readPrint(stdout, args.unit === "chs");
      },
    }),
    align_check: fn({
      doc: "Whether a partition begins where its disk works best.",
      examples: ["salt '*' partition.align_check /dev/sda minimal 1"],
      params: { device, part_type: needed.str("`minimal` or `optimal`."), partition: minor },
      run: async (args, context): Promise<Plain> => {
        const disk = blockDevice(args.device);
        const type = oneOf(args.part_type, ["minimal", "optimal"], "part_type", "align_check");
        const number = partNumber(args.partition, "align_check", "partition");
        return await linesOf("parted", ["-m", disk, "align-check", type, number], context);
      },
    }),
    get_id: fn({
      doc: "The number of the kind of a partition.",
      examples: ["salt '*' partition.get_id /dev/sda 1"],
      params: { device, minor },
      run: async (args, context): Promise<Plain> =>
        await linesOf(
          "sfdisk",
          ["--part-type", blockDevice(args.device), partNumber(args.minor, "get_id")],
          context,
        ),
    }),
    set_id: fn({
      doc: "Sets the number of the kind of a partition.",
      examples: ["salt '*' partition.set_id /dev/sda 1 83"],
      params: { device, minor, system_id: needed.str("The number.") },
      run: async (args, context): Promise<Plain> => {
        const which = [blockDevice(args.device), partNumber(args.minor, "set_id")];
        const known = systemTypes(await linesOf("sfdisk", ["-T"], context)).map(([id]) => id);
        const id = oneOf(args.system_id, known, "system_id", "set_id");
        return await linesOf("sfdisk", ["--part-type", ...which, id], context);
      },
    }),
    system_types: fn({
      doc: "The numbers of kinds of partitions.",
      examples: ["salt '*' partition.system_types"],
      run: async (_args, context): Promise<Plain> =>
        Object.fromEntries(systemTypes(await linesOf("sfdisk", ["-T"], context))),
    }),
    mkfs: fn({
      doc: "Makes a file system on a device; what the program says.",
      examples: ["salt '*' partition.mkfs /dev/sda2 fat32"],
      params: { device, fs_type: needed.str("The kind of file system.") },
      run: async (args, context): Promise<Plain> => {
        const path = blockDevice(args.device);
        const type = oneOf(args.fs_type, FILE_SYSTEMS, "fs_type", "mkfs");
        const program = type === "linux-swap" ? "mkswap" : `mkfs.${type === "NTFS" ? "ntfs" : type}`;
        if (findProgram(program) === undefined) return `Error: ${program} is unavailable.`;
        return await linesOf(program, [path], context);
      },
    }),
    mklabel: fn({
      doc: "Makes an empty table of partitions on a disk.",
      examples: ["salt '*' partition.mklabel /dev/sda msdos"],
      params: { device, label_type: needed.str("The kind of table, e.g. `gpt`.") },
      run: async (args, context): Promise<Plain> => {
        const label = oneOf(args.label_type, LABELS, "label_type", "mklabel");
        return await linesOf("parted", [...SCRIPT, blockDevice(args.device), "mklabel", label], context);
      },
    }),
    name: fn({
      doc: "Names a partition (gpt, mac, pc98).",
      examples: ["salt '*' partition.name /dev/sda 1 'My Documents'"],
      params: { device, partition: minor, name: needed.str("The name.") },
      run: async (args, context): Promise<Plain> => {
        const which = [blockDevice(args.device), "name", partNumber(args.partition, "name", "partition")];
        if (!/^[\w -]*$/.test(args.name))
          throw new CommandExecutionError("Invalid characters passed to partition.name");
        return await linesOf("parted", [...SCRIPT, ...which, `'${args.name}'`], context);
      },
    }),
    rescue: fn({
      doc: "Looks for a partition that was lost.",
      examples: ["salt '*' partition.rescue /dev/sda 0 8056"],
      params: { device, start: needed.any("From where."), end: needed.any("To where.") },
      run: async (args, context): Promise<Plain> => {
        const where = [blockDevice(args.device), "rescue", boundary(args.start), boundary(args.end)];
        return await linesOf("parted", [...SCRIPT, ...where], context);
      },
    }),
    resize: fn({
      doc: "Moves the ends of a partition and what is on it (parted before 3.0).",
      examples: ["salt '*' partition.resize /dev/sda 3 200 850"],
      params: { device, minor, start: needed.any("Where it begins."), end: needed.any("Where it ends.") },
      run: async (args, context): Promise<Plain> => {
        const which = [blockDevice(args.device), "resize", partNumber(args.minor, "resize")];
        const words = [...which, boundary(args.start), boundary(args.end)];
        return await linesOf("parted", [...SCRIPT, "--", ...words], context);
      },
    }),
    rm: fn({
      doc: "Removes a partition.",
      examples: ["salt '*' partition.rm /dev/sda 5"],
      params: { device, minor },
      run: async (args, context): Promise<Plain> =>
        await linesOf(
          "parted",
          [...SCRIPT, blockDevice(args.device), "rm", partNumber(args.minor, "rm")],
          context,
        ),
    }),
    set: fn({
      doc: "Switches a flag of a partition.",
      examples: ["salt '*' partition.set /dev/sda 1 boot on"],
      params: { device, minor, flag: needed.str("The flag."), state: needed.any("`on` or `off`.") },
      run: async (args, context): Promise<Plain> => {
        const which = [blockDevice(args.device), "set", partNumber(args.minor, "set")];
        const words = [oneOf(args.flag, FLAGS, "flag", "set"), switchWord(args.state, "set")];
        return await linesOf("parted", [...SCRIPT, ...which, ...words], context);
      },
    }),
    toggle: fn({
      doc: "Turns a flag of a partition round.",
      examples: ["salt '*' partition.toggle /dev/sda 1 boot"],
      params: { device, partition: minor, flag: needed.str("The flag.") },
      run: async (args, context): Promise<Plain> => {
        const number = partNumber(args.partition, "toggle", "partition number");
        const which = [blockDevice(args.device), "toggle", number];
        return await linesOf(
          "parted",
          [...SCRIPT, ...which, oneOf(args.flag, FLAGS, "flag", "toggle")],
          context,
        );
      },
    }),
    disk_set: fn({
      doc: "Switches a flag of a disk.",
      examples: ["salt '*' partition.disk_set /dev/sda pmbr_boot on"],
      params: { device, flag: needed.str("The flag."), state: needed.any("`on` or `off`.") },
      run: async (args, context): Promise<Plain> => {
        const words = [oneOf(args.flag, DISK_FLAGS, "flag", "disk_set"), switchWord(args.state, "disk_set")];
        return await linesOf("parted", [...SCRIPT, blockDevice(args.device), "disk_set", ...words], context);
      },
    }),
    disk_toggle: fn({
      doc: "Turns a flag of a disk round.",
      examples: ["salt '*' partition.disk_toggle /dev/sda pmbr_boot"],
      params: { device, flag: needed.str("The flag.") },
      run: async (args, context): Promise<Plain> => {
        const flag = oneOf(args.flag, DISK_FLAGS, "flag", "disk_toggle");
        return await linesOf("parted", [...SCRIPT, blockDevice(args.device), "disk_toggle", flag], context);
      },
    }),
    exists: fn({
      doc: "Whether a path is a disk or a partition.",
      examples: ["salt '*' partition.exists /dev/sdb1"],
      params: { device: maybe.str("", "The path.") },
      run: (args) => isBlockDevice(args.device ?? ""),
    }),
    get_block_device: fn({
      doc: "The disks of this machine.",
      examples: ["salt '*' partition.get_block_device"],
      run: async (_args, context): Promise<Plain> =>
        await linesOf("lsblk", "-n -io KNAME -d -e 1,7,11 -l".split(" "), context),
    }),
  },
});

/** YAML makes booleans of `on` and `off`. */
function switchWord(value: Value, fun: string): string {
  const word = value === true ? "on" : value === false ? "off" : value;
  return oneOf(word, ["on", "off"], "state", fun);
}

function systemTypes(lines: readonly string[]): readonly (readonly [string, string])[] {
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter(([id]) => id !== "" && id !== "Id");
  return rows.map(([id = "", name = ""]) => [id, name] as const);
}

const DISK = [
  "disk",
  "size",
  "interface",
  "logical sector",
  "physical sector",
  "partition table",
  "model",
  "disk flags",
];

/** Reads `parted -m print`. Throws CommandExecutionError for what is not that. */
function readPrint(text: string, isChs: boolean): Dict {
  const lines = text.split("\n").filter((line) => line !== "" && !["BYT;", "CHS;", "CYL;"].includes(line));
  const [head = [], ...rows] = lines.map((line) => line.replace(/;+$/, "").split(":"));
  const fault = new CommandExecutionError("Problem encountered while parsing output from parted");
  if (lines.length === 0) return dict({ info: {}, partitions: {} });
  if (head.length < 7 || head.length > 8) throw fault;
  const partitions = rows.map((columns) => {
    const place = ["number", "start", "end", ...(isChs ? [] : ["size"])];
    const isFree = columns.at(-1) === "free";
    const names = isFree ? place : [...place, "file system", "name", "flags"];
    const values = isFree ? columns.slice(0, -1) : columns;
    if (names.length !== values.length) throw fault;
    return [values[0] ?? "", pairs(names, values)] as const;
  });
  return dict({ info: pairs(DISK, head), partitions: Object.fromEntries(partitions) });
}

function pairs(names: readonly string[], values: readonly string[]): Plain {
  return Object.fromEntries(values.map((value, at) => [names[at] ?? "", pythonStr(value)]));
}

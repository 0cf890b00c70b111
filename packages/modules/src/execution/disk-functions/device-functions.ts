/**
 * Functions of block devices: what is on them, how they are tuned, and making file systems.
 */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  fn,
  get,
  isDict,
  isList,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import { findProgram } from "../cmd/programs.js";
import { plainName, plainValue, programPath, runProgram } from "../program/run-program.js";

const device = needed.str("The device.");
/** What `blockdev` is asked, by the option that tells it. */
const FACTS: readonly string[] =
  "getro getsz getss getpbsz getiomin getioopt getalignoff getmaxsect getsize getsize64 getra getfra".split(
    " ",
  );
/** Options of `blockdev` by the names that users give. */
const TUNING: Readonly<Record<string, readonly [set: string, get: string]>> = {
  "read-ahead": ["setra", "getra"],
  "filesystem-read-ahead": ["setfra", "getfra"],
  "read-only": ["setro", "getro"],
  "read-write": ["setrw", "getro"],
};

/** Functions of block devices. */
export const deviceFunctions = {
  blkid: fn({
    doc: "What is on block devices: UUID, TYPE, LABEL and the like.",
    examples: ["salt '*' disk.blkid", "salt '*' disk.blkid /dev/sda"],
    params: {
      device: maybe.str(null, "One of them."),
      token: maybe.str(null, "Only those that have this, e.g. `TYPE=ext4`."),
    },
    run: async (args, context): Promise<Dict> => {
      const which = args.device
        ? [plainName(args.device, "device")]
        : args.token
          ? ["-t", plainName(args.token, "token")]
          : [];
      const options = { ignore_retcode: false };
      const { retcode, stdout } = await runProgram([programPath("blkid"), ...which], context, options);
      const lines = retcode > 0 ? [] : stdout.split("\n").filter((line) => line !== "");
      return dict(Object.fromEntries(lines.map(blkidLine)));
    },
  }),
  tune: fn({
    doc: "Sets `read-ahead`, `filesystem-read-ahead`, `read-only` or `read-write` of a device; what then is set.",
    examples: ["salt '*' disk.tune /dev/sda1 read-ahead=1024 read-write=True"],
    params: { device },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      const { set, asked } = tuningWords(givenKeywords(kwargs));
      const name = plainName(args.device, "device");
      const command = [programPath("blockdev"), ...set, name];
      const told = await runProgram(command, context, { ignore_retcode: false });
      if (told.retcode !== 0) throw new CommandExecutionError(told.stderr);
      return await dump(name, asked, context);
    },
  }),
  dump: fn({
    doc: "What the kernel knows of a device.",
    examples: ["salt '*' disk.dump /dev/sda1"],
    params: { device, args: maybe.any(null, "Only these facts.") },
    run: (given, context): Promise<Plain> =>
      dump(plainName(given.device, "device"), isList(given.args) ? given.args.map(pythonStr) : [], context),
  }),
  wipe: fn({
    doc: "Removes what tells that there is a file system on a device.",
    examples: ["salt '*' disk.wipe /dev/sda1"],
    params: { device },
    run: async (args, context) => {
      const command = [programPath("wipefs"), "-a", plainName(args.device, "device")];
      const { retcode, stderr } = await runProgram(command, context, { ignore_retcode: false });
      if (retcode !== 0) context.log.error({ device: args.device, stderr }, "The device could not be wiped");
      return retcode === 0;
    },
  }),
  resize2fs: fn({
    doc: "Fits a file system (ext2, ext3, ext4) to the size of its device.",
    examples: ["salt '*' disk.resize2fs /dev/sda1"],
    params: { device },
    run: async (args, context) => {
      const command = [programPath("resize2fs"), plainName(args.device, "device")];
      return (await runProgram(command, context, { ignore_retcode: false })).retcode === 0 ? true : null;
    },
  }),
  format: fn({
    doc: "Makes a file system on a device.",
    examples: ["salt '*' disk.format /dev/sdX1"],
    params: {
      device,
      fs_type: maybe.str("ext4", "Of which kind."),
      inode_size: maybe.any(null, "The size of inodes (ext and xfs)."),
      lazy_itable_init: maybe.any(null, "Whether tables of inodes are written later (ext)."),
      fat: maybe.int(null, "12, 16 or 32 (fat)."),
      force: maybe.bool(false, "Also on what is no partition (ext and xfs)."),
    },
    run: async (args, context) => {
      const command = [programPath("mkfs"), ...formatWords(args), plainName(args.device, "device")];
      const made = (await runProgram(command, context)).retcode === 0;
      const synced = (await runProgram([programPath("sync")], context)).retcode === 0;
      return made && synced;
    },
  }),
  fstype: fn({
    doc: "The kind of file system on a device.",
    examples: ["salt '*' disk.fstype /dev/sdX1"],
    params: { device },
    run: (args, context) => fstype(args.device, context),
  }),
  get_fstype_from_path: fn({
    doc: "The kind of file system that a path lies on.",
    examples: ["salt '*' disk.get_fstype_from_path /root"],
    params: { path: needed.str("The path.") },
    run: async (args, context) => {
      const mounts = await context.call("mount.active");
      const path = resolve(args.path);
      const places = isDict(mounts) ? [...mounts.keys()].map(pythonStr) : [];
      const isAbove = (place: string): boolean =>
        place === "/" || path === place || path.startsWith(`${place}/`);
      const place = places.filter(isAbove).sort((a, b) => b.length - a.length)[0] ?? "";
      return await fstype(pythonStr(get(get(mounts, place), "device") ?? place), context);
    },
  }),
} as const;

function blkidLine(line: string): readonly [string, Plain] {
  const at = line.indexOf(":");
  const pairs = [...line.slice(at + 1).matchAll(/\s*([^=\s]+)="((?:[^"\\]|\\.)*)"/g)];
  return [line.slice(0, at), Object.fromEntries(pairs.map(([, key = "", value = ""]) => [key, value]))];
}

function tuningWords(given: Dict): { readonly set: readonly string[]; readonly asked: readonly string[] } {
  const [set, asked, wrong]: [string[], string[], string[]] = [[], [], []];
  for (const [key, value] of given) {
    const name = pythonStr(key);
    const options = Object.entries(TUNING).find(([known]) => known === name)?.[1];
    const isSwitch = name === "read-only" || name === "read-write";
    if (options === undefined || (isSwitch && value !== true && value !== "True")) {
      wrong.push(`${name}=${pythonStr(value)}`);
      continue;
    }
    set.push(`--${options[0]}`, ...(isSwitch ? [] : [plainName(value, name)]));
    asked.push(options[1]);
  }
  if (wrong.length > 0) throw new SaltInvocationError(`Invalid keyword arguments: ${wrong.join(", ")}`);
  return { set, asked };
}

async function dump(name: string, only: readonly string[], context: ExecutionContext): Promise<Plain> {
  const command = [programPath("blockdev"), ...FACTS.map((fact) => `--${fact}`), name];
  const { retcode, stdout } = await runProgram(command, context, { ignore_retcode: false });
  if (retcode !== 0) return false;
  const lines = stdout.split("\n").filter((line) => line !== "");
  const facts = lines.map((line, at) => [FACTS[at] ?? "", line] as const);
  return Object.fromEntries(facts.filter(([fact]) => only.length === 0 || only.includes(fact)));
}

function formatWords(args: {
  readonly fs_type: string | null;
  readonly inode_size: Value;
  readonly lazy_itable_init: Value;
  readonly fat: number | null;
  readonly force: boolean;
}): readonly string[] {
  const type = plainName(args.fs_type, "fs_type");
  const [isExt, isXfs] = [type.startsWith("ext"), type === "xfs"];
  const words = ["-t", type];
  if (args.inode_size !== null) {
    const size = plainValue(args.inode_size, "inode_size");
    if (isExt) words.push("-i", size);
    else if (isXfs) words.push("-i", `size=${size}`);
  }
  if (args.lazy_itable_init !== null && isExt)
    words.push("-E", `lazy_itable_init=${plainValue(args.lazy_itable_init, "lazy_itable_init")}`);
  if (args.fat !== null && [12, 16, 32].includes(args.fat) && type.endsWith("fat"))
    words.push("-F", String(args.fat));
  if (args.force && isExt) words.push("-F");
  if (args.force && isXfs) words.push("-f");
  return words;
}

/** As lsblk tells; where it does not know, the line that df has for the path, as in Salt. */
async function fstype(name: string, context: ExecutionContext): Promise<string> {
  const path = plainName(name, "device");
  const second = async (command: readonly string[]): Promise<string> =>
    (await runProgram(command, context)).stdout.split("\n")[1]?.trimEnd() ?? "";
  if (findProgram("lsblk") !== undefined && isBlockDevice(path)) {
    const type = (await second([programPath("lsblk"), "-o", "fstype", path])).trim();
    if (type !== "") return type;
  }
  return findProgram("df") === undefined ? "" : await second([programPath("df"), "-T", path]);
}

/** Whether a path is a block device. */
export function isBlockDevice(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isBlockDevice() === true;
}

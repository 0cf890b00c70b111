/**
 * Mounted file systems and those that are mounted at the start of the machine.
 */
import { readFileSync } from "node:fs";
import type { Plain } from "@salt/core";
import { executionModule, isList, isTruthy, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { isFile } from "./file-functions/paths.js";
import { fileFn } from "./file-functions/system-error.js";
import { activeMounts } from "./mount-functions/active.js";
import { cacheFunctions } from "./mount-functions/cache.js";
import { fstabFunctions } from "./mount-functions/fstab.js";
import { pathFunctions } from "./mount-functions/of-path.js";
import { COUNTED, plainName, plainValue, programPath, runProgram } from "./program/run-program.js";

const path = needed.str("Where it is mounted.");

const util = maybe.str(
  "mount",
  "The program to mount with: `mount` only; disks of virtual machines are not opened.",
);

export const mount = executionModule("mount", {
  doc: "Mounted file systems and those that are mounted at the start of the machine.",
  available: () => (process.platform === "linux" ? true : "only Linux is served"),
  functions: {
    ...pathFunctions,
    is_mounted: fileFn({
      doc: "Whether a file system is mounted at a path.",
      examples: ["salt '*' mount.is_mounted /mnt/share"],
      params: { name: path },
      run: ({ name }) => mountPoints().includes(name),
    }),
    swaps: fileFn({
      doc: "Where memory is swapped to: kind, size, used, priority.",
      examples: ["salt '*' mount.swaps"],
      run: (): Plain => swapFacts(),
    }),
    fstab: fileFn({
      doc: "The file systems in /etc/fstab, by where they are mounted.",
      examples: ["salt '*' mount.fstab"],
      params: { config: maybe.str("/etc/fstab", "Another file of this form.") },
      run: ({ config }): Plain => (config === null || !isFile(config) ? {} : readTable(config)),
    }),
    active: fileFn({
      doc: "The file systems that are mounted, by where.",
      examples: ["salt '*' mount.active extended=True"],
      params: { extended: maybe.bool(false, "With numbers, UUIDs and labels.") },
      run: (args, context): Promise<Plain> => activeMounts(args.extended, context),
    }),
    ...fstabFunctions,
    ...cacheFunctions,
    remount: fileFn({
      doc: "Mounts a file system anew with other options; true, or what `mount` complained of.",
      examples: ["salt '*' mount.remount /mnt/foo /dev/sdz1 True"],
      params: {
        name: path,
        device: needed.str("What to mount."),
        mkmnt: maybe.bool(false, "Make the directory."),
        fstype: maybe.str("", "The kind of file system."),
        opts: maybe.any("defaults", "Options, as a text with commas or a list."),
        user: maybe.str(null, "The account to run mount as."),
      },
      run: async (args, context): Promise<Plain> => {
        const opts = isList(args.opts) ? args.opts.map(pythonStr) : pythonStr(args.opts).split(",");
        if (!mountPoints().includes(args.name))
          return await context.call("mount.mount", [args.name, args.device, args.mkmnt, args.fstype, opts]);
        const all = opts.includes("remount") ? opts : [...opts, "remount"];
        const kind = args.fstype ? ["-t", plainValue(args.fstype, "fstype")] : [];
        const list = plainValue(all.join(","), "opts");
        const command = ["mount", "-o", list, ...kind, "--", args.device, args.name];
        const { retcode, stderr } = await runProgram(command, context, { ...COUNTED, runas: args.user });
        return retcode === 0 ? true : stderr;
      },
    }),
    swapon: fileFn({
      doc: "Uses a device or file to swap memory to.",
      examples: ["salt '*' mount.swapon /root/swapfile"],
      params: {
        name: needed.str("The device or file."),
        priority: maybe.any(null, "How much it is preferred."),
      },
      run: async (args, context): Promise<Plain> => {
        const before = swapFacts().get(args.name);
        if (before !== undefined) return { stats: before, new: false };
        const priority = isTruthy(args.priority) ? ["-p", plainName(args.priority, "priority")] : [];
        await runProgram(["swapon", ...priority, "--", args.name], context, { ignore_retcode: false });
        const stats = swapFacts().get(args.name);
        return stats === undefined ? {} : { stats, new: true };
      },
    }),
    swapoff: fileFn({
      doc: "Swaps no more memory to a device or file; nothing when it was not used.",
      examples: ["salt '*' mount.swapoff /root/swapfile"],
      params: { name: needed.str("The device or file.") },
      run: async (args, context) => {
        if (!swapFacts().has(args.name)) return null;
        await runProgram(["swapoff", "--", args.name], context, { ignore_retcode: false });
        return !swapFacts().has(args.name);
      },
    }),
    is_fuse_exec: fileFn({
      doc: "Whether a program uses FUSE.",
      examples: ["salt '*' mount.is_fuse_exec sshfs"],
      params: { cmd: needed.str("The program.") },
      run: async (args, context) => {
        const program = findProgram(args.cmd);
        if (program === undefined) return false;
        return (await runProgram([programPath("ldd"), program], context)).stdout.includes("libfuse");
      },
    }),
    mount: fileFn({
      doc: "Mounts a file system; true, or what `mount` complained of.",
      examples: ["salt '*' mount.mount /mnt/usb /dev/sdb1 True"],
      params: {
        name: path,
        device: maybe.any(false, "What to mount; what /etc/fstab says when not given."),
        mkmnt: maybe.bool(false, "Make the directory."),
        fstype: maybe.str("", "The kind of file system."),
        opts: maybe.any("defaults", "Options, as a text with commas or a list."),
        user: maybe.str(null, "The account to run mount as."),
        util,
      },
      run: async (args, context): Promise<Plain> => {
        refuseOtherUtil(args.util);
        if (args.mkmnt) await context.call("file.mkdir", [args.name]);
        const opts = isList(args.opts) ? args.opts.map(pythonStr).join(",") : pythonStr(args.opts);
        const kind = isTruthy(args.fstype) ? ["-t", plainValue(args.fstype, "fstype")] : [];
        const what = isTruthy(args.device) ? [pythonStr(args.device), args.name] : [args.name];
        const command = ["mount", "-o", plainValue(opts, "opts"), ...kind, "--", ...what];
        const { retcode, stderr } = await runProgram(command, context, { ...COUNTED, runas: args.user });
        return retcode === 0 ? true : stderr;
      },
    }),
    umount: fileFn({
      doc: "Unmounts a file system; true, or what `umount` complained of.",
      examples: ["salt '*' mount.umount /mnt/usb"],
      params: {
        name: path,
        device: maybe.str(null, "What is mounted there."),
        user: maybe.str(null, "The account to run umount as."),
        util,
      },
      run: async (args, context): Promise<Plain> => {
        refuseOtherUtil(args.util);
        if (!mountPoints().includes(args.name)) return `${args.name} does not have anything mounted`;
        const { retcode, stderr } = await runProgram(["umount", "--", args.device ?? args.name], context, {
          ...COUNTED,
          runas: args.user,
        });
        return retcode === 0 ? true : stderr;
      },
    }),
  },
});

function swapFacts(): ReadonlyMap<string, Plain> {
  const rows = readFileSync("/proc/swaps", "utf8").split("\n").slice(1);
  const fields = rows.map((line) => line.trim().split(/\s+/)).filter((row) => row.length > 4);
  return new Map(
    fields.map(([device = "", type = "", size = "", used = "", priority = ""]) => [
      device,
      { type, size, used, priority },
    ]),
  );
}

/** The kernel writes blanks in paths as octal numbers. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

function mountPoints(): readonly string[] {
  const lines = readFileSync("/proc/self/mounts", "utf8").split("\n");
  return lines.map((line) => unescaped(line.split(" ")[1] ?? "")).filter((point) => point !== "");
}

function readTable(file: string): Plain {
  const found = new Map<string, Plain>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const fields = line.trim().split(/\s+/);
    const [device = "", at = "", fstype = "", opts = "", dump = "0", pass = "0"] = fields;
    if (line.trim().startsWith("#") || fields.length < 4) continue;
    let name = at;
    while (found.has(name)) name += "_";
    found.set(name, { device, fstype, opts: opts.split(","), dump, pass });
  }
  return found;
}

function refuseOtherUtil(name: string | null): void {
  if (name === "mount") return;
  throw new SaltInvocationError(
    `util: ${name ?? "None"} is not served: file systems are mounted with mount only`,
  );
}

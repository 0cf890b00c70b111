/**
 * Mounted file systems and those that are mounted at the start of the machine.
 */
import { readFileSync } from "node:fs";
import type { Plain } from "@salt/core";
import { executionModule, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { isFile } from "./file-functions/paths.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainValue, runProgram } from "./program/run-program.js";

const path = needed.str("Where it is mounted.");

export const mount = executionModule("mount", {
  doc: "Mounted file systems and those that are mounted at the start of the machine.",
  available: () => (process.platform === "linux" ? true : "only Linux is served"),
  functions: {
    is_mounted: fileFn({
      doc: "Whether a file system is mounted at a path.",
      examples: ["salt '*' mount.is_mounted /mnt/share"],
      params: { name: path },
      run: ({ name }) => mountPoints().includes(name),
    }),
    swaps: fileFn({
      doc: "Where memory is swapped to: kind, size, used, priority.",
      examples: ["salt '*' mount.swaps"],
      run: (): Plain => {
        const rows = readFileSync("/proc/swaps", "utf8").split("\n").slice(1);
        const fields = rows.map((line) => line.trim().split(/\s+/)).filter((row) => row.length > 4);
        return Object.fromEntries(
          fields.map(([device = "", type = "", size = "", used = "", priority = ""]) => [
            device,
            { type, size, used, priority },
          ]),
        );
      },
    }),
    fstab: fileFn({
      doc: "The file systems in /etc/fstab, by where they are mounted.",
      examples: ["salt '*' mount.fstab"],
      params: { config: maybe.str("/etc/fstab", "Another file of this form.") },
      run: ({ config }): Plain => (config === null || !isFile(config) ? {} : readTable(config)),
    }),
    mount: fileFn({
      doc: "Mounts a file system; true, or what `mount` complained of.",
      examples: ["salt '*' mount.mount /mnt/usb /dev/sdb1 True"],
      params: {
        name: path,
        device: maybe.str(null, "What to mount; what /etc/fstab says when not given."),
        mkmnt: maybe.bool(false, "Make the directory."),
        fstype: maybe.str("", "The kind of file system."),
        opts: maybe.any("defaults", "Options, as a text with commas or a list."),
      },
      run: async (args, context): Promise<Plain> => {
        if (args.mkmnt) await context.call("file.mkdir", [args.name]);
        const opts = isList(args.opts) ? args.opts.map(pythonStr).join(",") : pythonStr(args.opts);
        const kind = isTruthy(args.fstype) ? ["-t", plainValue(args.fstype, "fstype")] : [];
        const what = args.device === null ? [args.name] : [args.device, args.name];
        const command = ["mount", "-o", plainValue(opts, "opts"), ...kind, "--", ...what];
        const { retcode, stderr } = await runProgram(command, context);
        return retcode === 0 ? true : stderr;
      },
    }),
    umount: fileFn({
      doc: "Unmounts a file system; true, or what `umount` complained of.",
      examples: ["salt '*' mount.umount /mnt/usb"],
      params: { name: path, device: maybe.str(null, "What is mounted there.") },
      run: async (args, context): Promise<Plain> => {
        if (!mountPoints().includes(args.name)) return `${args.name} does not have anything mounted`;
        const { retcode, stderr } = await runProgram(["umount", "--", args.device ?? args.name], context);
        return retcode === 0 ? true : stderr;
      },
    }),
  },
});

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

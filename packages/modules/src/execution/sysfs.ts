/**
 * Attributes of the kernel in /sys.
 */
import {
  accessSync,
  constants,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, posix, relative } from "node:path";
import type { Dict, Plain, Value } from "@salt/core";
import { dict, executionModule, Float, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { fileFn } from "./file-functions/system-error.js";

const ROOT = "/sys";
const key = needed.str("The attribute: a path below /sys.");

export const sysfs = executionModule("sysfs", {
  doc: "Attributes of the kernel in /sys.",
  functions: {
    attr: fileFn({
      doc: "The value of an attribute, or writes one.",
      examples: ["salt '*' sysfs.attr block/sda/queue/logical_block_size"],
      params: { key, value: maybe.any(null, "What to write.") },
      run: (args): Plain => {
        if (!isThere(args.key)) return false;
        return args.value === null ? read(args.key) : write(args.key, args.value);
      },
    }),
    read: fileFn({
      doc: "The value of an attribute, or all attributes of a directory; false for one that cannot be read.",
      examples: ["salt '*' sysfs.read class/net/em1/statistics/rx_packets"],
      params: {
        key: needed.any("The attribute, or a list of them."),
        root: maybe.str("", "What they are below."),
      },
      run: (args): Plain => {
        const within = (name: Value): string => join(args.root ?? "", pythonStr(name));
        if (!Array.isArray(args.key)) return read(within(args.key));
        return dict(Object.fromEntries(args.key.map((one: Value) => [pythonStr(one), read(within(one))])));
      },
    }),
    write: fileFn({
      doc: "Writes an attribute; whether that went well.",
      examples: ["salt '*' sysfs.write devices/system/cpu/cpu0/cpufreq/scaling_governor 'performance'"],
      params: { key, value: needed.any("What to write.") },
      run: (args) => write(args.key, args.value),
    }),
    interfaces: fileFn({
      doc: "The attributes below a directory: those that can be read, written, and both; false where there is none.",
      examples: ["salt '*' sysfs.interfaces block/sda/queue"],
      params: { root: needed.str("The directory: a path below /sys.") },
      run: ({ root }): Plain => {
        const path = realPathOf(root);
        return path !== undefined && statSync(path).isDirectory() ? interfacesBelow(path) : false;
      },
    }),
    target: fileFn({
      doc: "The path of an attribute from /sys, with links followed; false where there is none.",
      examples: ["salt '*' sysfs.target class/ttyS0"],
      params: { key, full: maybe.bool(false, "With /sys before it.") },
      run: (args): Plain => {
        if (!isThere(args.key)) return false;
        const path = pathOf(args.key);
        return args.full ? path : path.slice(ROOT.length + 1);
      },
    }),
  },
});

/** Throws SaltInvocationError for what leads out of /sys. */
function pathOf(name: string): string {
  const path = posix.normalize(`${ROOT}/${name}`).replace(/(?<=.)\/$/, "");
  if ((path === ROOT || path.startsWith(`${ROOT}/`)) && !name.includes("\0")) return path;
  throw new SaltInvocationError(`The attribute ${JSON.stringify(name)} is not below ${ROOT}`);
}

function isThere(name: string): boolean {
  return statSync(pathOf(name), { throwIfNoEntry: false }) !== undefined;
}

/** With links followed; undefined where there is nothing. */
function realPathOf(name: string): string | undefined {
  try {
    return realpathSync(pathOf(name.replace(/^\/sys(?=\/|$)/, "")));
  } catch (error) {
    if (error instanceof SaltInvocationError) throw error;
    return undefined;
  }
}

/** What the mode of each file says of its owner; links to directories are not followed. */
function interfacesBelow(root: string): Plain {
  const found = { r: [] as string[], w: [] as string[], rw: [] as string[] };
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const stat = entry.isDirectory() ? undefined : statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() !== true) continue;
    const [isRead, isWritten] = [(stat.mode & 0o400) !== 0, (stat.mode & 0o200) !== 0];
    const list = isRead && isWritten ? found.rw : isRead ? found.r : isWritten ? found.w : undefined;
    list?.push(relative(root, path));
  }
  return found;
}

/** Numbers as numbers, as Salt reads them. */
function read(name: string): Plain {
  const path = pathOf(name);
  try {
    if (statSync(path).isDirectory()) return directory(name, path);
    const text = readFileSync(path, "utf8").trim();
    if (/^-?\d+$/.test(text)) return BigInt(text) > Number.MAX_SAFE_INTEGER ? BigInt(text) : Number(text);
    return /^-?\d+\.\d*$/.test(text) ? new Float(Number(text)) : text;
  } catch {
    return false;
  }
}

function directory(name: string, path: string): Dict {
  const readable = readdirSync(path).filter((entry) => isAttribute(join(path, entry)));
  return dict(Object.fromEntries(readable.map((entry) => [entry, read(join(name, entry))])));
}

function isAttribute(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function write(name: string, value: Value): boolean {
  try {
    writeFileSync(pathOf(name), `${pythonStr(value)}\n`, { flag: "r+" });
    return true;
  } catch (error) {
    if (error instanceof SaltInvocationError) throw error;
    return false;
  }
}

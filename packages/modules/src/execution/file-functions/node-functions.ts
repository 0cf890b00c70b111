/**
 * Making directories, devices and pipes.
 */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { dict, get, isTruthy, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { PythonError } from "../../values/python-error.js";
import { isTest } from "./check-perms.js";
import { makeDirectory, makeParents, setOwners } from "./directories.js";
import { exists, expandUser, isDirectory, normPath } from "./paths.js";
import { fileFn } from "./system-error.js";

const user = maybe.any(null, "Who is to own it.");
const group = maybe.any(null, "The group that is to own it.");
const mode = (fallback: string | null) => maybe.any(fallback, "The permissions, in octal digits.");
const major = needed.int("The major number of the device.");
const minor = needed.int("The minor number of the device.");

/** Words of the answers, by kind of node. */
const KINDS = {
  c: { title: "Character device" },
  b: { title: "Block device" },
  p: { title: "Fifo pipe" },
} as const;
type Kind = keyof typeof KINDS;

interface NodeRequest {
  readonly kind: Kind;
  readonly name: string;
  readonly numbers: readonly number[];
  readonly user: Value;
  readonly group: Value;
  readonly mode: Value;
}

export const nodeFunctions = {
  mkdir: fileFn({
    doc: "Makes a directory and those above it.",
    examples: ["salt '*' file.mkdir /srv/www", "salt '*' file.mkdir /srv/www root root 0755"],
    params: { dir_path: needed.str("The directory."), user, group, mode: mode(null) },
    run: async (args, context) => {
      const directory = normPath(expandUser(args.dir_path));
      if (!isDirectory(directory)) await makeDirectory(directory, args, context);
      return true;
    },
  }),
  makedirs: fileFn({
    doc: "Makes the directories above a path; one that ends with a slash is made as well.",
    examples: ["salt '*' file.makedirs /srv/www/site/"],
    params: { path: needed.str("The path."), user, group, mode: mode(null) },
    run: (args, context) => makeParents(args.path, args, context),
  }),
  makedirs_perms: fileFn({
    doc: "Makes a directory that is not there and those above it, each with owner and permissions.",
    examples: ["salt '*' file.makedirs_perms /srv/www/site root root 0750"],
    params: { name: needed.str("The directory."), user, group, mode: mode("0755") },
    run: async (args, context) => {
      await makeDirectory(expandUser(args.name), args, context);
      return null;
    },
  }),
  get_devmm: fileFn({
    doc: "Major and minor number of a device; zeros for anything else.",
    examples: ["salt '*' file.get_devmm /dev/null"],
    params: { name: needed.str("The device.") },
    run: (args) => deviceNumbers(expandUser(args.name)),
  }),
  mknod_chrdev: fileFn({
    doc: "Makes a character device.",
    examples: ["salt '*' file.mknod_chrdev /srv/jail/dev/null 1 3"],
    params: { name: needed.str("The path."), major, minor, user, group, mode: mode("0660") },
    run: (args, context) => makeNode({ ...args, kind: "c", numbers: [args.major, args.minor] }, context),
  }),
  mknod_blkdev: fileFn({
    doc: "Makes a block device.",
    examples: ["salt '*' file.mknod_blkdev /srv/jail/dev/loop0 7 0"],
    params: { name: needed.str("The path."), major, minor, user, group, mode: mode("0660") },
    run: (args, context) => makeNode({ ...args, kind: "b", numbers: [args.major, args.minor] }, context),
  }),
  mknod_fifo: fileFn({
    doc: "Makes a named pipe.",
    examples: ["salt '*' file.mknod_fifo /run/app.pipe"],
    params: { name: needed.str("The path."), user, group, mode: mode("0660") },
    run: (args, context) => makeNode({ ...args, kind: "p", numbers: [] }, context),
  }),
  mknod: fileFn({
    doc: "Makes a character device (c), a block device (b) or a named pipe (p), and the directories above it.",
    examples: ["salt '*' file.mknod /run/app.pipe p"],
    params: {
      name: needed.str("The path."),
      ntype: needed.str("One of c, b and p."),
      major: maybe.int(0, "The major number of a device."),
      minor: maybe.int(0, "The minor number of a device."),
      user,
      group,
      mode: mode("0600"),
    },
    run: async (args, context) => {
      await makeParents(args.name, { ...args, mode: null }, context);
      if (args.ntype !== "c" && args.ntype !== "b" && args.ntype !== "p") {
        throw new SaltInvocationError(
          `Node type unavailable: '${args.ntype}'. Available node types are character ('c'), block ('b'), and pipe ('p').`,
        );
      }
      const numbers = args.ntype === "p" ? [] : [args.major ?? 0, args.minor ?? 0];
      return await makeNode({ ...args, kind: args.ntype, numbers }, context);
    },
  }),
};

async function makeNode(request: NodeRequest, context: ExecutionContext): Promise<Plain> {
  const name = expandUser(request.name);
  const created = { new: `${KINDS[request.kind].title} ${name} created.` };
  const ret = dict({ name, changes: {}, comment: "", result: false });
  if (isTest(context)) {
    ret.set("changes", dict(created)).set("result", null);
  } else if (exists(name)) {
    ret.set("comment", `File ${name} exists and cannot be overwritten`);
  } else {
    await runMknod(name, request, context);
    ret.set("changes", dict(created)).set("result", true);
  }
  await setOwners(name, request, context);
  return ret;
}

async function runMknod(name: string, request: NodeRequest, context: ExecutionContext): Promise<void> {
  const digits = pythonStr(request.mode).replace(/^[0Oo]+/, "") || "0";
  if (!/^[0-7]{1,4}$/.test(digits)) throw new PythonError("ValueError", `invalid mode: ${digits}`);
  const command = [
    "mknod",
    `--mode=${digits}`,
    "--",
    resolve(name),
    request.kind,
    ...request.numbers.map(String),
  ];
  const result = await context.call("cmd.run_all", [command], { python_shell: false });
  if (isTruthy(get(result, "retcode")))
    throw new PythonError("OSError", pythonStr(get(result, "stderr") ?? "mknod failed"));
}

function deviceNumbers(name: string): readonly [number, number] {
  const stat = statSync(name, { throwIfNoEntry: false, bigint: true });
  if (stat === undefined || !(stat.isCharacterDevice() || stat.isBlockDevice())) return [0, 0];
  const device = stat.rdev;
  const [majorNumber, minorNumber] = [
    ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n),
    (device & 0xffn) | ((device >> 12n) & 0xffffff00n),
  ];
  return [Number(majorNumber), Number(minorNumber)];
}

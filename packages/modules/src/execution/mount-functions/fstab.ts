/**
 * Changing /etc/fstab.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Plain, Value } from "@salt/core";
import { CommandExecutionError, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { linesOf } from "../../text/lines.js";
import { givenKeywords } from "../../values/keywords.js";
import { matchOn } from "../../values/match-on.js";
import { isFile } from "../file-functions/paths.js";
import { fileFn, systemErrorText } from "../file-functions/system-error.js";
import { plainName, plainValue } from "../program/run-program.js";

const KEYS = ["device", "name", "fstype", "opts", "dump", "pass_num"] as const;
/** Several of these may have the same device, so they are told apart by where they are mounted. */
const SPECIAL = new Set(
  "none tmpfs sysfs proc fusectl debugfs securityfs devtmpfs cgroup nfs nfs4 glusterfs btrfs".split(" "),
);
const name = needed.str("Where it is mounted.");
const device = needed.str("What is mounted.");
const config = maybe.str("/etc/fstab", "Another file of this form.");

type Key = (typeof KEYS)[number];
type Entry = Readonly<Record<Key, string>>;

/** The functions, by name. */
export const fstabFunctions = {
  set_fstab: fileFn({
    doc: "Adds a file system to those that are mounted at the start, or changes it: `new`, `change` or `present`.",
    examples: ["salt '*' mount.set_fstab /mnt/foo /dev/sdz1 ext4"],
    params: {
      name,
      device,
      fstype: needed.str("The kind of file system."),
      opts: maybe.any("defaults", "Options, as a text with commas or a list."),
      dump: maybe.any(0, "Whether dump saves it."),
      pass_num: maybe.any(0, "When it is checked at the start."),
      config,
      test: maybe.bool(false, "Only say what would be done."),
      match_on: maybe.any("auto", "What tells that a line is the same: `auto`, a part, or a list of parts."),
      not_change: maybe.bool(false, "Leave a line that is there as it is."),
    },
    varkw: "kwargs",
    run: (args, context, { kwargs }): Plain => {
      const entry = entryOf(args);
      const keys = matchKeys(args.match_on, args.fstype);
      const path = args.config ?? "/etc/fstab";
      if (!isFile(path)) throw new CommandExecutionError(`Bad config file "${path}"`);
      let done: string = "new";
      const lines = linesOf(read(path)).map((line) => {
        const found = parse(line);
        if (found === undefined || !isSame(found, entry, keys)) return line;
        if (done !== "change") done = "present";
        if (args.not_change || isSame(found, entry, KEYS)) return line;
        done = "change";
        return lineOf(entry);
      });
      if (done === "new") lines.push(lineOf(entry));
      const isTest =
        args.test || isTruthy(givenKeywords(kwargs).get("test")) || context.opts.get("test") === true;
      if (done !== "present" && !isTest) writeFileSync(path, lines.join(""));
      return done;
    },
  }),
  rm_fstab: fileFn({
    doc: "Removes a file system from those that are mounted at the start.",
    examples: ["salt '*' mount.rm_fstab /mnt/foo /dev/sdg"],
    params: { name, device: needed.any("What is mounted; any when it is empty."), config },
    run: (args) => {
      const path = args.config ?? "/etc/fstab";
      const lines = linesOf(read(path));
      const rest = lines.filter((line) => {
        const found = parse(line);
        const isIt =
          found?.name === args.name && (!isTruthy(args.device) || found.device === pythonStr(args.device));
        return !isIt;
      });
      if (rest.length < lines.length) writeFileSync(path, rest.join(""));
      return true;
    },
  }),
} as const;

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CommandExecutionError(`Couldn't read from ${path}: ${systemErrorText(error)}`);
  }
}

function entryOf(args: {
  readonly name: string;
  readonly device: string;
  readonly fstype: string;
  readonly opts: Value;
  readonly dump: Value;
  readonly pass_num: Value;
}): Entry {
  const opts = isList(args.opts) ? args.opts.map(pythonStr).join(",") : pythonStr(args.opts);
  // A line has its parts between blanks: one in a part has to be written as a number.
  const part = (value: Value, what: string): string =>
    plainValue(value, what).replaceAll("\\ ", "\\040").replaceAll(" ", "\\040");
  return {
    device: part(args.device, "device"),
    name: part(args.name, "name"),
    fstype: plainName(args.fstype, "fstype"),
    opts: part(opts, "opts"),
    dump: part(args.dump, "dump"),
    pass_num: part(args.pass_num, "pass_num"),
  };
}

function matchKeys(given: Value, fstype: string): readonly Key[] {
  if (given === "auto") return SPECIAL.has(fstype) ? ["name"] : ["device"];
  return matchOn(given, KEYS);
}

function parse(line: string): Entry | undefined {
  const parts = line.trim().split(/\s+/);
  if (line.startsWith("#") || parts.length < 4 || parts.length > 6) return undefined;
  const [source = "", at = "", fstype = "", opts = "", dump = "0", pass = "0"] = parts;
  return { device: source, name: at, fstype, opts, dump, pass_num: pass };
}

function isSame(found: Entry, wanted: Entry, keys: readonly Key[]): boolean {
  const plain = (entry: Entry, key: Key): string =>
    key === "opts" ? entry.opts.split(",").sort().join(",") : entry[key];
  return keys.every((key) => plain(found, key) === plain(wanted, key));
}

function lineOf(entry: Entry): string {
  const { device: source, name: at, fstype, opts, dump, pass_num: pass } = entry;
  return `${source}\t\t${at}\t${fstype}\t${opts}\t${dump} ${pass}\n`;
}

/**
 * Reading and changing /etc/crypttab.
 */
import { readFileSync } from "node:fs";
import type { MutableDict, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  isList,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { linesOf } from "../../text/lines.js";
import { matchOn } from "../../values/match-on.js";
import { isFile } from "../file-functions/paths.js";
import { fileFn, systemErrorText } from "../file-functions/system-error.js";
import { replaceContents } from "../file-functions/text-file.js";
import { plainValue } from "../program/run-program.js";

const KEYS = ["name", "device", "password", "options"] as const;
type Key = (typeof KEYS)[number];
type Entry = Readonly<Record<Key, string>>;

const name = needed.str("The name of the opened device.");
const config = maybe.str("/etc/crypttab", "Another file of this form.");

/** The functions, by name. */
export const crypttabFunctions = {
  crypttab: fileFn({
    doc: "The encrypted devices in /etc/crypttab, by name.",
    examples: ["salt '*' cryptdev.crypttab"],
    params: { config },
    run: (args): Plain => {
      const found: MutableDict = new Map<Value, Value>();
      const path = args.config ?? "/etc/crypttab";
      for (const line of isFile(path) ? linesOf(read(path)) : []) {
        const entry = parse(line);
        if (entry === undefined) continue;
        let key = entry.name;
        while (found.has(key)) key += "_";
        found.set(
          key,
          dict({ device: entry.device, password: entry.password, options: entry.options.split(",") }),
        );
      }
      return found;
    },
  }),
  set_crypttab: fileFn({
    doc: "Adds a device to /etc/crypttab, or changes it: `new`, `change` or `present`.",
    examples: ["salt '*' cryptdev.set_crypttab foo /dev/sdz1 mypassword swap,size=256"],
    params: {
      name,
      device: needed.str("The device."),
      password: maybe.str("none", "The file with its key, `none` or `-`."),
      options: maybe.any("", "Options, as a text with commas or a list."),
      config,
      test: maybe.bool(false, "Only say what would be done."),
      match_on: maybe.any("name", "What tells that a line is the same: a part, or a list of parts."),
    },
    run: (args): Plain => {
      const entry = entryOf(args.name, args.device, args.password ?? "none", args.options);
      const keys = matchOn(args.match_on, KEYS);
      const path = args.config ?? "/etc/crypttab";
      if (!isFile(path)) throw new CommandExecutionError(`Bad config file "${path}"`);
      let done = "new";
      const lines = linesOf(read(path)).map((line) => {
        const found = parse(line);
        if (found === undefined || !keys.every((key) => found[key] === entry[key])) return line;
        const isSame = KEYS.every((key) => found[key] === entry[key]);
        if (isSame && done === "new") done = "present";
        if (!isSame) done = "change";
        return isSame ? line : lineOf(entry);
      });
      if (done === "new") lines.push(lineOf(entry));
      if (done !== "present" && !args.test) replaceContents(path, Buffer.from(lines.join("")));
      return done;
    },
  }),
  rm_crypttab: fileFn({
    doc: "Removes a device from /etc/crypttab: `change` or `absent`.",
    examples: ["salt '*' cryptdev.rm_crypttab foo"],
    params: { name, config },
    run: (args): Plain => {
      const path = args.config ?? "/etc/crypttab";
      const lines = linesOf(read(path));
      const rest = lines.filter((line) => parse(line)?.name !== args.name);
      if (rest.length === lines.length) return "absent";
      replaceContents(path, Buffer.from(rest.join("")));
      return "change";
    },
  }),
} as const;

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CommandExecutionError(`Could not read from ${path}: ${systemErrorText(error)}`, {
      cause: error,
    });
  }
}

function entryOf(given: string, device: string, password: string, options: Value): Entry {
  if (options !== null && typeof options !== "string" && !isList(options))
    throw new CommandExecutionError("options must be a string or list of strings");
  const text = isList(options) ? options.map(pythonStr).join(",") : (options ?? "");
  const word = (value: string, what: string): string => {
    if (!/\s/.test(value) && !value.startsWith("#")) return plainValue(value, what);
    throw new SaltInvocationError(`${what} ${JSON.stringify(value)} would be more than one word of the file`);
  };
  return {
    name: word(given, "name"),
    device: word(device, "device"),
    password: word(password, "password"),
    options: word(text, "options"),
  };
}

function parse(line: string): Entry | undefined {
  const words = line.trim().split(/\s+/);
  if (line.startsWith("#") || words.length < 3 || words.length > 4) return undefined;
  const [first = "", device = "", password = "", options = ""] = words;
  return { name: first, device, password, options };
}

function lineOf(entry: Entry): string {
  const { name: first, device, password, options } = entry;
  return `${first.padEnd(12)} ${device.padEnd(44)} ${password.padEnd(22)} ${options}\n`;
}

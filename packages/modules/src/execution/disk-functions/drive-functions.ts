/**
 * What disks tell of themselves: their parameters, hidden areas, health, and how busy they are.
 */
import type { ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
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
import { COUNTED, plainName, programPath, runProgram } from "../program/run-program.js";
import { averages } from "./iostat.js";

/** What `hdparm` is asked when nothing else is named: options that only look. */
const ALL_OPTIONS = "aAbBcCdgHiJkMmNnQrRuW";
const disks = needed.any("A disk, or a list of them.");

/** The functions, by name. */
export const driveFunctions = {
  hdparms: fn({
    doc: "The parameters of disks that hdparm tells, by disk.",
    examples: ["salt '*' disk.hdparms sda"],
    params: { disks, args: maybe.any(null, "Letters of options of hdparm, as a text or a list.") },
    run: (given, context): Promise<Plain> => parameters(given.disks, given.args, context),
  }),
  hpa: fn({
    doc: "The sectors of disks and how many of them are hidden; hides some when a size is given.",
    examples: ["salt '*' disk.hpa sda", "salt '*' disk.hpa sda 5%", "salt '*' disk.hpa sda 10543256"],
    params: { disks, size: maybe.any(null, "How many sectors to hide, or a share as `5%`.") },
    run: (given, context): Promise<Plain> => hiddenAreas(given.disks, given.size, context),
  }),
  smart_attributes: fn({
    doc: "What a disk keeps of its own health, by the number of the attribute.",
    examples: [
      "salt '*' disk.smart_attributes /dev/sda",
      "salt '*' disk.smart_attributes sda '[5, 9]' '[raw_value]'",
    ],
    params: {
      dev: needed.str("The disk."),
      attributes: maybe.any(null, "Only these numbers."),
      values: maybe.any(null, "Only these columns."),
    },
    run: async (given, context): Promise<Plain> => {
      const command = [programPath("smartctl"), "--attributes", diskPath(given.dev, "/dev/")];
      const { retcode, stdout, stderr } = await runProgram(command, context, COUNTED);
      if (retcode !== 0) throw new CommandExecutionError(stderr);
      return smartTable(stdout.split("\n"), listOrNone(given.attributes), listOrNone(given.values));
    },
  }),
  iostat: fn({
    doc: "How busy processors and disks are: the mean of several looks.",
    examples: ["salt '*' disk.iostat 1 5", "salt '*' disk.iostat 1 5 disks=sda"],
    params: {
      interval: maybe.int(1, "Seconds between two looks."),
      count: maybe.int(5, "How many looks."),
      disks: maybe.any(null, "Only this disk, or a list; then nothing of processors."),
    },
    run: async ({ interval, count, disks: asked }, context): Promise<Plain> => {
      const names = listOrNone(asked)?.map((name) => plainName(name, "disks"));
      const looks = [String(interval ?? 1), String(count ?? 5)];
      if (looks.some((word) => word.startsWith("-")))
        throw new SaltInvocationError("interval and count cannot be less than nothing");
      const which = names === undefined ? ["-x", ...looks] : ["-xd", ...looks, ...names];
      const { stdout } = await runProgram([programPath("iostat"), ...which], context, {
        env: { LC_ALL: "C" },
      });
      return averages(stdout.split("\n"));
    },
  }),
};

function listOrNone(value: Value): readonly Value[] | undefined {
  if (value === null) return undefined;
  return isList(value) ? value : [value];
}

function diskPath(name: string, prefix: string): string {
  return plainName(name.startsWith(prefix) ? name : `/dev/${name}`, "disk");
}

async function parameters(asked: Value, args: Value, context: ExecutionContext): Promise<MutableDict> {
  const letters = args === null ? ALL_OPTIONS : (listOrNone(args) ?? []).map(pythonStr).join("");
  if (!/^[A-Za-z]+$/.test(letters)) throw new SaltInvocationError("args are letters of options of hdparm");
  const found: MutableDict = new Map<Value, Value>();
  for (const name of listOrNone(asked) ?? []) {
    const path = diskPath(pythonStr(name), "/dev");
    const { retcode, stdout, stderr } = await runProgram(
      [programPath("hdparm"), `-${letters}`, path],
      context,
      COUNTED,
    );
    if (retcode !== 0) context.log.warn({ path, stderr }, "hdparm complained");
    found.set(path, parameterLines(stdout.split("\n"), path));
  }
  return found;
}

/** Lines such as ` readahead = 256 (on)` and ` Model=X, FwRev=Y`. */
export function parameterLines(lines: readonly string[], path: string): MutableDict {
  const facts: MutableDict = new Map<Value, Value>();
  for (const line of lines.map((one) => one.trim())) {
    const at = line.includes(":") ? line.indexOf(":") : line.indexOf("=");
    if (line === "" || line === `${path}:` || at === -1) continue;
    const left = line.slice(0, at);
    const key = (line.includes(":") ? left.replace(/ is$/, "") : left)
      .trim()
      .toLowerCase()
      .replaceAll(" ", "_");
    const value = parameterValue(line.slice(at + 1).trim());
    if (value !== undefined) facts.set(key, value);
  }
  return facts;
}

function parameterValue(text: string): Value | undefined {
  if (/^\d+ \(.*\)/.test(text)) {
    const [number = "", word = ""] = text.split(" ");
    return [Number(number), word.replace(/^[()]+|[()]+$/g, "")];
  }
  const values: Value[] = [];
  const named: MutableDict = new Map<Value, Value>();
  for (const word of text.split(/[/,]/).map((one) => one.trim())) {
    const at = word.indexOf("=");
    if (/^[+-]?\d+$/.test(word)) values.push(Number(word));
    else if (at !== -1 && word.slice(at + 1).trim() !== "")
      named.set(word.slice(0, at).trim(), word.slice(at + 1).trim());
    else if (at === -1 && word !== "") values.push(word);
  }
  if (named.size > 0) values.push(named);
  return values.length > 1 ? values : values[0];
}

async function hiddenAreas(asked: Value, size: Value, context: ExecutionContext): Promise<Plain> {
  const areas: MutableDict = new Map<Value, Value>();
  for (const [path, facts] of await parameters(asked, "N", context)) {
    const first = isDict(facts) ? [...facts.values()][0] : undefined;
    if (!isList(first ?? null))
      throw new CommandExecutionError(`hdparm tells no sizes of ${pythonStr(path)}`);
    const [visible, total, status] = [first].flat().map((one) => one ?? null);
    const [shown, whole] = [Number(visible), Number(total)];
    const isHidden = shown !== whole && !pythonStr(status ?? "").includes("disabled");
    areas.set(
      path,
      dict(isHidden ? { total: whole, visible: shown, hidden: whole - shown } : { total: whole }),
    );
  }
  if (size === null) return areas;
  for (const [path, area] of areas) {
    const total = Number(get(area, "total") ?? 0);
    const words = [
      `--yes-i-know-what-i-am-doing`,
      `-Np${sectorsToShow(total, pythonStr(size))}`,
      pythonStr(path),
    ];
    const { retcode, stderr } = await runProgram([programPath("hdparm"), ...words], context, COUNTED);
    if (retcode !== 0) throw new CommandExecutionError(`hdparm ${words.join(" ")}: ${stderr}`);
  }
  return null;
}

/** All but those to hide; all of them where none would be left. */
function sectorsToShow(total: number, size: string): number {
  const [, number, percent] = /^(\d+)(%?)$/.exec(size) ?? [];
  if (number === undefined)
    throw new SaltInvocationError(`size ${JSON.stringify(size)} is no number of sectors`);
  const left = percent === "%" ? Math.floor(((100 - Number(number)) * total) / 100) : total - Number(number);
  return left <= 0 ? total : left;
}

/** The table of `smartctl --attributes`. */
export function smartTable(
  lines: readonly string[],
  attributes: readonly Value[] | undefined,
  values: readonly Value[] | undefined,
): MutableDict {
  const head = lines.findIndex((line) => line.startsWith("ID#"));
  const columns = (lines[head] ?? "").trim().toLowerCase().split(/\s+/).slice(1);
  const table: MutableDict = new Map<Value, Value>();
  for (const line of head === -1 ? [] : lines.slice(head + 1)) {
    const [, id, rest = ""] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    if (id === undefined) break;
    if (attributes !== undefined && !attributes.some((one) => pythonStr(one) === id)) continue;
    const cells = splitCells(rest, columns.length);
    const row: MutableDict = new Map<Value, Value>();
    for (const [at, column] of columns.entries()) {
      if (values === undefined || values.includes(column)) row.set(column, cellValue(cells[at] ?? ""));
    }
    table.set(Number(id), row);
  }
  return table;
}

/** The last column may hold blanks. */
function splitCells(text: string, count: number): readonly string[] {
  const words = text.trim().split(/\s+/);
  return [...words.slice(0, count - 1), words.slice(count - 1).join(" ")];
}

function cellValue(text: string): Value {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  const words = text.split(" ");
  return words.length > 1 && words.every((word) => /^[+-]?\d+$/.test(word)) ? words.map(Number) : text;
}

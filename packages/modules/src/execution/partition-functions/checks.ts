/**
 * What may be said of partitions, and running the programs for them.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, pythonStr } from "@salt/core";
import { isBlockDevice } from "../disk-functions/device-functions.js";
import { plainName, programPath } from "../program/run-program.js";

const UNITS: readonly string[] = "s B kB MB MiB GB GiB TB TiB % cyl chs compact".split(" ");
/** Kinds of file systems that partitions may be made for. */
export const FILE_SYSTEMS: readonly string[] =
  "btrfs ext2 ext3 ext4 fat fat32 fat16 linux-swap reiserfs hfs hfs+ hfsx NTFS ntfs ufs xfs".split(" ");

/** Refuses what is no block device. Throws CommandExecutionError. */
export function blockDevice(value: Value): string {
  const path = plainName(value, "device");
  if (isBlockDevice(path)) return path;
  throw new CommandExecutionError("Invalid device passed to partition module.");
}

/** Refuses what is no number of a partition. Throws CommandExecutionError that names the function. */
export function partNumber(value: Value, fun: string, what = "minor number"): string {
  const text = pythonStr(value).trim();
  if (/^\d+$/.test(text)) return text;
  throw new CommandExecutionError(`Invalid ${what} passed to partition.${fun}`);
}

/** Refuses what is not on a list. Throws CommandExecutionError that names the function. */
export function oneOf(value: Value, known: readonly string[], what: string, fun: string): string {
  const text = pythonStr(value);
  if (known.includes(text)) return text;
  throw new CommandExecutionError(`Invalid ${what} passed to partition.${fun}`);
}

/** Refuses what is no place on a disk. Throws CommandExecutionError. */
export function boundary(value: Value): string {
  const text = pythonStr(value);
  const unit = /^[\d.]+(\D*)$/.exec(text)?.[1];
  if (unit === "" || (unit !== undefined && UNITS.includes(unit))) return text;
  throw new CommandExecutionError(`Invalid partition boundary passed: "${text}"`);
}

/** Refuses what is no unit. Throws CommandExecutionError. */
export function unitName(value: Value): string {
  return oneOf(value, UNITS, "unit", "part_list");
}

/** Runs a program; the lines that it prints, complaints included. */
export async function linesOf(
  program: string,
  words: readonly string[],
  context: ExecutionContext,
): Promise<readonly string[]> {
  const command = [programPath(program), ...words];
  const text = pythonStr(await context.call("cmd.run", [command], { python_shell: false }));
  return text === "" ? [] : text.split("\n");
}

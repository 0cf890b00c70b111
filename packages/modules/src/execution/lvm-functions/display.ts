/**
 * What LVM tells of physical volumes, volume groups and logical volumes.
 */
import { realpathSync } from "node:fs";
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { dict } from "@salt/core";
import { plainName, programPath, runProgram } from "../program/run-program.js";

/** What the columns of `pvdisplay -c`, `vgdisplay -c` and `lvdisplay -c` are. */
const COLUMNS = {
  pvdisplay: [
    "Physical Volume Device",
    "Volume Group Name",
    "Physical Volume Size (kB)",
    "Internal Physical Volume Number",
    "Physical Volume Status",
    "Physical Volume (not) Allocatable",
    "Current Logical Volumes Here",
    "Physical Extent Size (kB)",
    "Total Physical Extents",
    "Free Physical Extents",
    "Allocated Physical Extents",
  ],
  vgdisplay: [
    "Volume Group Name",
    "Volume Group Access",
    "Volume Group Status",
    "Internal Volume Group Number",
    "Maximum Logical Volumes",
    "Current Logical Volumes",
    "Open Logical Volumes",
    "Maximum Logical Volume Size",
    "Maximum Physical Volumes",
    "Current Physical Volumes",
    "Actual Physical Volumes",
    "Volume Group Size (kB)",
    "Physical Extent Size (kB)",
    "Total Physical Extents",
    "Allocated Physical Extents",
    "Free Physical Extents",
    "UUID",
  ],
  lvdisplay: [
    "Logical Volume Name",
    "Volume Group Name",
    "Logical Volume Access",
    "Logical Volume Status",
    "Internal Logical Volume Number",
    "Open Logical Volumes",
    "Logical Volume Size",
    "Current Logical Extents Associated",
    "Allocated Logical Extents",
    "Allocation Policy",
    "Read Ahead Sectors",
    "Major Device Number",
    "Minor Device Number",
  ],
} as const;

/** LVM complains of files that the minion was started with and that are open in its programs, too. */
export const LVM_ENVIRONMENT = { LVM_SUPPRESS_FD_WARNINGS: "1" } as const;

/** Runs one of the display programs; facts by the first column, none when the program fails. */
export async function display(
  program: keyof typeof COLUMNS,
  name: string | null,
  isQuiet: boolean,
  context: ExecutionContext,
): Promise<MutableDict> {
  const which = name ? [plainName(name, program)] : [];
  const command = [programPath(program), "-c", ...which];
  const told = await runProgram(command, context, { ignore_retcode: isQuiet, env: LVM_ENVIRONMENT });
  const found: MutableDict = new Map<Value, Value>();
  if (told.retcode !== 0) return found;
  for (const line of told.stdout.split("\n")) {
    if (line.trim() === "" || line.includes("is a new physical volume")) continue;
    const fields = line.trim().split(":");
    const facts = COLUMNS[program].map((column, at) => [column, fields[at] ?? ""] as const);
    found.set(fields[0] ?? "", dict(Object.fromEntries(facts)));
  }
  return found;
}

/** Physical volumes by the devices that their paths stand for. */
export function byRealDevice(volumes: Dict): Dict {
  const found: MutableDict = new Map<Value, Value>();
  for (const [path, facts] of volumes) {
    const device = realDevice(String(path));
    const known = facts instanceof Map ? facts : new Map<Value, Value>();
    found.set(device, new Map<Value, Value>([...known, ["Real Physical Volume Device", device]]));
  }
  return found;
}

/** The path that a path stands for; itself when there is nothing. */
export function realDevice(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

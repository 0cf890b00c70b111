/**
 * ZFS: whether it is there, and its pools.
 */
import type { Machine } from "../portable/machine.js";
import { outputOf } from "../portable/program.js";

const UNITS = "BKMGTPEZ";

/** Bytes in a size such as `1.81T`; the text itself when it is no size. */
function sizeInBytes(text: string): number | string {
  const [, number, unit = "B"] = /^(\d+(?:\.\d+)?)([BKMGTPEZ])?$/.exec(text) ?? [];
  return number === undefined ? text : Math.floor(Number(number) * 1024 ** UNITS.indexOf(unit));
}

/** Reads what `zpool list -H -o name,size` printed: sizes in bytes by pool. */
export function parsePools(output: string): Readonly<Record<string, number | string>> {
  const lines = output.split("\n").map((line) => line.trim().split(/\s+/));
  return Object.fromEntries(
    lines.flatMap(([name, size]) => (name && size ? [[name, sizeInBytes(size)]] : [])),
  );
}

/** The pools of the machine; undefined where there is no ZFS. */
export async function readPools(
  machine: Machine,
): Promise<Readonly<Record<string, number | string>> | undefined> {
  const isLoaded = machine.exists("/sys/module/zfs") || machine.which("zfs-fuse") !== undefined;
  const zpool = isLoaded ? machine.which("zpool") : undefined;
  if (zpool === undefined) return undefined;
  return parsePools((await outputOf(zpool, ["list", "-H", "-o", "name,size"], 2000)) ?? "");
}

/** Whether the manual has a page on pool features, by which Salt tells that pools may have them. */
export function hasPoolFeatures(machine: Machine): boolean {
  if (machine.which("man") === undefined) return false;
  const sections = ["man5", "man7"].flatMap((section) => machine.list(`/usr/share/man/${section}`));
  return sections.some((page) => page.startsWith("zpool-features."));
}

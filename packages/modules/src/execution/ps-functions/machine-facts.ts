/**
 * Processors, memory, disks and network of the machine, as Python's psutil shows them.
 */
import { existsSync, readFileSync, statfsSync } from "node:fs";
import type { Plain } from "@salt/core";
import { float } from "@salt/core";

/** Counters by name. */
export type Counters = { readonly [name: string]: number };

const TICKS = 100;
const PAGE = 4096;
const SECTOR = 512;
const CPU_FIELDS = [
  "user",
  "nice",
  "system",
  "idle",
  "iowait",
  "irq",
  "softirq",
  "steal",
  "guest",
  "guest_nice",
];
const NET_FIELDS = [
  ["bytes_sent", 8],
  ["bytes_recv", 0],
  ["packets_sent", 9],
  ["packets_recv", 1],
  ["errin", 2],
  ["errout", 10],
  ["dropin", 3],
  ["dropout", 11],
] as const;
/** Name, column of /proc/diskstats, and what one of it is. */
const DISK_FIELDS = [
  ["read_count", 3, 1],
  ["write_count", 7, 1],
  ["read_bytes", 5, SECTOR],
  ["write_bytes", 9, SECTOR],
  ["read_time", 6, 1],
  ["write_time", 10, 1],
  ["read_merged_count", 4, 1],
  ["write_merged_count", 8, 1],
  ["busy_time", 12, 1],
] as const;

/** When the machine was started, in seconds since 1970. */
export function bootTime(): number {
  return Number(/^btime (\d+)/m.exec(readFileSync("/proc/stat", "latin1"))?.[1] ?? 0);
}

/** Seconds by kind of work, of all processors together first, then of each. */
export function cpuTimes(): readonly Counters[] {
  return readFileSync("/proc/stat", "latin1")
    .split("\n")
    .filter((line) => /^cpu\d* /.test(line))
    .map((line) => {
      const ticks = line.split(/\s+/).slice(1).map(Number);
      return Object.fromEntries(CPU_FIELDS.map((name, at) => [name, (ticks[at] ?? 0) / TICKS]));
    });
}

/** How busy a processor was between two looks, in per cent. */
export function busyPercent(before: Counters, after: Counters): number {
  const spent = (name: string): number => Math.max((after[name] ?? 0) - (before[name] ?? 0), 0);
  const all = CPU_FIELDS.slice(0, 8).reduce((sum, name) => sum + spent(name), 0);
  return all === 0 ? 0 : rounded((100 * (all - spent("idle") - spent("iowait"))) / all);
}

/** Memory in bytes. */
export function virtualMemory(): { readonly [name: string]: Plain } {
  const info = memoryInfo();
  const of = (name: string): number => info.get(name) ?? 0;
  const total = of("MemTotal");
  const available = Math.min(of("MemAvailable"), total);
  return {
    total,
    available,
    percent: float(percentOf(total - available, total)),
    used: total - available,
    free: of("MemFree"),
    active: of("Active"),
    inactive: of("Inactive"),
    buffers: of("Buffers"),
    cached: of("Cached") + of("SReclaimable"),
    shared: of("Shmem"),
    slab: of("Slab"),
  };
}

/** Swap space in bytes, with what went in and out since the start. */
export function swapMemory(): { readonly [name: string]: Plain } {
  const info = memoryInfo();
  const [total, free] = [info.get("SwapTotal") ?? 0, info.get("SwapFree") ?? 0];
  const pages = readFileSync("/proc/vmstat", "latin1");
  const moved = (name: string): number =>
    Number(new RegExp(`^${name} (\\d+)`, "m").exec(pages)?.[1] ?? 0) * PAGE;
  const percent = float(percentOf(total - free, total));
  return { total, used: total - free, free, percent, sin: moved("pswpin"), sout: moved("pswpout") };
}

function memoryInfo(): ReadonlyMap<string, number> {
  const lines = readFileSync("/proc/meminfo", "latin1").matchAll(/^([^:]+):\s+(\d+)/gm);
  return new Map([...lines].map(([, name = "", kib]) => [name, Number(kib) * 1024]));
}

/** Mounted file systems: those on disks, or all. */
export function diskPartitions(all: boolean): readonly { readonly [name: string]: string }[] {
  const kinds = readFileSync("/proc/filesystems", "latin1").split("\n");
  const onDisks = new Set(kinds.filter((line) => !line.startsWith("nodev")).map((line) => line.trim()));
  return readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .flatMap((line) => {
      const [device = "", mountpoint, fstype = "", opts = ""] = line.split(" ").map(unescaped);
      if (mountpoint === undefined) return [];
      const isWanted = all || (device !== "none" && onDisks.has(fstype));
      return isWanted ? [{ device: device === "none" ? "" : device, mountpoint, fstype, opts }] : [];
    });
}

/** The kernel writes blanks in paths as octal numbers. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** Room on a file system in bytes. Throws the system's error. */
export function diskUsage(path: string): { readonly [name: string]: Plain } {
  const { blocks, bfree, bavail, bsize } = statfsSync(path);
  const used = (blocks - bfree) * bsize;
  const free = bavail * bsize;
  return { total: blocks * bsize, used, free, percent: float(percentOf(used, used + free)) };
}

/** Counters by network interface. */
export function networkCounters(): ReadonlyMap<string, Counters> {
  const lines = readFileSync("/proc/net/dev", "utf8").split("\n").slice(2);
  return new Map(
    lines.flatMap((line): readonly (readonly [string, Counters])[] => {
      const at = line.lastIndexOf(":");
      if (at < 0) return [];
      const values = line
        .slice(at + 1)
        .trim()
        .split(/\s+/)
        .map(Number);
      return [
        [
          line.slice(0, at).trim(),
          Object.fromEntries(NET_FIELDS.map(([name, column]) => [name, values[column] ?? 0])),
        ],
      ];
    }),
  );
}

/** Counters by disk and partition. */
export function diskCounters(): ReadonlyMap<string, Counters> {
  const lines = readFileSync("/proc/diskstats", "latin1").split("\n");
  return new Map(
    lines.flatMap((line): readonly (readonly [string, Counters])[] => {
      const values = line.trim().split(/\s+/);
      const name = values[2];
      if (name === undefined) return [];
      const counters = DISK_FIELDS.map(([field, column, unit]) => [
        field,
        Number(values[column] ?? 0) * unit,
      ]);
      return [[name, Object.fromEntries(counters)]];
    }),
  );
}

/** Whether a name is that of a whole disk, and not of a partition. */
export function isWholeDisk(name: string): boolean {
  return existsSync(`/sys/block/${name.replaceAll("/", "!")}`);
}

/** The sum of counters; undefined when there are none. */
export function summed(all: readonly Counters[]): Counters | undefined {
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(first).map(([name, value]) => [
      name,
      others.reduce((sum, one) => sum + (one[name] ?? 0), value),
    ]),
  );
}

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : rounded((100 * part) / whole);
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}

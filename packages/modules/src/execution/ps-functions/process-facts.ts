/**
 * Processes from /proc, as Python's psutil shows them.
 */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Plain } from "@salt/core";
import { float } from "@salt/core";
import { readAccounts } from "../cmd/account.js";
import { bootTime } from "./machine-facts.js";

/** The kernel's ticks in a second, and bytes of a page, on all machines that are served. */
const TICKS = 100;
const PAGE = 4096;
/** How long a name the kernel keeps. */
const COMM_LENGTH = 15;
const STATES: Readonly<Record<string, string>> = {
  R: "running",
  S: "sleeping",
  D: "disk-sleep",
  T: "stopped",
  t: "tracing-stop",
  Z: "zombie",
  X: "dead",
  x: "dead",
  K: "wake-kill",
  W: "waking",
  I: "idle",
  P: "parked",
};

/** A process as it was when it was looked at. */
export interface ProcessFacts {
  readonly pid: number;
  readonly name: string;
  readonly cmdline: readonly string[];
  readonly status: string;
  readonly username: string;
  /** Seconds since 1970. */
  readonly createTime: number;
  /** Seconds of work. */
  readonly cpu: Readonly<Record<"user" | "system" | "children_user" | "children_system" | "iowait", number>>;
  readonly facts: { readonly [name: string]: Plain };
}

/** The ids of all processes, lowest first. */
export function processIds(): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((one, other) => one - other);
}

/** All processes but this one, whose command line may hold what is looked for. */
export function otherProcesses(): readonly ProcessFacts[] {
  const own = Number(readlinkSync("/proc/self"));
  return allProcesses().filter(({ pid }) => pid !== own);
}

/** All processes; those that end meanwhile are left out. */
export function allProcesses(): readonly ProcessFacts[] {
  const names = accountNames();
  return processIds().flatMap((pid) => processFacts(pid, names) ?? []);
}

/** The names of accounts by their ids. */
export function accountNames(): ReadonlyMap<number, string> {
  return new Map(readAccounts().map(({ uid, name }) => [uid, name]));
}

/** A process; undefined when there is none of that id. */
export function processFacts(pid: number, names: ReadonlyMap<number, string>): ProcessFacts | undefined {
  try {
    return readFacts(pid, names);
  } catch {
    return undefined; // It has ended meanwhile.
  }
}

function readFacts(pid: number, names: ReadonlyMap<number, string>): ProcessFacts {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const end = stat.lastIndexOf(")");
  const comm = Buffer.from(stat.slice(stat.indexOf("(") + 1, end), "latin1").toString("utf8");
  // Behind the name, the first field is the third of proc(5).
  const fields = stat.slice(end + 2).split(" ");
  const field = (number: number): number => Number(fields[number - 3] ?? 0);
  const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").replace(/\0$/, "");
  const cmdline = words === "" ? [] : words.split("\0");
  const lines = statusLines(pid);
  const ids = (name: string): readonly number[] =>
    (lines.get(name) ?? "").split(/\s+/).slice(0, 3).map(Number);
  const seconds = (number: number): number => field(number) / TICKS;
  const uids = ids("Uid");
  const username = names.get(uids[0] ?? 0) ?? String(uids[0]);
  const name = fullName(comm, cmdline);
  const status = STATES[fields[0] ?? ""] ?? "?";
  const createTime = Math.round((bootTime() + field(22) / TICKS) * 100) / 100;
  const cpu = {
    user: seconds(14),
    system: seconds(15),
    children_user: seconds(16),
    children_system: seconds(17),
    iowait: seconds(42),
  };
  return {
    pid,
    name,
    cmdline,
    status,
    username,
    createTime,
    cpu,
    facts: {
      pid,
      name,
      cmdline,
      status,
      username,
      create_time: float(createTime),
      ppid: field(4),
      nice: field(19),
      num_threads: field(20),
      cpu_num: field(39),
      cwd: linkOf(pid, "cwd"),
      exe: linkOf(pid, "exe"),
      num_fds: countOf(pid, "fd"),
      uids,
      gids: ids("Gid"),
      cpu_times: Object.values(cpu).map(float),
      memory_info: Object.values(memoryOf(pid)),
      num_ctx_switches: ["voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"].map((key) =>
        Number(lines.get(key) ?? 0),
      ),
    },
  };
}

/** The memory of a process in bytes. Throws when it has ended. */
export function memoryOf(pid: number): { readonly [name: string]: number } {
  const [size = 0, resident = 0, shared = 0, text = 0, lib = 0, data = 0, dirty = 0] = readFileSync(
    `/proc/${pid}/statm`,
    "latin1",
  )
    .trim()
    .split(" ")
    .map((pages) => Number(pages) * PAGE);
  return { rss: resident, vms: size, shared, text, lib, data, dirty };
}

function statusLines(pid: number): ReadonlyMap<string, string> {
  const lines = readFileSync(`/proc/${pid}/status`, "utf8").split("\n");
  return new Map(lines.map((line) => [line.split(":")[0] ?? "", line.slice(line.indexOf(":") + 1).trim()]));
}

/** The kernel cuts long names; the command line has the rest. */
function fullName(comm: string, cmdline: readonly string[]): string {
  const whole = cmdline[0]?.split("/").at(-1) ?? "";
  return comm.length >= COMM_LENGTH && whole.startsWith(comm) ? whole : comm;
}

function linkOf(pid: number, what: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/${what}`);
  } catch {
    return null; // Not ours to see, or a thread of the kernel.
  }
}

function countOf(pid: number, what: string): number | null {
  try {
    return readdirSync(`/proc/${pid}/${what}`).length;
  } catch {
    return null;
  }
}

/**
 * The processes that belong to a job: those its process started, directly or not, also when they left their parent.
 */
import { readdirSync, readFileSync } from "node:fs";
import { SaltError } from "../base/errors.js";

/** A row of the system's process table. */
interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Ticks since the machine started. */
  readonly started: number;
}

/** Linux counts process times in hundredths of a second, whatever its kernel's own clock. */
const TICKS_PER_SECOND = 100;

/** The present moment in the clock of the process table; 0 where there is none. */
export function tableTime(): number {
  try {
    return Math.floor(Number(readFileSync("/proc/uptime", "latin1").split(" ")[0]) * TICKS_PER_SECOND);
  } catch {
    return 0;
  }
}

/**
 * Sends a signal to a job's process and everything it has started since `since`. What earlier jobs of the same process
 * left running on purpose is spared; `companion` is a process that it keeps from job to job, or 0. Throws what `process.kill` throws when the job's process is gone.
 */
export function signalTree(pid: number, since: number, signal: number, companion = 0): void {
  if (pid <= 1) throw new SaltError("JOB_GONE", "The process of the job is not there");
  const others = [...descendants(pid, since), ...(companion > 1 ? [companion] : [])];
  process.kill(pid, signal);
  for (const other of others) {
    try {
      process.kill(other, signal);
    } catch {
      // It ended by itself.
    }
  }
}

function descendants(root: number, since: number): readonly number[] {
  const rows = table().filter((row) => row.started >= since);
  const found = new Set([root]);
  let before = 0;
  while (found.size > before) {
    before = found.size;
    for (const row of rows) if (found.has(row.parent) || row.group === root) found.add(row.pid);
  }
  found.delete(root);
  return [...found];
}

function table(): readonly Row[] {
  let names: readonly string[];
  try {
    names = readdirSync("/proc");
  } catch {
    return []; // No such table on this system: the process itself is all that is known.
  }
  return names.filter((name) => /^\d+$/.test(name)).flatMap(rowOf);
}

function rowOf(pid: string): readonly Row[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in parentheses may hold anything; fields are counted behind its end.
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    return [{ pid: Number(pid), parent: fields[1] ?? 0, group: fields[2] ?? 0, started: fields[19] ?? 0 }];
  } catch {
    return [];
  }
}

/** Whether a process is there and, where that can be seen, runs what it must run. */
export function isAlive(pid: number, program: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(program);
  } catch {
    return true; // Nothing more can be known here.
  }
}

/**
 * The file with a daemon's process id: says who runs, and keeps a second one from starting.
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Closable } from "@salt/core";
import { SaltError, writeFileAtomic } from "@salt/core";

/** The daemon runs already. */
export class AlreadyRunningError extends SaltError {
  constructor(program: string, pid: number, path: string) {
    super("ALREADY_RUNNING", `${program} is already running, as process ${pid}.`, {
      hint: `Stop it first, or give this one its own pidfile (now ${path}) and ports.`,
      details: { pid, path },
      exitCode: 1,
    });
  }
}

/** Writes the process id; the file goes when it is closed. Throws AlreadyRunningError. */
export function claimPidFile(path: string, program: string, pid: number): Closable {
  const earlier = readPid(path);
  if (earlier !== undefined && earlier !== pid && runs(earlier, program)) {
    throw new AlreadyRunningError(program, earlier, path);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileAtomic(path, String(pid), { mode: 0o644 });
  return { close: () => release(path, pid) };
}

/** Only a file that is still ours is removed; where the directory forbids that, the stale id does no harm. */
function release(path: string, pid: number): void {
  try {
    if (readPid(path) === pid) rmSync(path, { force: true });
  } catch {
    return;
  }
}

function readPid(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, "utf8").trim());
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process of this id is that program: ids are used again by others. */
function runs(pid: number, program: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(program);
  } catch {
    return process.platform !== "linux" && isAlive(pid);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

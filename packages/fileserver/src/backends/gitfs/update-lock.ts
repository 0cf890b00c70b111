/**
 * The lock that keeps two programs from updating one repository at once.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { errorText } from "@salt/core";

/** Takes the lock: true, or a sentence on who has it. A lock whose program is gone is taken over. */
export function takeLock(path: string, isForGood = false): true | string {
  const owner = isForGood ? "0" : String(process.pid);
  for (let tries = 0; tries < 2; tries++) {
    try {
      writeFileSync(path, owner, { flag: "wx", mode: 0o600 });
      return true;
    } catch (error) {
      if (!isTaken(error)) return errorText(error);
      const holder = holderOf(path);
      if (holder === undefined || holder === 0 || isAlive(holder))
        return holder === 0 ? "it was locked by hand" : `process ${holder ?? "unknown"} has it`;
      rmSync(path, { force: true });
    }
  }
  return "another program is faster";
}

/** Gives the lock back; whether there was one. */
export function freeLock(path: string): boolean {
  const wasThere = holderOf(path) !== undefined;
  rmSync(path, { force: true });
  return wasThere;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}

function holderOf(path: string): number | undefined {
  try {
    return Number(readFileSync(path, "utf8").trim());
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

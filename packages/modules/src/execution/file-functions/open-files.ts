/**
 * Which files the processes of this machine have open.
 */
import { readdirSync, realpathSync } from "node:fs";
import type { Plain, Value } from "@salt/core";
import { exists } from "./paths.js";

/** Process ids by file, or files by process id. */
export function openFiles(byPid: boolean): ReadonlyMap<Value, Plain> {
  const files = new Map<string, Set<number>>();
  const pids = new Map<number, Set<string>>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const pid = Number(name);
    const open = filesOf(pid);
    pids.set(pid, open);
    for (const file of open) files.set(file, (files.get(file) ?? new Set()).add(pid));
  }
  if (byPid) return new Map([...pids].map(([pid, names]): [Value, Plain] => [pid, [...names].sort()]));
  return new Map([...files].map(([file, ids]): [Value, Plain] => [file, [...ids].sort((a, b) => a - b)]));
}

function filesOf(pid: number): Set<string> {
  const tasks = namesIn(`/proc/${pid}/task`).map((tid) => `/proc/${pid}/task/${tid}`);
  const links = [`/proc/${pid}`, ...tasks].flatMap((at) => namesIn(`${at}/fd`).map((fd) => `${at}/fd/${fd}`));
  const found = [...tasks.map((at) => `${at}/exe`), ...links].flatMap((link) => targetOf(link) ?? []);
  return new Set(found.filter(exists));
}

/** Names in a directory; none when the process is gone or not ours to look at. */
function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function targetOf(link: string): string | undefined {
  try {
    return realpathSync(link);
  } catch {
    return undefined;
  }
}

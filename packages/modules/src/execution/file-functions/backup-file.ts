/**
 * Copies of files that the minion keeps below `file_backup` of its cache before it changes them.
 */
import { chmodSync, chownSync, copyFileSync, mkdirSync, readdirSync, statSync } from "node:fs";
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError, getString } from "@salt/core";
import { formatTime } from "../status-functions/time.js";
import { baseName, dirName, isDirectory, isFile, joinPaths } from "./paths.js";

/** One kept copy. */
export interface FileBackup {
  readonly name: string;
  /** For people, e.g. `Sat Nov 21 2026 11:02:48.123456`. */
  readonly time: string;
  /** Sorts as the times do. */
  readonly order: string;
  readonly size: number;
  readonly location: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const STAMP = /^(.*)_(\w{3})_(\w{3})_(\d{1,2})_(\d{1,2}:\d{1,2}:\d{1,2})_(\d{1,6})_(\d{4})$/s;

/** Where copies are kept. Throws CommandExecutionError when the minion has no cache. */
export function backupRoot({ opts }: ExecutionContext): string {
  const cache = getString(opts, "cachedir");
  if (cache === undefined)
    throw new CommandExecutionError("There is no place for copies: cachedir is not set");
  return joinPaths(cache, "file_backup");
}

/** Keeps a copy of a file, with owner and permissions. */
export function keepBackup(path: string, root: string): void {
  const stat = statSync(path);
  const now = new Date();
  const micros = `${String(now.getTime() % 1000).padStart(3, "0")}${String(process.hrtime.bigint() % 1000n).padStart(3, "0")}`;
  const stamp = `${formatTime("%a_%b_%d_%H:%M:%S", now)}_${micros}_${now.getFullYear()}`;
  const copy = joinPaths(directoryOf(path, root), `${baseName(path)}_${stamp}`);
  mkdirSync(dirName(copy), { recursive: true });
  copyFileSync(path, copy);
  chownSync(copy, stat.uid, stat.gid);
  chmodSync(copy, stat.mode & 0o7777);
}

/** Copies of the files of a directory, the newest first. */
export function listBackups(parent: string, root: string): readonly FileBackup[] {
  const directory = joinPaths(root, parent.slice(1));
  if (!isDirectory(directory)) return [];
  const found = readdirSync(directory).flatMap((name) => backupOf(joinPaths(directory, name)) ?? []);
  return found.sort((left, right) => (left.order < right.order ? 1 : -1));
}

function directoryOf(path: string, root: string): string {
  return joinPaths(root, dirName(path).slice(1));
}

function backupOf(location: string): FileBackup | undefined {
  const found = STAMP.exec(baseName(location));
  if (found === null || !isFile(location)) return undefined;
  const [, name = "", weekday = "", month = "", day = "", clock = "", micros = "", year = ""] = found;
  const number = MONTHS.indexOf(month) + 1;
  if (number === 0) return undefined;
  const fraction = micros.padEnd(6, "0");
  const two = (text: string): string => text.padStart(2, "0");
  const time = clock.split(":").map(two).join(":");
  return {
    name,
    time: `${weekday} ${month} ${two(day)} ${year} ${time}.${fraction}`,
    order: `${year}${two(String(number))}${two(day)}${time}${fraction}`,
    size: statSync(location).size,
    location,
  };
}

/**
 * The processes of the machine, from /proc.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { readAccounts } from "../cmd/account.js";

/** A process. */
export interface ProcessRow {
  readonly pid: number;
  readonly user: string;
  /** The command line, or the name in brackets where there is none. */
  readonly cmd: string;
}

/** All processes, lowest id first. */
export function listProcesses(): readonly ProcessRow[] {
  const accounts = readAccounts();
  const names = new Map(accounts.map(({ uid, name }) => [uid, name]));
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b)
    .flatMap((pid) => readProcess(pid, names) ?? []);
}

function readProcess(pid: number, names: ReadonlyMap<number, string>): ProcessRow | undefined {
  try {
    const { uid } = statSync(`/proc/${pid}`);
    const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replace(/\0+$/, "").replaceAll("\0", " ");
    const cmd = line === "" ? `[${readFileSync(`/proc/${pid}/comm`, "utf8").trim()}]` : line;
    return { pid, user: names.get(uid) ?? String(uid), cmd };
  } catch {
    return undefined; // It has ended meanwhile.
  }
}

/**
 * Makes what only root can make for a daemon that goes on as another account.
 */
import {
  chownSync,
  closeSync,
  constants,
  existsSync,
  fchownSync,
  fstatSync,
  mkdirSync,
  openSync,
} from "node:fs";
import { dirname } from "node:path";
import { findAccount } from "../commands/accounts.js";
import type { DaemonPlaces } from "../commands/daemon/daemon-host.js";

/** The numbers of an account. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Hands the places over to the account of that name; one that is unknown, or root, gets nothing. */
export async function handOver(name: string, places: DaemonPlaces): Promise<void> {
  const account = await findAccount(name);
  if (account === undefined || account.uid === 0) return;
  handOverTo(account, places);
}

/** Directories become the account's own, and private when they are made here; those above them stay open to all. */
export function handOverTo({ uid, gid }: Owner, { directories, logFile }: DaemonPlaces): void {
  for (const directory of directories) {
    mkdirSync(dirname(directory), { recursive: true, mode: 0o755 });
    if (!existsSync(directory)) mkdirSync(directory, { mode: 0o700 });
    chownSync(directory, uid, gid);
  }
  if (logFile === "" || logFile.includes("://")) return;
  handOverLog({ uid, gid }, logFile);
}

/** Of a log only the file is handed over: its directory, such as /var/log, may be that of others. */
function handOverLog({ uid, gid }: Owner, file: string): void {
  const directory = dirname(file);
  if (!existsSync(directory)) {
    mkdirSync(directory, { recursive: true, mode: 0o755 });
    chownSync(directory, uid, gid);
  }
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  const log = openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o640);
  try {
    // A device such as /dev/null stays whose it is.
    if (fstatSync(log).isFile()) fchownSync(log, uid, gid);
  } finally {
    closeSync(log);
  }
}

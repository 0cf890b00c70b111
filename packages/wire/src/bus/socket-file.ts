/**
 * Unix sockets as files: made with the right mode from the first moment, and replaced only when their owner is gone.
 */
import { chmodSync, lstatSync, mkdirSync, rmSync } from "node:fs";
import type { Server } from "node:net";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import type { SaltErrorOptions } from "@salt/core";
import { SaltError } from "@salt/core";

/** A bus socket cannot be opened or reached. */
export class BusError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("BUS", message, options);
  }
}

/** The two sockets of a bus. */
export interface BusPaths {
  /** Where events are read. */
  readonly pub: string;
  /** Where events are fired. */
  readonly pull: string;
}

/** The sockets of the bus `master`, or of a minion's by `minionBusName`. */
export function busPaths(dir: string, name: string): BusPaths {
  const stem = name === "master" ? "master_event" : name;
  return { pub: join(dir, `${stem}_pub.ipc`), pull: join(dir, `${stem}_pull.ipc`) };
}

/** What the kernel takes; longer paths are cut by some programs, which then bind elsewhere. */
const MAX_PATH = 107;
/** Everything but reading and writing by the owner. */
const OWNER_ONLY = 0o177;

/** Listens at a path. Throws BusError when another process does so, or the path cannot be used. */
export async function listenAt(server: Server, path: string, mode: number): Promise<void> {
  if (Buffer.byteLength(path) > MAX_PATH) {
    throw new BusError(`${path} is longer than ${MAX_PATH} bytes`, { hint: "Choose a shorter sock_dir." });
  }
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    await removeStale(path);
    await listenPrivately(server, path);
    chmodSync(path, mode);
  } catch (cause) {
    if (cause instanceof BusError) throw cause;
    const hint = "Does this account own the directory? Look at the option sock_dir.";
    throw new BusError(`${path} cannot be opened (${errorCode(cause)})`, { cause, hint });
  }
}

/** The socket file is made within `listen`, before anything else runs, so nothing else sees this umask. */
function listenPrivately(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const before = process.umask(OWNER_ONLY);
    try {
      server.listen(path, () => {
        server.removeListener("error", reject);
        resolve();
      });
    } finally {
      process.umask(before);
    }
  });
}

async function removeStale(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw new BusError(`${path} is there and is no socket`, { hint: "Move it away." });
  if (await answers(path)) {
    throw new BusError(`${path} is in use`, {
      hint: "Another daemon runs with this sock_dir: stop it first.",
    });
  }
  rmSync(path, { force: true });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error) =>
      resolve(errorCode(error) !== "ECONNREFUSED" && errorCode(error) !== "ENOENT"),
    );
  });
}

/** The system's code of an error, or "unknown". */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}

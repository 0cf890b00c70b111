/**
 * One spm at a time: a lock that the system lets go of when its holder dies, however that happens.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Closable } from "@salt/core";
import { errorText } from "@salt/core";
import Database from "better-sqlite3";
import { SpmError } from "../errors.js";

/** Takes the lock of a cache directory. Throws SpmError when another spm has it. */
export function takeLock(cacheDir: string): Closable {
  let db: Database.Database | undefined;
  try {
    mkdirSync(cacheDir, { recursive: true, mode: 0o755 });
    // SQLite's own file locks are the only ones that Node can take; nothing is ever written into this file.
    db = new Database(join(cacheDir, "spm.lock"), { timeout: 0 });
    db.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    db?.close();
    const isBusy = cause instanceof Error && "code" in cause && cause.code === "SQLITE_BUSY";
    if (isBusy)
      throw new SpmError("busy", "Another spm is at work", { cause, hint: "Wait until it has ended." });
    throw new SpmError("database", `${cacheDir} cannot be written: ${errorText(cause)}`, {
      cause,
      hint: "Check the option spm_cache_dir, who may write there, and whether the disk is full.",
    });
  }
  const held = db;
  return {
    close: () => {
      held.close();
    },
  };
}

/**
 * The log file.
 */
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { ConfigError, errorText } from "../base/errors.js";
import type { Closable } from "../base/lifetime.js";

/** Appends lines to a file that only its owner may read. Lines are on disk's side of the process when `write` returns. */
export class FileSink implements Closable {
  readonly #path: string;
  #file: number | undefined;

  /** Opens the file, making it and its directory. Throws ConfigError. */
  constructor(path: string) {
    this.#path = path;
    this.#file = openLogFile(path);
  }

  /** Writes one line; a line that cannot be written (a full disk) is lost, for the log must not stop the daemon. */
  write(line: string): void {
    if (this.#file === undefined) return;
    try {
      writeSync(this.#file, `${line}\n`);
    } catch {
      // There is nowhere to tell it.
    }
  }

  /** Opens the path anew, after the file was moved away. Throws ConfigError; then the old file stays in use. */
  reopen(): void {
    const opened = openLogFile(this.#path);
    this.close();
    this.#file = opened;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

function openLogFile(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    return openSync(path, "a", 0o600);
  } catch (error) {
    throw new ConfigError(`The log file ${path} cannot be opened: ${errorText(error)}`, {
      hint: "Give 'log_file' a path this account may write, run as another account, or set 'log_level_logfile: quiet'.",
      cause: error,
    });
  }
}

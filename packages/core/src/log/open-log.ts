/**
 * Opening the log: a terminal, a file, or both.
 */
import { SaltError } from "../base/errors.js";
import type { Closable } from "../base/lifetime.js";
import type { Logger } from "../base/log.js";
import type { LogLevel } from "../config/options/shared.js";

/** Where log lines go. */
export interface LogOptions {
  /** What goes to the terminal (standard error); "quiet" is nothing. */
  readonly level: LogLevel;
  /** Log file; absent: none. */
  readonly file?: string;
  /** What goes to the file; the same as `level` when absent. */
  readonly fileLevel?: LogLevel;
  /** Lines for people, or one JSON map each. */
  readonly format?: "text" | "json";
  /** Colours on the terminal. */
  readonly color?: boolean;
  /** Writes terminal lines; standard error when absent. */
  readonly terminal?: (line: string) => void;
}

/** An open log. */
export interface LogHandle extends Closable {
  readonly log: Logger;
  /** Opens the log file anew, after it was moved away. */
  reopen(): void;
  close(): void;
}

/** Opens the log. Throws ConfigError when the file cannot be written. */
export function openLog(_options: LogOptions): LogHandle { throw new SaltError("NOT_READY", "This part is being written"); }

/** Reads a level's name; undefined when it is none. */
export function parseLogLevel(_text: unknown): LogLevel | undefined { throw new SaltError("NOT_READY", "This part is being written"); }

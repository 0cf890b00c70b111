/**
 * Opening the log: a terminal, a file, or both.
 */
import { writeSync } from "node:fs";
import type { Closable } from "../base/lifetime.js";
import type { LogFields, Logger } from "../base/log.js";
import { loggerTo } from "../base/log.js";
import type { LogLevel } from "../config/options/shared.js";
import { FileSink } from "./file-sink.js";
import { jsonLines } from "./json.js";
import { LEVEL_NUMBERS, thresholdOf } from "./levels.js";
import type { LogEntry } from "./line.js";
import { fileLine, terminalLine } from "./line.js";
import { redact } from "./redact.js";

/** Where log lines go. */
export interface LogOptions {
  /** What goes to the terminal (standard error); "quiet" is nothing. */
  readonly level: LogLevel;
  /** Log file; absent: none. */
  readonly file?: string | undefined;
  /** What goes to the file; the same as `level` when absent. */
  readonly fileLevel?: LogLevel | undefined;
  /** Lines for people, or one JSON map each. */
  readonly format?: "text" | "json" | undefined;
  /** Colours on the terminal. */
  readonly color?: boolean | undefined;
  /** Writes terminal lines, given without line break; standard error when absent. */
  readonly terminal?: ((line: string) => void) | undefined;
}

/** An open log. */
export interface LogHandle extends Closable {
  readonly log: Logger;
  /** Opens the log file anew, after it was moved away. Throws ConfigError. */
  reopen(): void;
  close(): void;
}

/** A place lines go to, and from which level on. */
interface Outlet {
  readonly threshold: number;
  readonly write: (entry: LogEntry) => void;
}

/** Opens the log. Lines are written when a logger's method returns. Throws ConfigError when the file cannot be. */
export function openLog(options: LogOptions): LogHandle {
  const fileLevel = options.fileLevel ?? options.level;
  const wantsFile = options.file !== undefined && fileLevel !== "quiet";
  const sink = wantsFile && options.file !== undefined ? new FileSink(options.file) : undefined;
  const outlets: Outlet[] = [];
  const terminal = options.terminal ?? writeToTerminal;
  if (options.level !== "quiet") outlets.push(terminalOutlet(options, terminal));
  if (sink !== undefined) outlets.push(fileOutlet(options, fileLevel, sink));
  return {
    log: makeLogger(outlets),
    reopen: () => sink?.reopen(),
    close: () => sink?.close(),
  };
}

function terminalOutlet(options: LogOptions, terminal: (line: string) => void): Outlet {
  const color = options.color ?? false;
  const asText = (entry: LogEntry): void => terminal(terminalLine(entry, color));
  return {
    threshold: thresholdOf(options.level),
    write: options.format === "json" ? jsonLines(terminal) : asText,
  };
}

function fileOutlet(options: LogOptions, level: LogLevel, sink: FileSink): Outlet {
  const write = (line: string): void => sink.write(line);
  const asText = (entry: LogEntry): void => write(fileLine(entry, process.pid));
  return { threshold: thresholdOf(level), write: options.format === "json" ? jsonLines(write) : asText };
}

function writeToTerminal(line: string): void {
  try {
    writeSync(2, `${line}\n`);
  } catch {
    // Standard error is closed or full: nobody is there to read.
  }
}

function makeLogger(outlets: readonly Outlet[]): Logger {
  const lowest = Math.min(...outlets.map((outlet) => outlet.threshold), Number.POSITIVE_INFINITY);
  return loggerTo((method, fields, message) => {
    const level = LEVEL_NUMBERS[method];
    if (level < lowest) return;
    const entry = { method, message, fields: redactFields(fields), time: Date.now() };
    for (const outlet of outlets) {
      if (level >= outlet.threshold) outlet.write(entry);
    }
  });
}

function redactFields(fields: LogFields): LogFields {
  const safe = redact(fields);
  return typeof safe === "object" && safe !== null ? { ...safe } : {};
}

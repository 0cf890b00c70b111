/**
 * Salt's log levels as numbers.
 */
import type { LogMethod } from "../base/log.js";
import type { LogLevel } from "../config/options/shared.js";
import { LOG_LEVELS } from "../config/options/shared.js";

/** The numbers of the levels that lines have. */
export const LEVEL_NUMBERS = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const;

/** Salt's names in log lines. */
export const LEVEL_LABELS: Readonly<Record<LogMethod, string>> = {
  trace: "TRACE",
  debug: "DEBUG",
  info: "INFO",
  warn: "WARNING",
  error: "ERROR",
  fatal: "CRITICAL",
};

const THRESHOLDS: Readonly<Record<LogLevel, number>> = {
  quiet: Number.POSITIVE_INFINITY,
  critical: LEVEL_NUMBERS.fatal,
  error: LEVEL_NUMBERS.error,
  warning: LEVEL_NUMBERS.warn,
  info: LEVEL_NUMBERS.info,
  profile: LEVEL_NUMBERS.info,
  debug: LEVEL_NUMBERS.debug,
  trace: LEVEL_NUMBERS.trace,
  garbage: LEVEL_NUMBERS.trace,
  all: LEVEL_NUMBERS.trace,
};

/** The smallest number that a level lets through. */
export function thresholdOf(level: LogLevel): number {
  return THRESHOLDS[level];
}

/** Reads a level's name, in any case; undefined when it is none. */
export function parseLogLevel(text: unknown): LogLevel | undefined {
  return typeof text === "string" ? LOG_LEVELS.find((level) => level === text.toLowerCase()) : undefined;
}

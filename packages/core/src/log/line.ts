/**
 * Log lines for people.
 */
import type { LogFields, LogMethod } from "../base/log.js";
import { LEVEL_LABELS } from "./levels.js";

/** One thing logged; `fields` are redacted already. */
export interface LogEntry {
  readonly method: LogMethod;
  readonly message: string;
  readonly fields: LogFields;
  /** Milliseconds since 1970. */
  readonly time: number;
}

const COLORS: Readonly<Record<LogMethod, string>> = {
  trace: "35",
  debug: "36",
  info: "32",
  warn: "33",
  error: "31",
  fatal: "31;1",
};

/** A line as Salt's commands print it: `[ERROR   ] message  key=value`. */
export function terminalLine(entry: LogEntry, color: boolean): string {
  const label = `[${LEVEL_LABELS[entry.method].padEnd(8)}]`;
  const shown = color ? `\x1b[${COLORS[entry.method]}m${label}\x1b[0m` : label;
  return `${shown} ${entry.message}${fieldText(entry.fields)}`;
}

/** A line of Salt's log files: time, part, level, process id, message. */
export function fileLine(entry: LogEntry, pid: number): string {
  const part = typeof entry.fields.part === "string" ? entry.fields.part : "salt";
  const level = LEVEL_LABELS[entry.method].padEnd(8);
  return `${localTime(entry.time)} [${part.padEnd(17)}][${level}][${pid}] ${entry.message}${fieldText(entry.fields)}`;
}

/** Local time as Python's logging writes it: `2026-11-21 04:02:21,779`. */
function localTime(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${clock},${String(date.getMilliseconds()).padStart(3, "0")}`;
}

function fieldText(fields: LogFields): string {
  const parts = Object.entries(fields)
    .filter(([key, value]) => key !== "part" && value !== undefined)
    .map(([key, value]) => `${key}=${valueText(value)}`);
  return parts.length === 0 ? "" : `  ${parts.join(" ")}`;
}

/** Line breaks and control characters are escaped: a line stays a line, and a terminal a terminal. */
function valueText(value: unknown): string {
  const text =
    value instanceof Error ? errorLine(value) : typeof value === "string" ? value : jsonText(value);
  const bounded = text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
  return typeof value === "string" && !/^[^\s"=\p{C}]+$/u.test(bounded)
    ? JSON.stringify(bounded)
    : escaped(bounded);
}

function errorLine(error: Error): string {
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
  return JSON.stringify(`${error.name}: ${error.message}${cause}`);
}

function jsonText(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? String(item) : item)) ??
    "undefined"
  );
}

function escaped(text: string): string {
  return text.replace(/\p{Cc}/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

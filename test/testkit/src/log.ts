/**
 * A logger that keeps what it is given, so that tests can look for lines that must be there and secrets that must not.
 */
import type { LogFields, Logger } from "@salt/core";
import { loggerTo } from "@salt/core";

/** One line of a log. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** Collects lines; children write into the same collection. */
export class LogBook {
  readonly lines: LogLine[] = [];
  readonly log: Logger = loggerTo((level, fields, message) => {
    this.lines.push({ level, message, fields });
  });

  /** Everything as text, for searching. */
  get text(): string {
    return JSON.stringify(this.lines, (_key, value: unknown) => readable(value));
  }

  /** The messages of a level. */
  messages(level: string): readonly string[] {
    return this.lines.filter((line) => line.level === level).map((line) => line.message);
  }
}

function readable(value: unknown): unknown {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Map) return Object.fromEntries(value);
  return typeof value === "bigint" ? String(value) : value;
}

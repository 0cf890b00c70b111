/**
 * A logger that keeps what it is given, so that tests can look for lines that must be there and secrets that must not.
 */
import type { LogFields, Logger } from "@salt/core";

/** One line of a log. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** Collects lines; children write into the same collection. */
export class LogBook {
  readonly lines: LogLine[] = [];
  readonly log: Logger = this.#child({});

  /** Everything as text, for searching. */
  get text(): string {
    return JSON.stringify(this.lines, (_key, value: unknown) => readable(value));
  }

  /** The messages of a level. */
  messages(level: string): readonly string[] {
    return this.lines.filter((line) => line.level === level).map((line) => line.message);
  }

  #child(own: LogFields): Logger {
    const at =
      (level: string) =>
      (fields: LogFields, message: string): void => {
        this.lines.push({ level, message, fields: { ...own, ...fields } });
      };
    return {
      trace: at("trace"),
      debug: at("debug"),
      info: at("info"),
      warn: at("warn"),
      error: at("error"),
      fatal: at("fatal"),
      child: (fields) => this.#child({ ...own, ...fields }),
    };
  }
}

function readable(value: unknown): unknown {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Map) return Object.fromEntries(value);
  return typeof value === "bigint" ? String(value) : value;
}

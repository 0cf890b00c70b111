/**
 * Log lines as JSON, by pino.
 */
import { createRequire } from "node:module";
import type * as Pino from "pino";
import type { LogEntry } from "./line.js";

/** Writes entries as JSON lines to `write`; pino is loaded with the first of them, for most commands log nothing. */
export function jsonLines(write: (line: string) => void): (entry: LogEntry) => void {
  const load = createRequire(import.meta.url);
  let logger: Pino.Logger | undefined;
  return (entry) => {
    logger ??= makeLogger((load("pino") as typeof Pino).pino, write);
    const { err, ...fields } = entry.fields;
    const record = err === undefined ? fields : { ...fields, err };
    logger[entry.method]({ ...record, time: new Date(entry.time).toISOString() }, entry.message);
  };
}

function makeLogger(pino: typeof Pino.pino, write: (line: string) => void): Pino.Logger {
  return pino(
    {
      level: "trace",
      base: { pid: process.pid },
      timestamp: false,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => write(line.trimEnd()) },
  );
}

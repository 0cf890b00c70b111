/**
 * The log of a daemon: its terminal while it has one, and its log file.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { LogHandle, LogLevel, MasterConfig } from "@salt/core";
import { ConfigError, openLog, parseLogLevel } from "@salt/core";
import type { Terminal } from "../../print/terminal.js";

/** Options that say what is logged where. */
export type DaemonLogConfig = Pick<
  MasterConfig,
  "log_level" | "log_level_logfile" | "log_format" | "log_file"
>;

/** Opens the log; a daemon in the background has no terminal. Throws ConfigError. */
export function openDaemonLog(config: DaemonLogConfig, terminal: Terminal, inBackground: boolean): LogHandle {
  const file = config.log_file;
  if (/^[a-z]+:\/\//.test(file)) {
    throw new ConfigError(`log_file: '${file}' is an address; this version logs to files only.`, {
      hint: "Name a file, and let the system's log service follow it.",
    });
  }
  if (file !== "") mkdirSync(dirname(file), { recursive: true });
  const level: LogLevel = inBackground ? "quiet" : config.log_level;
  return openLog({
    level,
    fileLevel: parseLogLevel(config.log_level_logfile) ?? config.log_level,
    format: config.log_format,
    ...(file === "" ? {} : { file }),
    terminal: (line) => terminal.err(`${line}\n`),
  });
}

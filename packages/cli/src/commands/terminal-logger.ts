/**
 * The log of a command: opened with the first line that is to be seen, as most runs have none.
 */
import type { Logger, LogLevel, LogMethod } from "@salt/core";
import { LOG_LEVELS, loggerTo, openLog } from "@salt/core";
import type { Terminal } from "../print/terminal.js";
import type { Settings } from "./settings.js";

/** Salt's name for each method, as levels are ordered in LOG_LEVELS: least talkative first. */
const LEVEL_OF: Readonly<Record<LogMethod, LogLevel>> = {
  trace: "trace",
  debug: "debug",
  info: "info",
  warn: "warning",
  error: "error",
  fatal: "critical",
};

/** A logger to standard error, and to the file that `--log-file` names; `fileOption` is what the configuration calls it. */
export function terminalLogger(
  settings: Settings,
  terminal: Terminal,
  fileOption: "log_file" | "key_logfile" | "spm_logfile" = "log_file",
): Logger {
  const level = levelOf(settings.text("log_level"), "warning");
  const file = settings.isGiven(fileOption) ? settings.text(fileOption) : undefined;
  const fileLevel = levelOf(settings.text("log_level_logfile"), level);
  const threshold = Math.max(rank(level), file === undefined ? 0 : rank(fileLevel));
  const format = settings.text("log_format") === "json" ? "json" : "text";
  const target = file === undefined ? {} : { file, fileLevel };
  const open = (): Logger =>
    openLog({ level, format, terminal: (line) => terminal.err(`${line}\n`), ...target }).log;
  return lazyLogger(open, threshold);
}

function lazyLogger(open: () => Logger, threshold: number): Logger {
  let log: Logger | undefined;
  return loggerTo((method, fields, message) => {
    if (rank(LEVEL_OF[method]) > threshold) return;
    log ??= open();
    log[method](fields, message);
  });
}

function levelOf(text: string | undefined, otherwise: LogLevel): LogLevel {
  return LOG_LEVELS.find((level) => level === text) ?? otherwise;
}

const rank = (level: LogLevel): number => LOG_LEVELS.indexOf(level);

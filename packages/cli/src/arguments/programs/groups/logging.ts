/**
 * Options for what is logged where; they win over the configuration.
 */
import type { Option } from "../../option.js";
import { choice, inGroup, text } from "../../option.js";

/** Log levels as Salt lists them for the terminal. */
export const CONSOLE_LEVELS = [
  "all",
  "debug",
  "error",
  "critical",
  "garbage",
  "info",
  "profile",
  "quiet",
  "trace",
  "warning",
] as const;

/** Log levels as Salt lists them for the log file. */
const FILE_LEVELS = [
  "all",
  "garbage",
  "trace",
  "debug",
  "profile",
  "info",
  "warning",
  "error",
  "critical",
  "quiet",
] as const;

/** Options for what is logged where; they win over the configuration. */
export const loggingOptions = inGroup("Logging Options", {
  log_level: choice(["-l", "--log-level"], "LOG_LEVEL", CONSOLE_LEVELS, "what is logged to the terminal"),
  log_file: text(["--log-file"], "LOG_FILE", "log file (path or syslog/udp/tcp address)"),
  log_level_logfile: choice(
    ["--log-file-level"],
    "LOG_LEVEL_LOGFILE",
    FILE_LEVELS,
    "what is logged to the file",
  ),
});

/** The same with another name for the log file, for programs that have a file of their own. */
export function loggingOptionsFor<const N extends string>(name: N, metavar: string) {
  const { log_level, log_level_logfile } = loggingOptions;
  const own = { [name]: text(["--log-file"], metavar, loggingOptions.log_file.meaning) } as Record<
    N,
    Option<string | undefined>
  >;
  return { log_level, ...inGroup("Logging Options", own), log_level_logfile };
}

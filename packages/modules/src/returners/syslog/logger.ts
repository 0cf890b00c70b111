/**
 * Lines for the system's log, by way of the program `logger`: Node has no datagrams on Unix sockets.
 */
import { spawn } from "node:child_process";
import { CommandExecutionError, SaltInvocationError } from "@salt/core";

/** The program. */
export const LOGGER = "/usr/bin/logger";
/** `logger` cuts a message at this size unless it is told another. */
const MAX_BYTES = "65536";
const LEVELS = new Set(["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"]);
const FACILITIES = new Set([
  ...["kern", "user", "mail", "daemon", "auth", "lpr", "news", "uucp", "cron", "syslog"],
  ...["local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"],
]);

/** What is written. */
export interface SyslogMessage {
  /** `facility.level`. */
  readonly priority: string;
  readonly tag: string;
  readonly text: string;
}

/** The priority of `LOG_USER` and `LOG_INFO`. Throws SaltInvocationError for names that there are not. */
export function priorityOf(facility: string, level: string): string {
  const [where, how] = [facility, level].map((name) => name.replace(/^LOG_/, "").toLowerCase());
  if (where === undefined || !FACILITIES.has(where)) {
    throw new SaltInvocationError(`syslog.facility: ${facility} is none, write it as LOG_USER`);
  }
  if (how === undefined || !LEVELS.has(how)) {
    throw new SaltInvocationError(`syslog.level: ${level} is none, write it as LOG_INFO`);
  }
  return `${where}.${how}`;
}

/** Writes a message. Throws CommandExecutionError. */
export async function writeSyslog(
  { priority, tag, text }: SyslogMessage,
  signal: AbortSignal,
  program = LOGGER,
): Promise<void> {
  const args = ["--priority", priority, `--tag=${tag}`, "--size", MAX_BYTES];
  await new Promise<void>((resolve, reject) => {
    const logger = spawn(program, args, { stdio: ["pipe", "ignore", "ignore"], signal });
    const failed = (why: string): void =>
      reject(new CommandExecutionError(`The system's log did not take a return: ${why}`));
    logger.on("error", (error) => failed(error.message));
    logger.on("close", (code) => (code === 0 ? resolve() : failed(`${program} ended with ${String(code)}`)));
    // A program that ends early closes its input; its status says more than that.
    logger.stdin.on("error", () => {});
    logger.stdin.end(`${text}\n`);
  });
}

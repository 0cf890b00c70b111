/**
 * The environment that an account has after a login.
 */
import { randomUUID } from "node:crypto";
import type { Logger } from "@salt/core";
import type { Account } from "./account.js";
import type { Environment } from "./environment.js";
import { findProgram } from "./programs.js";
import { runProcess } from "./run-process.js";

/** A login shell that hangs must not hang the job. */
const LOGIN_TIMEOUT_MS = 10_000;

/** Asks a login shell of the account for its environment; the facts of the account alone when that fails. */
export async function loginEnvironment(
  account: Account,
  shell: string | null,
  log: Logger,
  signal: AbortSignal,
): Promise<Environment> {
  const found = await askLogin(account.name, shell, signal);
  if (found === undefined) log.error({ runas: account.name }, "The environment of a login could not be had");
  return { ...found, USER: account.name, LOGNAME: account.name, HOME: account.home };
}

async function askLogin(
  name: string,
  shell: string | null,
  signal: AbortSignal,
): Promise<Environment | undefined> {
  const su = findProgram("su");
  if (su === undefined || process.getuid?.() !== 0) return undefined;
  // The profile of the account may print anything: what is between the marks is ours.
  const mark = `<<<${randomUUID()}>>>`;
  const ask = `printf %s '${mark}'; env -0; printf %s '${mark}'`;
  const words = [su, ...(shell === null ? [] : ["-s", shell]), "-", name, "-c", ask];
  try {
    const done = await runProcess({
      words,
      cwd: "/",
      env: processEnvironment(),
      ids: {},
      stdin: undefined,
      timeoutMs: LOGIN_TIMEOUT_MS,
      signal,
    });
    return done.timedOut ? undefined : entriesBetween(done.stdout.toString(), mark);
  } catch {
    return undefined;
  }
}

function entriesBetween(text: string, mark: string): Environment | undefined {
  const parts = text.split(mark);
  if (parts.length !== 3) return undefined;
  const pairs = (parts[1] ?? "").split("\0").flatMap((entry) => {
    const equals = entry.indexOf("=");
    return equals < 1 ? [] : [[entry.slice(0, equals), entry.slice(equals + 1)] as const];
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== "_"));
}

/** The environment of this process. */
export function processEnvironment(): Environment {
  return Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ""]));
}

/**
 * Running rvm, as the user whose it is.
 */
import { existsSync } from "node:fs";
import type { ExecutionContext, Value } from "@salt/core";
import { get, isDict, isTruthy, maybe, pythonStr } from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import { plainName, plainValue, runProgram } from "../program/run-program.js";

/** Where rvm is when it is installed for the whole machine. */
const FOR_ALL = "/usr/local/rvm/bin/rvm";

/** The user whose rvm it is. */
export const runas = maybe.str(
  null,
  "The user; `rvm.runas` of the configuration, or the minion's, when not given.",
);

/** How rvm is run. */
export interface RvmOptions {
  readonly runas: string | null;
  readonly cwd?: string | null;
  readonly env?: Value;
}

/** The path of rvm: a user's own, or that of the machine. */
export async function rvmPath(user: string | null, context: ExecutionContext): Promise<string> {
  const forAll = existsSync(FOR_ALL) ? FOR_ALL : (findProgram("rvm") ?? FOR_ALL);
  if (user === null) return forAll;
  const home = get(await context.call("user.info", [user]), "home");
  const own = `${pythonStr(home ?? "")}/.rvm/bin/rvm`;
  return isTruthy(home ?? null) && existsSync(own) ? own : forAll;
}

/** Runs rvm; what it printed, or false when it is not installed or fails. */
export async function rvm(
  words: readonly string[],
  options: RvmOptions,
  context: ExecutionContext,
): Promise<string | false> {
  const user = options.runas ?? (await configuredUser(context));
  const path = await rvmPath(user, context);
  if (!existsSync(path)) return false;
  const { cwd = null, env = null } = options;
  const told = await runProgram([path, ...words], context, {
    ...(user === null ? {} : { runas: user }),
    ...(cwd === null ? {} : { cwd }),
    ...(isDict(env) || isTruthy(env) ? { env } : {}),
    ignore_retcode: false,
  });
  return told.retcode === 0 ? told.stdout : false;
}

/** Runs a command with a ruby. */
export async function rvmDo(
  ruby: string,
  words: readonly string[],
  options: RvmOptions,
  context: ExecutionContext,
): Promise<string | false> {
  return await rvm([plainName(ruby || "default", "ruby"), "do", ...words], options, context);
}

/** Arguments of programs of rvm's, each one word; they may begin with a dash. */
export function optionWords(values: readonly Value[]): readonly string[] {
  return values.map((value) => plainValue(value, "opts"));
}

async function configuredUser(context: ExecutionContext): Promise<string | null> {
  const user = await context.call("config.option", ["rvm.runas"]);
  return isTruthy(user) ? pythonStr(user) : null;
}

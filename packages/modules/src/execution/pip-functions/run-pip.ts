/**
 * Running pip, in an environment or for the whole machine.
 */
import { join } from "node:path";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  CommandNotFoundError,
  getString,
  isDict,
  isList,
  isTruthy,
  maybe,
  parseJson,
  pythonStr,
} from "@salt/core";
import { findProgram, isProgram } from "../cmd/programs.js";
import { isDirectory, normPath } from "../file-functions/paths.js";
import type { ProgramResult } from "../program/run-program.js";
import { plainName, runProgram } from "../program/run-program.js";

/** Where and as whom pip runs. */
export const environment = {
  bin_env: maybe.str(null, "A virtual environment, or the program pip or python to use."),
  user: maybe.str(null, "The account to run it as."),
  cwd: maybe.str(null, "The directory to run it in."),
} as const;
/** Variables for pip. */
export const envVars = maybe.any(null, "Variables of the environment, a map.");

/** What calls have in common. */
export interface PipCall {
  readonly bin_env: string | null;
  readonly user: string | null;
  readonly cwd: string | null;
  readonly env_vars?: Value;
}

/** The words that start pip. Throws CommandNotFoundError and CommandExecutionError. */
export function pipWords(binEnv: string | null): readonly string[] {
  if (binEnv === null || binEnv === "") {
    const python = findProgram("python3") ?? findProgram("python");
    if (python !== undefined) return [python, "-m", "pip"];
    throw new CommandNotFoundError("Could not find a `pip` binary", { hint: "apt-get install python3-pip" });
  }
  if (isDirectory(binEnv)) {
    const places = ["python", "bin/python", "Scripts/python"].map((name) => join(binEnv, name));
    const python = places.find(isProgram);
    if (python !== undefined) return [normPath(python), "-m", "pip"];
    throw new CommandNotFoundError(`Could not find a pip binary in virtualenv ${binEnv}`);
  }
  if (!isProgram(binEnv))
    throw new CommandNotFoundError(`Access denied to ${binEnv}, could not find a pip binary`);
  const isPython = (binEnv.split("/").at(-1) ?? "").includes("python");
  return isPython ? [normPath(binEnv), "-m", "pip"] : [normPath(binEnv)];
}

/** The options for `cmd.run_all`. Throws CommandExecutionError when `env_vars` is no map. */
export function pipOptions(call: PipCall): { readonly [name: string]: Plain } {
  if (isTruthy(call.env_vars) && !isDict(call.env_vars ?? null))
    throw new CommandExecutionError(`env_vars ${pythonStr(call.env_vars ?? null)} is not a dictionary`);
  const given = isDict(call.env_vars ?? null) ? (call.env_vars as ReadonlyMap<Value, Value>) : new Map();
  const env = new Map([...given].map(([key, value]) => [pythonStr(key), pythonStr(value)]));
  if (call.bin_env !== null && isDirectory(call.bin_env)) env.set("VIRTUAL_ENV", call.bin_env);
  return { runas: call.user, cwd: call.cwd, ...(env.size === 0 ? {} : { env }) };
}

/** Runs pip. */
export async function runPip(
  words: readonly string[],
  call: PipCall,
  context: ExecutionContext,
): Promise<ProgramResult> {
  const options = { ignore_retcode: false, ...pipOptions(call) };
  return await runProgram([...pipWords(call.bin_env), ...words], context, options);
}

/** What pip printed. Throws CommandExecutionError with what it complained of. */
export async function pipOutput(
  words: readonly string[],
  call: PipCall,
  context: ExecutionContext,
): Promise<string> {
  const { retcode, stdout, stderr } = await runPip(words, call, context);
  if (retcode !== 0) throw new CommandExecutionError(stderr);
  return stdout;
}

/** The version of pip. Throws CommandNotFoundError. */
export async function pipVersion(call: PipCall, context: ExecutionContext): Promise<string | null> {
  const { retcode, stdout } = await runPip(["--version"], call, context);
  if (retcode !== 0) throw new CommandNotFoundError("Could not find a `pip` binary");
  return /^pip (\S+)/.exec(stdout)?.[1] ?? null;
}

/** A list of packages in JSON. Throws CommandExecutionError for anything else. */
export async function pipList(
  words: readonly string[],
  call: PipCall,
  context: ExecutionContext,
): Promise<readonly { readonly [key: string]: string }[]> {
  const text = await pipOutput(
    ["list", ...words, "--format=json", "--disable-pip-version-check"],
    call,
    context,
  );
  const list = jsonOf(text);
  if (!isList(list)) throw new CommandExecutionError("Invalid JSON");
  const keys = ["name", "version", "latest_version", "latest_filetype"];
  return list.map((one) => Object.fromEntries(keys.map((key) => [key, getString(one, key) ?? ""])));
}

function jsonOf(text: string): Value {
  try {
    return parseJson(text);
  } catch (error) {
    throw new CommandExecutionError("Invalid JSON", { cause: error });
  }
}

/** Names or addresses that are no options: a list, or a text with commas. Throws SaltInvocationError. */
export function wordList(value: Value, what: string): readonly string[] {
  if (!isTruthy(value)) return [];
  const items = isList(value) ? value.map(pythonStr) : pythonStr(value).split(",");
  return items.map((item) => plainName(item.trim(), what));
}

/**
 * Running one command as the functions of `cmd` were asked to.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  isFloat,
  isInt,
  isList,
  isTruthy,
  matchGlob,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { PythonError } from "../../values/python-error.js";
import { firstOf, sourcesOf } from "../config-functions/sources.js";
import { decode, withoutTrailingSpace } from "./output.js";
import type { RunOptions } from "./params.js";
import type { Command, Prepared } from "./prepare.js";
import { prepare } from "./prepare.js";
import type { ProcessResult } from "./run-process.js";
import { MAX_OUTPUT_BYTES, runProcess, startProcess } from "./run-process.js";

/** What a command came to; no exit status for one that is left to itself. */
export interface CommandResult {
  readonly pid: number;
  readonly retcode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ALL_PLACES = { omit_opts: false, omit_grains: false, omit_pillar: false, omit_master: false };

/** Runs a command and sets the context's exit status. Throws CommandExecutionError when it cannot be run. */
export async function runCommand(command: Command, context: ExecutionContext): Promise<CommandResult> {
  const { options } = command;
  const timeoutMs = timeoutOf(options.timeout);
  const accepted = retcodesOf(options.success_retcodes);
  const prepared = await prepare(command, context);
  if (command.isFromUser) refuseForbidden(command.cmd, context);
  if (options.bg) return await leaveRunning(prepared, context);
  const stdin = options.stdin === null ? undefined : pythonStr(options.stdin).replaceAll("\\n", "\n");
  const done = await started(prepared, runProcess({ ...prepared, stdin, timeoutMs, signal: context.signal }));
  if (context.signal.aborted)
    throw new CommandExecutionError("The job was ended while a command was running");
  const result = resultOf(done, prepared, options, accepted);
  // In Salt a command that takes too long leaves the status of its job as it was.
  const keeps = done.timedOut && context.opts.get("exit_codes") === "salt";
  if (!keeps) context.retcode = options.ignore_retcode ? 0 : (result.retcode ?? 0);
  logResult(command, result, context);
  return result;
}

async function leaveRunning(prepared: Prepared, context: ExecutionContext): Promise<CommandResult> {
  const pid = await started(prepared, startProcess(prepared));
  context.retcode = 0;
  return { pid, retcode: null, stdout: "", stderr: "" };
}

async function started<T>(prepared: Prepared, process: Promise<T>): Promise<T> {
  try {
    return await process;
  } catch (error) {
    const message = `Unable to run command '${prepared.shown}', reason: ${errorText(error)}`;
    throw new CommandExecutionError(message, { cause: error });
  }
}

function resultOf(
  done: ProcessResult,
  prepared: Prepared,
  options: RunOptions,
  accepted: readonly number[],
): CommandResult {
  if (done.timedOut) {
    const stdout = `${prepared.shown} : Timed out after ${pythonStr(options.timeout)} seconds`;
    return { pid: done.pid, retcode: 1, stdout, stderr: "" };
  }
  if (done.overflowed) {
    throw new CommandExecutionError(
      `The command printed more than ${MAX_OUTPUT_BYTES} bytes and was killed`,
      {
        hint: "Let it write to a file.",
      },
    );
  }
  const [stdout, stderr] = [done.stdout, done.stderr].map((bytes) => {
    const text = decode(bytes, options.output_encoding);
    return options.rstrip ? withoutTrailingSpace(text) : text;
  });
  const result = { pid: done.pid, retcode: done.retcode, stdout: stdout ?? "", stderr: stderr ?? "" };
  return accepted.includes(done.retcode) || printsSuccess(result, options)
    ? { ...result, retcode: 0 }
    : result;
}

function printsSuccess(result: CommandResult, options: RunOptions): boolean {
  const [outputs, errors] = [textsOf(options.success_stdout), textsOf(options.success_stderr)];
  return (
    outputs.some((text) => result.stdout.includes(text)) ||
    errors.some((text) => result.stderr.includes(text))
  );
}

function retcodesOf(given: Value): readonly number[] {
  if (given === null) return [0];
  return textsOf(given).map((text) => {
    if (/^\s*[-+]?\d+\s*$/.test(text)) return Number(text);
    throw new SaltInvocationError("success_retcodes must be a list of integers");
  });
}

/** The items of a list, or of a text with commas. */
function textsOf(given: Value): readonly string[] {
  if (given === null) return [];
  if (isList(given)) return given.map(pythonStr);
  return pythonStr(given)
    .split(",")
    .map((text) => text.trim());
}

function timeoutOf(given: Value): number | undefined {
  if (!isTruthy(given)) return undefined;
  if (isInt(given) || isFloat(given)) return Number(given) * 1000;
  throw new PythonError("TimedProcTimeoutError", `Error: timeout ${pythonStr(given)} must be a number`);
}

/** The options `cmd_blacklist_glob` and `cmd_whitelist_glob` say which commands users may run. */
function refuseForbidden(cmd: Value, context: ExecutionContext): void {
  const text = isList(cmd) ? cmd.map(pythonStr).join(" ") : pythonStr(cmd);
  const globs = (option: string): readonly string[] => {
    const found = firstOf(sourcesOf(context, ALL_PLACES), option, ":");
    return isList(found) ? found.map(pythonStr) : [];
  };
  const isIn = (list: readonly string[]): boolean => list.some((glob) => matchGlob(glob, text));
  const allowed = globs("cmd_whitelist_glob");
  if (!isIn(globs("cmd_blacklist_glob")) && (allowed.length === 0 || isIn(allowed))) return;
  throw new CommandExecutionError(`The shell command "${text}" is not permitted`);
}

/** Names the program only: arguments and outputs may hold secrets. */
function logResult(
  { cmd, options }: Command,
  { retcode, pid }: CommandResult,
  { log }: ExecutionContext,
): void {
  if (options.output_loglevel === "quiet") return;
  const program = isList(cmd) ? pythonStr(cmd[0] ?? "") : (pythonStr(cmd).trim().split(/\s/)[0] ?? "");
  if (retcode === 0 || options.ignore_retcode) log.debug({ program, pid, retcode }, "A command was run");
  else log.error({ program, pid, retcode }, "A command failed");
}

/** The map that `cmd.run_all` gives. */
export function resultMap(result: CommandResult, hidden: boolean): Dict {
  return new Map<Value, Value>([
    ["pid", result.pid],
    ["retcode", result.retcode],
    ["stdout", hidden ? "" : result.stdout],
    ["stderr", hidden ? "" : result.stderr],
  ]);
}

/**
 * `cmd.run`.
 */
import { statSync } from "node:fs";
import type { Args, ExecutionContext, Rest, StateAnswer, Value } from "@salt/core";
import { get, isDict, isList, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, failed, faultText } from "../answer/answer.js";
import type { runParams } from "./arguments.js";
import { statefulness, toldAnswer } from "./stateful.js";

/** A shell always reads the command; Salt's own call fails when it is told so a second time. */
const SHELL_TWICE =
  "salt.loaded.int.module.cmdmod.run_all() got multiple values for keyword argument 'python_shell'";

/** The arguments of `cmd.run`. */
export type RunArguments = Args<typeof runParams>;

/** Runs a command; its exit status is the result, and what it printed the changes. */
export async function runCommandState(
  args: RunArguments,
  context: ExecutionContext,
  { kwargs }: Rest,
): Promise<StateAnswer> {
  const { isOn, trialCommand } = statefulness(args.stateful);
  const isTest = isTrial(context);
  const name = isTest && trialCommand !== undefined ? trialCommand : args.name;
  const shown = pythonStr(name);
  if (!isEnvironment(args.env))
    return failed(args.name, "Invalidly-formatted 'env' parameter. See documentation.");
  if (isTest && trialCommand === undefined) {
    const told = answer(
      args.name,
      null,
      `Command "${shown}" would have been executed`,
      new Map([["cmd", name]]),
    );
    return isOn ? toldAnswer(told) : told;
  }
  const fault = directoryFault(args.cwd);
  if (fault !== undefined) return failed(args.name, fault);
  if (kwargs.has("python_shell")) return failed(args.name, SHELL_TWICE);
  let done: Value;
  try {
    done = await commandOutput(name, args, context, kwargs);
  } catch (error) {
    return failed(args.name, faultText(error));
  }
  return judged(done, args, { isOn, isTest, shown });
}

interface Judgement {
  readonly isOn: boolean;
  readonly isTest: boolean;
  readonly shown: string;
}

function judged(done: Value, args: RunArguments, { isOn, isTest, shown }: Judgement): StateAnswer {
  const isSuccess = !isTruthy(get(done, "retcode"));
  const forgiven = args.ignore_timeout && isTimeout(done);
  const changes = forgiven && isDict(done) ? new Map([...done, ["retcode", 0]]) : done;
  const plain = answer(args.name, isSuccess || forgiven, `Command "${shown}" run`, changes);
  const told = isOn ? toldAnswer(plain) : plain;
  return isTest && isSuccess && hasChanges(told) ? { ...told, result: null } : told;
}

/** Whether an answer names changes. */
export function hasChanges({ changes }: StateAnswer): boolean {
  return isDict(changes) ? changes.size > 0 : Object.keys(changes ?? {}).length > 0;
}

function isTimeout(done: Value): boolean {
  return get(done, "retcode") === 1 && pythonStr(get(done, "stdout") ?? "").includes("Timed out after");
}

async function commandOutput(
  cmd: Value,
  args: RunArguments,
  context: ExecutionContext,
  kwargs: Rest["kwargs"],
): Promise<Value> {
  const { stateful: _stateful, ignore_timeout: _ignored, name: _name, root, ...options } = args;
  const given = {
    ...Object.fromEntries(kwargs),
    ...options,
    cmd,
    python_shell: true,
    shell: shellOf(args, context),
  };
  if (!isTruthy(root)) return await context.call("cmd.run_all", [], given);
  return await context.call("cmd.run_chroot", [], { ...given, root });
}

/** The shell that was asked for, else the one of the machine. */
export function shellOf(args: { readonly shell: Value }, { grains }: ExecutionContext): Value {
  return isTruthy(args.shell) ? args.shell : (grains.get("shell") ?? "/bin/sh");
}

/** Whether a value can be the variables of an environment. */
export function isEnvironment(env: Value): boolean {
  return env === null || isList(env) || isDict(env);
}

/** Why a command cannot run in a directory; undefined when it can. */
export function directoryFault(cwd: Value): string | undefined {
  if (!isTruthy(cwd)) return undefined;
  const path = pythonStr(cwd);
  const isThere = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isThere ? undefined : `Desired working directory "${path}" is not available`;
}

/**
 * `cmd.script`.
 */
import type { Args, ExecutionContext, Plain, Rest, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError, get, isDict, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, environmentOf, failed } from "../answer/answer.js";
import type { scriptParams } from "./arguments.js";
import { directoryFault, hasChanges, isEnvironment, shellOf } from "./run.js";
import { statefulness, toldAnswer } from "./stateful.js";

/** The arguments of `cmd.script`. */
export type ScriptArguments = Args<typeof scriptParams>;

/** Fetches a script and runs it; its exit status is the result, and what it printed the changes. */
export async function runScriptState(
  args: ScriptArguments,
  context: ExecutionContext,
  { kwargs }: Rest,
): Promise<StateAnswer> {
  const { isOn, trialCommand } = statefulness(args.stateful);
  const isTest = isTrial(context);
  const name = isTest && trialCommand !== undefined ? trialCommand : pythonStr(args.name);
  const wrong = wrongArgument(args);
  if (wrong !== undefined) return failed(name, wrong);
  if (isTest && trialCommand === undefined) {
    const told = answer(name, null, `Command '${name}' would have been executed`);
    return isOn ? toldAnswer(told) : told;
  }
  const fault = directoryFault(args.cwd);
  if (fault !== undefined) return failed(name, fault);
  const source = args.source ?? name;
  let done: Value;
  try {
    done = await context.call("cmd.script", [source], scriptOptions(name, args, context, kwargs));
  } catch (error) {
    if (error instanceof CommandExecutionError) return failed(name, error.message);
    throw error;
  }
  const isSuccess = !isTruthy(get(done, "retcode"));
  const comment = isTruthy(get(done, "cache_error"))
    ? `Unable to cache script ${pythonStr(source)} from saltenv '${environmentOf(context)}'`
    : `Command '${name}' run`;
  const result = isTruthy(kwargs.get("retcode")) ? !isTruthy(done) : isSuccess;
  const plain = answer(name, result, comment, done);
  const told = isOn ? toldAnswer(plain) : plain;
  return isTest && isSuccess && hasChanges(told) ? { ...told, result: null } : told;
}

function wrongArgument({ env, context, defaults }: ScriptArguments): string | undefined {
  if (!isEnvironment(env)) return "Invalidly-formatted 'env' parameter. See documentation.";
  if (isTruthy(context) && !isDict(context)) {
    return "Invalidly-formatted 'context' parameter. Must be formed as a dict.";
  }
  if (isTruthy(defaults) && !isDict(defaults)) {
    return "Invalidly-formatted 'defaults' parameter. Must be formed as a dict.";
  }
  return undefined;
}

function scriptOptions(
  name: string,
  args: ScriptArguments,
  context: ExecutionContext,
  kwargs: Rest["kwargs"],
): { readonly [name: string]: Plain } {
  const {
    name: _name,
    source: _source,
    stateful: _stateful,
    defaults,
    context: variables,
    ...options
  } = args;
  const words = name.trim().split(/\s+/).length > 1 ? name.slice(name.indexOf(" ") + 1) : undefined;
  const given = Object.fromEntries(kwargs);
  return {
    ...given,
    ...(words !== undefined && !isTruthy(kwargs.get("args")) ? { args: words } : {}),
    ...options,
    shell: shellOf(args, context),
    context: new Map([...(isDict(defaults) ? defaults : []), ...(isDict(variables) ? variables : [])]),
    saltenv: environmentOf(context),
    python_shell: true,
  };
}

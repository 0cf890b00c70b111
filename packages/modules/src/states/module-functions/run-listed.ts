/**
 * `module.run` in its newer form: functions and their arguments as keys and values of the chunk.
 */
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { ArgumentBindingError, getString, isDict, isTrial, pythonStr, SaltInvocationError } from "@salt/core";
import { PythonError } from "../../values/python-error.js";
import { answer } from "../answer/answer.js";
import { callListed } from "./call-listed.js";
import { isSuccess } from "./judge.js";

/** Calls one function after the other. */
export async function runListed(
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const name = [...kwargs.keys()];
  const functions = name.filter((key) => key.includes("."));
  if (functions.length === 0) return { ...answer(null, false, "No function provided."), name };
  const [missing, known]: [string[], string[]] = [[], []];
  for (const fun of functions.map(bareName)) ((await context.functions.has(fun)) ? known : missing).push(fun);
  const trial = isTrial(context) ? known : [];
  if (missing.length + trial.length > 0) {
    const comments = [
      ...(missing.length > 0 ? [`Unavailable function${plural(missing)}: ${missing.join(", ")}.`] : []),
      ...(trial.length > 0 ? [`Function${plural(trial)} ${trial.join(", ")} to be executed.`] : []),
    ];
    return { ...answer(null, missing.length > 0 ? false : null, comments.join(" ")), name };
  }
  return { ...(await runAll(functions, kwargs, context)), name };
}

/** Salt's plural is the word `True`. */
function plural(names: readonly string[]): string {
  return names.length > 1 ? "True" : "";
}

/** A function may be called several times: `cmd.run:first`. */
function bareName(key: string): string {
  return key.split(":")[0] ?? key;
}

async function runAll(
  functions: readonly string[],
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const [failures, successes]: [string[], string[]] = [[], []];
  const changes: MutableDict = new Map<Value, Value>();
  for (const key of functions) {
    try {
      const told = await callListed(bareName(key), kwargs.get(key) ?? null, context);
      if (isSuccess(told)) {
        const shown = isDict(told) ? (getString(told, "comment") ?? "Success") : pythonStr(told);
        successes.push(`${key}: ${shown}`);
        changes.set(key, told);
      } else if (isDict(told)) {
        failures.push(`'${key}' failed: ${getString(told, "comment") ?? "(error message N/A)"}`);
      } else failures.push(`'${key}': ${pythonStr(told)}`);
    } catch (error) {
      if (!isOfArguments(error)) throw error;
      failures.push(`'${key}' failed: ${error.message}`);
    }
  }
  return answer(null, failures.length === 0, [...failures, ...successes].join(", "), changes);
}

/** Errors of arguments are told; all others end the state. */
function isOfArguments(error: unknown): error is Error {
  return (
    error instanceof SaltInvocationError ||
    error instanceof ArgumentBindingError ||
    (error instanceof PythonError && ["SaltInvocationError", "TypeError"].includes(error.name))
  );
}

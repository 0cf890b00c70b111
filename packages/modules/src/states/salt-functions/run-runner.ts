/**
 * `salt.runner` and `salt.wheel`: functions of the master, as states of an orchestration.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { get, getString, isDict, isTrial, isTruthy } from "@salt/core";
import { answer, pending } from "../answer/answer.js";

/** Keyword arguments of the state, which are those of the function. */
export type FunctionKeywords = ReadonlyMap<string, Value>;

/** Runs a runner. Throws what `saltutil.runner` throws. */
export async function runRunner(
  name: string,
  kwargs: FunctionKeywords,
  context: ExecutionContext,
): Promise<StateAnswer> {
  if (isTrial(context)) return pending(name, `Runner function '${name}' would be executed.`);
  const keywords = { ...Object.fromEntries(kwargs), ...partOf(context), full_return: true };
  return told(name, "Runner", await context.call("saltutil.runner", [name], keywords));
}

/** Calls a wheel function. Throws what `saltutil.wheel` throws. */
export async function runWheel(
  name: string,
  kwargs: FunctionKeywords,
  context: ExecutionContext,
): Promise<StateAnswer> {
  if (isTrial(context)) return pending(name, `Wheel function '${name}' would be executed.`);
  const keywords = { ...Object.fromEntries(kwargs), ...partOf(context) };
  return told(name, "Wheel", await context.call("saltutil.wheel", [name], keywords));
}

/** Which orchestration and environment a function is called for. */
export function partOf({ chunk }: ExecutionContext): {
  readonly __orchestration_jid__: Value;
  readonly __env__: Value;
} {
  const low = chunk?.low;
  return {
    __orchestration_jid__: low?.get("__orchestration_jid__") ?? null,
    __env__: low?.get("__env__") ?? "base",
  };
}

function told(name: string, kind: "Runner" | "Wheel", out: Value): StateAnswer {
  const value = get(out, "return") ?? null;
  const success = isDict(value) && value.has("Error") ? false : (get(out, "success") ?? true);
  const isGood = isTruthy(success);
  const comment = `${kind} function '${name}' ${isGood ? "executed" : "failed"}.`;
  const jid = getString(out, "jid");
  return {
    ...answer(name, isGood, comment, { return: value }),
    ...(jid === undefined ? {} : { __jid__: jid }),
  };
}

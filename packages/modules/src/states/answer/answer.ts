/**
 * What state functions answer, in short words.
 */
import type { ExecutionContext, Plain, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError, errorText, pythonStr } from "@salt/core";

/** An answer; `result` is null for what a trial would change. */
export function answer(
  name: Value,
  result: boolean | null,
  comment: string,
  changes: Plain = {},
): StateAnswer {
  return { name, changes, result, comment };
}

/** Everything is as it should be already. */
export function unchanged(name: Value, comment: string): StateAnswer {
  return answer(name, true, comment);
}

/** It cannot be as it should be. */
export function failed(name: Value, comment: string, changes: Plain = {}): StateAnswer {
  return answer(name, false, comment, changes);
}

/** A trial: this would change. */
export function pending(name: Value, comment: string, changes: Plain = {}): StateAnswer {
  return answer(name, null, comment, changes);
}

/** It was changed. */
export function changed(name: Value, comment: string, changes: Plain): StateAnswer {
  return answer(name, true, comment, changes);
}

/** Runs an attempt; a CommandExecutionError of it becomes the comment of a failure. Other errors go on. */
export async function orFailed(name: Value, attempt: () => Promise<StateAnswer>): Promise<StateAnswer> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof CommandExecutionError) return failed(name, error.message);
    throw error;
  }
}

/** The text of an error as Python's `str` shows it. */
export function faultText(error: unknown): string {
  return errorText(error);
}

/** Whether an execution function is there. */
export function has(context: ExecutionContext, fun: string): Promise<boolean> {
  return context.functions.has(fun);
}

/** The environment of the file server that the chunk belongs to: Salt's `__env__`. */
export function environmentOf(context: ExecutionContext): string {
  const given = context.chunk?.low.get("__env__") ?? context.opts.get("saltenv") ?? null;
  return given === null ? "base" : pythonStr(given);
}

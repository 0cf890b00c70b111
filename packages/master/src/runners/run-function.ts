/**
 * Running one runner or wheel function from its first event to its last.
 */
import type { Logger, PluginFunction, Value } from "@salt/core";
import { callFunction, documentationOf, errorText, isAboutArguments, isDict, isTruthy } from "@salt/core";
import type { FunctionRun, RunEnd } from "./run-events.js";
import { endEvent, startEvent } from "./run-events.js";
import type { RunnerSession } from "./runner-session.js";

/** What running a function needs beside its session. */
export interface RunParts {
  readonly session: RunnerSession;
  /** Keeps the outcome; absent when nothing is to be kept. */
  readonly record?: ((end: RunEnd) => void) | undefined;
  readonly log: Logger;
}

/** Calls a function and gives its end, also that of one that failed. Tells nobody. */
export async function callForEnd(
  run: FunctionRun,
  fn: PluginFunction<RunnerSession>,
  session: RunnerSession,
): Promise<RunEnd> {
  try {
    const value = await callFunction(run.fun, fn, run.args, session);
    return { value, success: session.retcode === 0 && !failedRun(value), retcode: undefined };
  } catch (error) {
    if (isAboutArguments(error)) {
      const value = `\nPassed invalid arguments: ${errorText(error)}\n\nUsage:\n${documentationOf(fn)}`;
      return { value, success: true, retcode: undefined };
    }
    return failedEnd(run, error);
  }
}

/** Orchestrations tell in what they give that they failed. */
function failedRun(value: Value): boolean {
  return isDict(value) && value.has("data") && isTruthy(value.get("retcode") ?? 0);
}

/** The end of a function that threw, with the last lines of Python's traceback as in Salt. */
function failedEnd({ client, fun }: FunctionRun, error: unknown): RunEnd {
  const name = error instanceof Error && error.name !== "Error" ? error.name : "Exception";
  const trace = `Traceback (most recent call last):\n  in ${fun}\n${name}: ${errorText(error)}\n`;
  const value = `Exception occurred in ${client} ${fun}: ${trace}`;
  return { value, success: false, retcode: 1 };
}

/** Tells of the start; a function runs also when nobody listens. */
export async function tellStart(run: FunctionRun, { session, log }: RunParts): Promise<void> {
  await tell(startEvent(run, Date.now()), session, log);
}

/** Keeps the outcome and tells of the end. */
export async function tellEnd(run: FunctionRun, end: RunEnd, parts: RunParts): Promise<void> {
  try {
    parts.record?.(end);
  } catch (error) {
    parts.log.warn({ jid: run.jid, reason: errorText(error) }, "What a runner gave could not be kept");
  }
  await tell(endEvent(run, end, Date.now()), parts.session, parts.log);
}

async function tell(
  [tag, data]: ReturnType<typeof startEvent>,
  session: RunnerSession,
  log: Logger,
): Promise<void> {
  try {
    await session.fire(tag, data);
  } catch (error) {
    log.debug({ tag, err: errorText(error) }, "Nobody took the event of this run");
  }
}

/** Runs a function with its events. */
export async function runFunction(
  run: FunctionRun,
  find: () => Promise<PluginFunction<RunnerSession>>,
  parts: RunParts,
): Promise<RunEnd> {
  await tellStart(run, parts);
  let end: RunEnd;
  try {
    end = await callForEnd(run, await find(), parts.session);
  } catch (error) {
    end = failedEnd(run, error);
  }
  await parts.session.settled();
  await tellEnd(run, end, parts);
  return end;
}

/**
 * Trying a state again until it comes to what is wanted.
 */
import type { MutableDict, Value } from "@salt/core";
import { isTruthy, pythonStr, sleep } from "@salt/core";
import { unified } from "./answer.js";
import type { Low } from "./low.js";
import { attemptLine, noteTrial, pauseOf, readRetry } from "./retry.js";
import type { RunState } from "./run-state.js";
import { durationValue } from "./timing.js";

/** An attempt that was made, and how to make another. */
export interface Attempt {
  readonly run: RunState;
  readonly low: Low;
  readonly result: MutableDict;
  /** How many were made, this one included. */
  readonly number: number;
  readonly again: () => Promise<MutableDict>;
}

/** The result when the keyword `retry` has had its say. Throws when the job ends meanwhile. */
export async function retried({ run, low, result, number, again }: Attempt): Promise<MutableDict> {
  const retry = readRetry(low.get("retry") ?? null);
  if (isTruthy(run.opts.get("test"))) {
    noteTrial(result, retry);
    return result;
  }
  if (result.get("result") === retry.until || retry.attempts <= number) return result;
  const pause = pauseOf(retry);
  await sleep(pause, run.context.signal);
  run.context.signal.throwIfAborted();
  const first = unified(result);
  const next = await again();
  next.set("comment", `${attemptLine(number, first)}\n${pythonStr(next.get("comment") ?? "")}`);
  next.set("duration", durationValue(numberOf(next) + numberOf(first) + pause));
  if (number === 1) next.set("start_time", first.get("start_time") ?? null);
  return next;
}

function numberOf(result: MutableDict): number {
  const duration: Value | undefined = result.get("duration");
  return duration === undefined ? 0 : Number(duration);
}

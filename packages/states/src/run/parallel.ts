/**
 * States that run beside others: the keyword `parallel`.
 */
import type { MutableDict } from "@salt/core";
import { dict, isTruthy, pythonStr, sleep } from "@salt/core";
import { unified } from "./answer.js";
import type { ReadyCall } from "./call-state.js";
import { invoke } from "./call-state.js";
import { exceptionComment } from "./exception-comment.js";
import type { Low } from "./low.js";
import { tagOf } from "./low.js";
import { attemptLine, noteTrial, pauseOf, readRetry } from "./retry.js";
import type { Pass, RunState } from "./run-state.js";
import { durationValue, startWatch } from "./timing.js";

/** A state to begin. */
export interface ParallelStart {
  readonly run: RunState;
  readonly low: Low;
  readonly pass: Pass;
  readonly ready: ReadyCall;
}

/** Begins a state; its place is held by a result that `settle` completes. */
export function startParallel({ run, low, pass, ready }: ParallelStart): MutableDict {
  const tag = tagOf(low);
  const work = async (): Promise<void> => {
    const result = await untilDone(run, low, ready);
    const place = pass.running.get(tag);
    for (const [key, value] of result) place?.set(key, value);
  };
  // What holds the place is there after the caller has taken it.
  pass.parallel.set(tag, new Promise<void>((resolve) => setImmediate(resolve)).then(work));
  const comment = "Started in a separate process";
  return dict({ name: low.get("name"), result: null, changes: new Map(), comment });
}

/** Waits until the states of these tags, or all, have ended. */
export async function settle(pass: Pass, tags?: Iterable<string>): Promise<void> {
  if (pass.parallel.size === 0) return;
  for (const tag of tags ?? [...pass.parallel.keys()]) {
    await pass.parallel.get(tag);
    pass.parallel.delete(tag);
  }
}

async function untilDone(run: RunState, low: Low, ready: ReadyCall): Promise<MutableDict> {
  let result = await once(low, ready);
  if (!low.has("retry")) return result;
  const retry = readRetry(low.get("retry") ?? null);
  if (isTruthy(run.opts.get("test"))) {
    noteTrial(result, retry);
    return result;
  }
  for (let attempt = 1; attempt <= retry.attempts && result.get("result") !== retry.until; attempt++) {
    const pause = pauseOf(retry);
    await sleep(pause, run.context.signal);
    const next = await once(low, ready);
    const line = isTruthy(next.get("comment")) ? attemptLine(attempt, next) : "";
    next.set("comment", `${pythonStr(result.get("comment") ?? "")}\n${line}`);
    next.set(
      "duration",
      durationValue(Number(next.get("duration")) + Number(result.get("duration")) + pause),
    );
    next.set("start_time", result.get("start_time") ?? null);
    result = next;
  }
  return result;
}

async function once(low: Low, ready: ReadyCall): Promise<MutableDict> {
  const watch = startWatch();
  const result = unified(await orFailure(low, ready));
  result.set("start_time", watch.startTime).set("duration", durationValue(watch.elapsed()));
  return result.set("__parallel__", true);
}

async function orFailure(low: Low, ready: ReadyCall): Promise<MutableDict> {
  try {
    return await invoke(ready);
  } catch (error) {
    const comment = exceptionComment(ready.full, error);
    return dict({ result: false, name: low.get("name"), changes: new Map(), comment });
  }
}

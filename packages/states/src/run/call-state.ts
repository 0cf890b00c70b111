/**
 * Running one low chunk: checks, conditions, the state function, and what is said of it.
 */
import type { ExecutionContext, ExecutionFunction, MutableDict, Value } from "@salt/core";
import { callDirectly, dict, isTruthy, toValue } from "@salt/core";
import { unified } from "./answer.js";
import { argumentsOf } from "./bind-low.js";
import { changedContext } from "./call-context.js";
import { CONDITIONS, checkCommands, weighConditions } from "./conditions.js";
import { exceptionComment } from "./exception-comment.js";
import { unmetGlobally } from "./global-conditions.js";
import type { Low } from "./low.js";
import { functionName, wordOf } from "./low.js";
import { startParallel } from "./parallel.js";
import { refreshAfter } from "./refresh.js";
import { retried } from "./retried.js";
import type { Pass, RunState } from "./run-state.js";
import { fillSlots } from "./slots.js";
import { durationValue, startWatch } from "./timing.js";
import { withUmask } from "./umask.js";
import { verifyLow } from "./verify-low.js";

/** A state function that is about to be called. */
export interface ReadyCall {
  readonly full: string;
  readonly fn: ExecutionFunction;
  readonly keywords: ReadonlyMap<string, Value>;
  readonly context: ExecutionContext;
}

/**
 * Runs a chunk, as a trial when it is marked by `__prereq__`. Throws SaltInvocationError for keywords that the function
 * does not take; everything else that goes wrong is in the result.
 */
export async function callState(run: RunState, low: Low, pass: Pass): Promise<MutableDict> {
  return await attempt(run, low, pass, 1);
}

async function attempt(run: RunState, low: Low, pass: Pass, number: number): Promise<MutableDict> {
  const watch = startWatch();
  const errors = await verifyLow(low, run.states);
  if (errors.length > 0) return await unfit(run, low, errors);
  const ready = await makeReady(run, low, pass);
  const isTrial = isTruthy(low.get("__prereq__"));
  const result = await execute(run, low, pass, ready);
  if (isTrial) {
    low.set("__prereq__", false);
    return unified(result);
  }
  result.set("__sls__", low.get("__sls__") ?? null).set("__run_num__", run.nextNumber());
  await refreshAfter(run, low, result);
  result.set("start_time", watch.startTime).set("duration", durationValue(watch.elapsed()));
  result.set("__id__", low.get("__id__") ?? null);
  if (!low.has("retry") || low.has("parallel")) return unified(result);
  const again = (): Promise<MutableDict> => attempt(run, low, pass, number + 1);
  return unified(await retried({ run, low, result, number, again }));
}

/** The result of a chunk that cannot be run. */
async function unfit(run: RunState, low: Low, errors: readonly string[]): Promise<MutableDict> {
  const result = dict({
    result: false,
    name: low.get("name"),
    changes: new Map(),
    comment: errors.map((error) => `${error}\n`).join(""),
    __run_num__: run.nextNumber(),
  });
  await refreshAfter(run, low, result);
  return result;
}

async function makeReady(run: RunState, low: Low, pass: Pass): Promise<ReadyCall> {
  const full = functionName(low);
  const base = isTruthy(low.get("__prereq__")) ? run.trialContext : run.context;
  const chunk = { low, running: pass.running, chunks: pass.chunks };
  const context = changedContext(base, { chunk });
  const fn = await base.ofKind("state").find(full);
  return { full, fn, keywords: argumentsOf(low, full, fn), context };
}

async function execute(run: RunState, low: Low, pass: Pass, ready: ReadyCall): Promise<MutableDict> {
  const { memory } = run.context;
  memory.set("runas", low.get("runas") ?? null);
  memory.set(
    "runas_password",
    low.get("state") === "cmd" && low.has("password") ? low.get("password") : low.get("runas_password"),
  );
  try {
    const skipped = await skippedBy(run, low, ready.context);
    const result = skipped ?? (await answer(run, low, pass, ready));
    if (low.has("check_cmd") && !(await checksItself(run, low, ready.fn))) {
      for (const [key, value] of await checkCommands(low, ready.context)) result.set(key, value);
    }
    return result;
  } catch (error) {
    run.context.signal.throwIfAborted();
    const name = ready.keywords.get("name") ?? low.get("name") ?? low.get("__id__") ?? null;
    return dict({ result: false, name, changes: new Map(), comment: exceptionComment(ready.full, error) });
  } finally {
    memory.delete("runas");
    memory.delete("runas_password");
  }
}

/** The result of a state that its conditions keep from running. */
async function skippedBy(
  run: RunState,
  low: Low,
  context: ExecutionContext,
): Promise<MutableDict | undefined> {
  if (!CONDITIONS.some((key) => low.has(key))) return undefined;
  if (await run.states.has(`${wordOf(low, "state")}.mod_run_check`)) return undefined;
  const weighed = await weighConditions(low, context);
  if (weighed.get("result") !== true) return undefined;
  return new Map<Value, Value>([
    ["result", true],
    ["name", low.get("name") ?? null],
    ["changes", new Map()],
    ...weighed,
  ]);
}

async function answer(run: RunState, low: Low, pass: Pass, ready: ReadyCall): Promise<MutableDict> {
  if (run.parts.mocked === true) {
    const comment = "Not called, mocked";
    return dict({ name: low.get("name"), comment, changes: new Map(), result: true });
  }
  const unmet = await unmetGlobally(low, ready);
  if (unmet !== undefined) return unmet;
  if (isTruthy(low.get("parallel")) && !isTruthy(low.get("__prereq__"))) {
    return startParallel({ run, low, pass, ready });
  }
  return await withUmask(low.get("__umask__"), () => invoke(ready));
}

/** Calls the function; what it answers is checked later. Throws what it throws. */
export async function invoke({ full, fn, keywords, context }: ReadyCall): Promise<MutableDict> {
  const filled = await fillSlots({ args: [], keywords }, context);
  const value = toValue(await callDirectly(full, fn, filled.args, filled.keywords, context));
  return value instanceof Map ? new Map(value) : unified(value);
}

/** Some modules weigh `check_cmd` themselves, in the functions that have it as a parameter. */
async function checksItself(run: RunState, low: Low, fn: ExecutionFunction): Promise<boolean> {
  return (
    Object.hasOwn(fn.params, "check_cmd") &&
    (await run.states.has(`${wordOf(low, "state")}.mod_run_check_cmd`))
  );
}

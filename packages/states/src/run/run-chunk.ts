/**
 * Running a chunk with everything it waits for.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { dict, isDict, isTruthy, SaltError } from "@salt/core";
import { aggregate } from "./aggregate.js";
import { subStates } from "./answer.js";
import { callState } from "./call-state.js";
import { wantedBy } from "./lost-requisites.js";
import type { Low } from "./low.js";
import { tagOf, wordOf } from "./low.js";
import { initializeModule } from "./module-init.js";
import { named, notRun, recursive } from "./not-run.js";
import type { Required } from "./requisite-status.js";
import { requisiteStatus } from "./requisite-status.js";
import type { Pass, RunState } from "./run-state.js";
import { fireResult } from "./state-events.js";
import { noteNoTime } from "./timing.js";

/** How often a chunk is looked at again before its requisites count as a circle. */
const MAX_ROUNDS = 20;

/** Where a chunk stands: how often it was looked at before, and how many others wait for it in a row. */
interface Place {
  readonly round: number;
  readonly depth: number;
}

const TOP: Place = { round: 0, depth: 0 };

/** States wait for each other without end: prereqs that go round in a circle. */
export class RequisiteDepthError extends SaltError {
  constructor(id: string) {
    super("REQUISITE_DEPTH", `Requisites without end: '${id}' is waited for by states that it waits for`, {
      hint: "Look for prereq requisites that lead back to the same state.",
    });
  }
}

/** Runs a chunk; its result and those of what it waits for are put into the pass. Throws as `callState`. */
export async function runChunk(run: RunState, low: Low, pass: Pass, at: Place = TOP): Promise<void> {
  run.context.signal.throwIfAborted();
  if (at.depth > pass.chunks.length + MAX_ROUNDS) throw new RequisiteDepthError(wordOf(low, "__id__"));
  await aggregate(run, low, pass);
  await initializeModule(run, low);
  const tag = tagOf(low);
  if (!isTruthy(low.get("prerequired"))) run.active.add(tag);
  const { status, required } = await requisiteStatus(run, low, pass);
  const isTrial = isTruthy(low.get("__prereq__"));
  switch (status) {
    case "unmet":
      return await runWanted(run, low, pass, at);
    case "fail":
      failed(run, low, pass, required);
      break;
    case "pre": {
      const result = notRun(run, low, { result: true, comment: "No changes detected" });
      pass.running.set(tag, result);
      run.pre.set(tag, result);
      break;
    }
    case "onfail":
      pass.running.set(tag, passedOver(run, low, "State was not run because onfail req did not change"));
      break;
    case "onchanges":
      pass.running.set(
        tag,
        passedOver(run, low, "State was not run because none of the onchanges reqs changed"),
      );
      break;
    default: {
      const watches = status === "change" && !isTrial;
      const result = await (watches ? callWatching(run, low, pass, required) : callState(run, low, pass));
      (isTrial ? run.pre : pass.running).set(tag, result);
    }
  }
  await finish(run, low, pass);
}

function passedOver(run: RunState, low: Low, comment: string): MutableDict {
  return notRun(run, low, { result: true, comment, __state_ran__: false });
}

/** The state, and its module's `mod_watch` when the state itself had nothing to change. */
async function callWatching(run: RunState, low: Low, pass: Pass, required: Required): Promise<MutableDict> {
  const result = await callState(run, low, pass);
  if (isTruthy(result.get("changes")) || isTruthy(result.get("skip_watch"))) return result;
  const watching: Low = new Map(low);
  watching.set("sfun", low.get("fun") ?? null).set("fun", "mod_watch");
  watching.set("__reqs__", dict([...required]));
  return await callState(run, watching, pass);
}

/** Runs what a chunk waits for, then the chunk. */
async function runWanted(run: RunState, low: Low, pass: Pass, at: Place): Promise<void> {
  const tag = tagOf(low);
  const isTrial = isTruthy(low.get("__prereq__"));
  const { chunks, complaint } = wantedBy(run, low, pass, isTrial);
  if (complaint !== undefined) {
    const result = notRun(run, low, { result: false, comment: complaint });
    (isTrial ? run.pre : pass.running).set(tag, result);
    return await fireResult(run, low, result, pass.chunks.length);
  }
  for (const chunk of chunks) {
    const wanted = tagOf(chunk);
    if (pass.running.has(wanted)) continue;
    if (run.active.has(wanted)) return await circle(run, low, chunk, pass);
    await runChunk(run, chunk, pass, { round: 0, depth: at.depth + 1 });
    if (stopsRun(run, chunk, pass)) return;
  }
  if (isTruthy(low.get("__prereq__"))) {
    await tryOut(run, low, pass);
    await finish(run, low, pass);
  } else if (at.round + 1 >= MAX_ROUNDS) {
    // Salt gives this number a second time.
    pass.running.set(tag, recursive(run, low, run.comingNumber));
    await finish(run, low, pass);
  } else await runChunk(run, low, pass, { ...at, round: at.round + 1 });
}

/** A chunk waits for one that has begun: both sides of a prereq do so, and that one is tried out. */
async function circle(run: RunState, low: Low, chunk: Low, pass: Pass): Promise<void> {
  const tag = tagOf(low);
  if (isTruthy(chunk.get("__prerequired__"))) {
    if (run.pre.has(tag)) return;
    low.set("__prereq__", true);
    run.pre.set(tagOf(chunk), await callState(run, low, pass));
    return;
  }
  const result = recursive(run, low, run.nextNumber());
  pass.running.set(tag, result);
  await fireResult(run, low, result, pass.chunks.length);
}

/** The trial of a chunk on which another has a prereq, after what it waits for itself. */
async function tryOut(run: RunState, low: Low, pass: Pass): Promise<void> {
  const tag = tagOf(low);
  const { status } = await requisiteStatus(run, low, pass);
  if (status === "pre") {
    run.pre.set(tag, passedOver(run, low, "No changes detected"));
    return;
  }
  const result = await callState(run, low, pass);
  if (!isTruthy(result.get("changes")) && status === "change") {
    result.set("changes", dict({ watch: "watch" })).set("result", null);
  }
  run.pre.set(tag, result);
}

function failed(run: RunState, low: Low, pass: Pass, required: Required): void {
  const tag = tagOf(low);
  const tried = run.pre.get(tag);
  if (tried !== undefined) {
    // It says what would be changed, and nothing will be.
    tried.set("changes", new Map()).set("__run_num__", run.nextNumber());
    pass.running.set(tag, named(tried, low));
    return;
  }
  const names = new Set<string>();
  for (const chunk of [...required.values()].flat()) {
    const result = run.pre.get(tagOf(chunk)) ?? pass.running.get(tagOf(chunk));
    if (result?.get("result") === false) names.add(`${wordOf(chunk, "__sls__")}.${wordOf(chunk, "__id__")}`);
  }
  const comment = `One or more requisite failed: ${[...names].join(", ")}`;
  const result = notRun(run, low, { result: false, comment });
  pass.running.set(tag, result);
  run.pre.set(tag, result);
}

/** Tells of the result, and takes apart what the state did as further states. */
async function finish(run: RunState, low: Low, pass: Pass): Promise<void> {
  const result = pass.running.get(tagOf(low));
  if (result === undefined) return;
  await fireResult(run, low, result, pass.chunks.length);
  const parts = subStates(result);
  result.delete("sub_state_run");
  for (const part of parts) if (isDict(part)) addSubState(run, low, part, pass);
}

function addSubState(run: RunState, low: Low, part: Dict, pass: Pass): void {
  const own = part.get("low");
  if (!isDict(own)) return;
  const result = dict({ name: own.get("name"), changes: part.get("changes"), result: part.get("result") });
  noteNoTime(result);
  for (const key of ["duration", "start_time"]) {
    const value: Value | undefined = part.get(key);
    if (value !== undefined) result.set(key, value);
  }
  result.set("comment", part.get("comment") ?? "").set("__state_ran__", true);
  result.set("__run_num__", run.nextNumber());
  pass.running.set(tagOf(own), named(result, low));
}

/** Whether a failed state ends the run: its own `failhard`, or the option. Notes so in the pass. */
export function stopsRun(run: RunState, low: Low, pass: Pass): boolean {
  if (isTruthy(run.opts.get("test"))) return false;
  const result = pass.running.get(tagOf(low))?.get("result");
  const isHard = isTruthy(low.get("failhard") ?? run.opts.get("failhard"));
  if (isHard && result === false) pass.stopped = true;
  return pass.stopped;
}

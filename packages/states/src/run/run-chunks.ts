/**
 * State runs: low chunks in order, then those who listen.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { watched } from "./beacons.js";
import { callState } from "./call-state.js";
import { ChunkIndex } from "./chunk-index.js";
import { disabledResults } from "./disabled.js";
import { listening } from "./listen.js";
import type { Low } from "./low.js";
import { tagOf, wordOf } from "./low.js";
import { initializeModule } from "./module-init.js";
import { settle } from "./parallel.js";
import { forgetPauses, waitForResume } from "./pause.js";
import { runChunk, stopsRun } from "./run-chunk.js";
import type { Pass, RunParts } from "./run-state.js";
import { RunState } from "./run-state.js";
import { verifyLow } from "./verify-low.js";

/** Results by tags `state_|-id_|-name_|-function`, in the order in which states ended. */
export type Results = ReadonlyMap<string, MutableDict>;

/**
 * Runs chunks in order, each after what it requires, and then the listeners. Failures of states are results; throws
 * SaltInvocationError for keywords that a state function does not take, and RequisiteFormError.
 */
export async function runChunks(chunks: readonly Dict[], parts: RunParts): Promise<Results> {
  const run = new RunState(parts);
  const lows = chunks.map((chunk): Low => new Map(chunk));
  const results = await onePass(run, lows, parts.only);
  if (parts.only !== undefined) return results;
  const { chunks: due, errors } = listening(lows, results);
  for (const [tag, result] of await onePass(run, due)) results.set(tag, result);
  for (const [tag, result] of await onePass(run, watched(lows))) results.set(tag, result);
  for (const [tag, error] of errors) results.set(tag, error.set("__run_num__", run.nextNumber()));
  forgetPauses(run);
  return results;
}

/** One chunk on its own, without looking at requisites: `state.single`. Complaints when it cannot be run at all. */
export async function runSingle(
  chunk: Dict,
  parts: RunParts,
): Promise<{ readonly errors: readonly string[] } | { readonly tag: string; readonly result: Dict }> {
  const run = new RunState(parts);
  const low: Low = new Map(chunk);
  const errors = await verifyLow(low, run.states);
  if (errors.length > 0) return { errors };
  await initializeModule(run, low);
  const pass = passThrough([low]);
  const tag = tagOf(low);
  const result = await callState(run, low, pass);
  pass.running.set(tag, result);
  await settle(pass);
  return { tag, result };
}

async function onePass(
  run: RunState,
  all: readonly Low[],
  only?: RunParts["only"],
): Promise<Map<string, MutableDict>> {
  const chunks: Low[] = [];
  const disabled = disabledResults(run, all, chunks);
  const pass = passThrough(chunks);
  for (const low of chunks) {
    if (pass.running.has(tagOf(low)) || only?.(low) === false) continue;
    if ((await waitForResume(run, low)) === "kill") break;
    await runChunk(run, low, pass);
    if (stopsRun(run, low, pass)) break;
    run.active.clear();
  }
  await settle(pass);
  return new Map([...disabled, ...pass.running]);
}

function passThrough(chunks: readonly Low[]): Pass {
  return { chunks, running: new Map(), index: new ChunkIndex(chunks), parallel: new Map(), stopped: false };
}

/** Results in the order of their numbers, which is how they are returned. */
export function inRunOrder(results: Results): Dict {
  const number = (result: Dict): number => Number(wordOf(result, "__run_num__"));
  return new Map<Value, Value>([...results].sort(([, left], [, right]) => number(left) - number(right)));
}

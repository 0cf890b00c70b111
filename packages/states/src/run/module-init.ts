/**
 * `mod_init`: what a state module does before its first state.
 */
import { callDirectly, isTruthy } from "@salt/core";
import type { Low } from "./low.js";
import { functionName, wordOf } from "./low.js";
import type { RunState } from "./run-state.js";

/** Calls it until it says that it is done. Throws what it throws. */
export async function initializeModule(run: RunState, low: Low): Promise<void> {
  const module = wordOf(low, "state");
  if (run.initialized.has(module) || !(await run.states.has(functionName(low)))) return;
  const found = await run.states.find(`${module}.mod_init`);
  if (!("fn" in found)) {
    run.initialized.add(module);
    return;
  }
  const done = await callDirectly(`${module}.mod_init`, found.fn, [low], new Map(), run.context);
  if (isTruthy(done)) run.initialized.add(module);
}

/**
 * Pauses: `state.pause`, `state.resume` and `state.soft_kill` leave word in a file that a run looks at.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Dict } from "@salt/core";
import { get, getString, isDict, isTruthy, parseJson, sleep } from "@salt/core";
import type { Low } from "./low.js";
import type { RunState } from "./run-state.js";

const LOOK_MS = 1000;

/** The file with the pauses of a job. Job ids are checked by those who make them: no other text gets here. */
export function pauseFile(opts: Dict, jid: string): string {
  return join(getString(opts, "cachedir") ?? "", "state_pause", jid);
}

/** What the file says, by state id or `__all__`; undefined when there is none. A half-written one says nothing. */
export function readPauses(path: string): Dict | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const value = parseJson(readFileSync(path, "utf8"));
    return isDict(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Waits while the chunk is paused; says whether the run is to end here. */
export async function waitForResume(run: RunState, low: Low): Promise<"run" | "kill"> {
  const { jid } = run.parts;
  if (jid === undefined) return "run";
  const path = pauseFile(run.opts, jid);
  const began = Date.now();
  for (;;) {
    const pauses = readPauses(path);
    const word = get(pauses, low.get("__id__") ?? null) ?? get(pauses, "__all__");
    if (word === undefined) return "run";
    const duration = get(word, "duration");
    if (duration !== undefined && Date.now() - began > Number(duration) * 1000) return "run";
    if (isTruthy(get(word, "kill"))) return "kill";
    await sleep(LOOK_MS, run.context.signal);
    run.context.signal.throwIfAborted();
  }
}

/** Removes what was left for a run that is over. */
export function forgetPauses(run: RunState): void {
  if (run.parts.jid !== undefined) rmSync(pauseFile(run.opts, run.parts.jid), { force: true });
}

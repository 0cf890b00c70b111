/**
 * Events about results: `fire_event` of a state, and option `state_events` for all.
 */
import type { Dict } from "@salt/core";
import { dict, isTruthy, tags } from "@salt/core";
import type { Low } from "./low.js";
import { wordOf } from "./low.js";
import type { RunState } from "./run-state.js";

/** Tells the master of a result. An event that does not get there spoils nothing. */
export async function fireResult(run: RunState, low: Low, result: Dict, length: number): Promise<void> {
  const { jid } = run.parts;
  const asked = low.get("fire_event") ?? false;
  if (jid === undefined || isTruthy(run.opts.get("local"))) return;
  if (!isTruthy(asked) && !isTruthy(run.opts.get("state_events"))) return;
  const { id, control } = run.context;
  const preload = dict({ jid });
  if (asked === true || typeof asked === "string") {
    const last = asked === true ? wordOf(result, "name") : asked;
    await control.fireMaster(tags.stateResult(jid, id, last), dict({ ret: result }), preload);
    return;
  }
  const tag = tags.jobProgress(jid, id, wordOf(result, "__run_num__"));
  await control.fireMaster(tag, dict({ ret: result, len: length }), preload);
}

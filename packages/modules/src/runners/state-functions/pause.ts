/**
 * Pausing and ending orchestrations between two of their states.
 */
import type { RunnerContext, RunnerFunction, Value } from "@salt/core";
import { maybe, needed, runnerFn } from "@salt/core";

const jid = needed.any("The job id of the orchestration.");
const state_id = maybe.any(null, "The id of a state; the next one unless given.");

/** Leaves word for the run, by the execution function of the same name. */
async function leaveWord(session: RunnerContext, fun: string, args: readonly Value[]): Promise<null> {
  const context = await session.masterSide();
  await context.call(`state.${fun}`, args);
  return null;
}

const pause = runnerFn({
  doc: "Pauses an orchestration before its next state, or before one state.",
  examples: ["salt-run state.pause 20260101120000123456 deploy duration=20"],
  params: { jid, state_id, duration: maybe.any(null, "Seconds after which it goes on by itself.") },
  run: (args, session) => leaveWord(session, "pause", [args.jid, args.state_id, args.duration]),
});

const resume = runnerFn({
  doc: "Lets a paused orchestration go on.",
  examples: ["salt-run state.resume 20260101120000123456"],
  params: { jid, state_id },
  run: (args, session) => leaveWord(session, "resume", [args.jid, args.state_id]),
});

/** `pause`, `resume` and `soft_kill`, the first two also under the older names. */
export const pauseFunctions: Readonly<Record<string, RunnerFunction>> = {
  pause,
  set_pause: { ...pause, doc: "Pauses an orchestration: the older name of `state.pause`." },
  resume,
  rm_pause: { ...resume, doc: "Lets an orchestration go on: the older name of `state.resume`." },
  soft_kill: runnerFn({
    doc: "Ends an orchestration before its next state, or before one state.",
    examples: ["salt-run state.soft_kill 20260101120000123456 deploy"],
    params: { jid, state_id },
    run: (args, session) => leaveWord(session, "soft_kill", [args.jid, args.state_id]),
  }),
};

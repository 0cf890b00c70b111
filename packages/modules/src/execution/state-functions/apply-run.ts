/**
 * Running high data: from the states of SLS to results, with the exit status and the caches that runs leave.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { deriveContext, dict, isDict, isList, isTruthy, pythonStr } from "@salt/core";
import type { HighData } from "@salt/states";
import { runChunks, thaw } from "@salt/states";
import { conflictOf } from "./conflict.js";
import type { OpenedRun } from "./open-run.js";
import { openStateRun } from "./open-run.js";
import { COMPILE_FAILED, PILLAR_FAILED } from "./retcodes.js";
import type { Kwargs } from "./run-options.js";
import { runPartsOf } from "./run-parts.js";

/** Arguments that all functions share which apply states. */
export interface ApplyWishes {
  readonly test: Value;
  readonly queue: Value;
  /** Overrides the option of that name. */
  readonly stateEvents?: Value;
  /** Whether the environment is base where nobody says one. */
  readonly inBase?: boolean;
}

/** Complaints because of which nothing is run. */
export type Complaints = readonly string[];

/** Opens a run that is to change something: complaints when another one is at work, or the pillar has errors. */
export async function openToApply(
  context: ExecutionContext,
  kwargs: Kwargs,
  wishes: ApplyWishes,
): Promise<OpenedRun | Complaints> {
  const concurrent = kwargs.get("concurrent") ?? false;
  const conflict = await conflictOf(context, { queue: wishes.queue, concurrent });
  if (conflict !== undefined) return conflict;
  const opened = await openStateRun(withEvents(context, wishes), kwargs, {
    test: wishes.test,
    inBase: wishes.inBase ?? false,
  });
  if (opened.pillarErrors.length === 0) return opened;
  context.retcode = PILLAR_FAILED;
  return ["Pillar failed to render with the following messages:", ...opened.pillarErrors];
}

/** Whether a run could not be opened. */
export function isRefused(opened: OpenedRun | Complaints): opened is Complaints {
  return Array.isArray(opened);
}

function withEvents(context: ExecutionContext, { stateEvents = null }: ApplyWishes): ExecutionContext {
  if (stateEvents === null) return context;
  return deriveContext(context, { opts: new Map(context.opts).set("state_events", stateEvents) });
}

/** Compiles high data and runs it. The answer is of results by tag, or of the errors of compiling. */
export async function runHigh(opened: OpenedRun, high: HighData, kwargs: Kwargs): Promise<Dict | Complaints> {
  const jid = kwargs.get("orchestration_jid") ?? null;
  const { chunks, errors } = opened.compiler.compileHigh(high, {
    orchestrationJid: jid === null ? undefined : pythonStr(jid),
  });
  if (errors.length > 0) return errors;
  const parts = runPartsOf(opened.context, {
    mock: kwargs.get("mock") ?? false,
    freshPillar: opened.freshPillar,
    processedSls: opened.compiler.rendered,
  });
  return new Map<Value, Value>(await runChunks(chunks, parts));
}

/** Only results that failed or changed something, where the option `state_data` or the call asks for that. */
export async function trimmed(answer: Value, context: ExecutionContext, kwargs: Kwargs): Promise<Value> {
  if (!isDict(answer)) return answer;
  const isTerse = (await context.call("config.option", ["state_data", ""])) === "terse";
  if (!isTerse && !isTruthy(kwargs.get("terse"))) return answer;
  return new Map(
    [...answer].filter(([, result]) => {
      if (!isDict(result)) return true;
      return !isTruthy(result.get("result")) || isTruthy(result.get("changes"));
    }),
  );
}

/** Adds what the call excludes to what the SLS exclude. */
export function exclude(high: HighData, given: Value): void {
  if (!isTruthy(given)) return;
  const items = isList(given)
    ? given
    : pythonStr(given)
        .split(",")
        .map((item) => item.trim());
  const known = high.get("__exclude__");
  high.set("__exclude__", [...(Array.isArray(known) ? known : []), ...items.map((item) => thaw(item))]);
}

/** What a highstate answers on a minion that is given no states. */
export function noStates(comment: string): Dict {
  const result = { result: false, comment, name: "No States", changes: {}, __run_num__: 0 };
  return dict({ "no_|-states_|-states_|-None": result });
}

/** Sets the exit status for errors of compiling. */
export function refuse(context: ExecutionContext, errors: readonly string[]): Complaints {
  context.retcode = COMPILE_FAILED;
  return errors;
}

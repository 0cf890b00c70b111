/**
 * Plans: what a run would change, kept so that exactly this can be applied later. Salt has nothing like it.
 */
import type { Dict, ExecutionContext, Rest, Value } from "@salt/core";
import {
  CommandExecutionError,
  deriveContext,
  dict,
  fn,
  isDict,
  isTruthy,
  JidSource,
  maybe,
  pythonStr,
} from "@salt/core";
import type { RunParts } from "@salt/states";
import { runChunks, tagOf } from "@salt/states";
import { isRefused, openToApply, refuse, trimmed } from "./apply-run.js";
import { exactJson } from "./exact-json.js";
import { topStates } from "./highstate.js";
import type { OpenedRun } from "./open-run.js";
import { countPlan, planDiff } from "./plan-diff.js";
import { forgetPlan, keepPlan, readPlan } from "./plan-file.js";
import { changedInputs, planInputs } from "./plan-inputs.js";
import { STATE_FAILED, setRetcode } from "./retcodes.js";
import type { Kwargs } from "./run-options.js";
import { runQueue } from "./run-params.js";
import { runPartsOf } from "./run-parts.js";
import { splitNames } from "./split-names.js";

/** Keywords of the call that the run of a plan is opened with again. */
const KEPT_KEYWORDS = ["pillar", "saltenv", "pillarenv"];
/** How many states a refusal names. */
const MAX_NAMED = 5;

/** The function `plan`. */
export const planFunctions = {
  plan: fn({
    doc:
      "Says what state.apply would change, as a diff, and keeps it under an id: `state.apply plan=ID` does exactly " +
      "that, or refuses when the machine has changed since. Takes the keywords pillar, saltenv, pillarenv. All minions " +
      "of one command have the same id.",
    examples: [
      "salt '*' state.plan",
      "salt '*' state.plan web",
      "salt '*' state.apply plan=20260101120000123456",
    ],
    params: {
      mods: maybe.any(null, "Names of SLS files, as a list or with commas; the top file's unless given."),
      queue: runQueue,
    },
    varkw: "kwargs",
    run: (args, context, rest) => makePlan(args, context, rest),
  }),
};

async function makePlan(
  { mods, queue }: { readonly mods: Value; readonly queue: Value },
  context: ExecutionContext,
  { kwargs }: Rest,
): Promise<Value> {
  const hasNames = isTruthy(mods);
  const opened = await openToApply(context, kwargs, { test: true, queue, inBase: hasNames });
  if (isRefused(opened)) return opened;
  const found = hasNames
    ? await opened.compiler.collect(new Map([[opened.saltenv, splitNames(mods)]]))
    : await topStates(opened, kwargs);
  if ("answer" in found) return found.answer;
  const compiled =
    found.errors.length > 0 ? { chunks: [], errors: found.errors } : opened.compiler.compileHigh(found.high);
  if (compiled.errors.length > 0) return refuse(context, compiled.errors);
  const results = await tryOut(opened, compiled.chunks, opened.compiler.rendered);
  const id = context.job?.jid ?? new JidSource().next();
  const kept = [...kwargs].filter(([key]) => KEPT_KEYWORDS.includes(key));
  keepPlan(context, {
    id,
    chunks: compiled.chunks,
    processedSls: opened.compiler.rendered,
    expected: expectedOf(results),
    inputs: await inputsOf(opened, compiled.chunks, results),
    kwargs: new Map(kept),
  });
  const { change, fail, same } = countPlan(results);
  if (fail > 0) context.retcode = STATE_FAILED;
  const summary = `${change} to change, ${fail} to fail, ${same} as they should be`;
  return dict({ plan: id, summary, diff: planDiff(results) });
}

/** Applies a plan. Throws CommandExecutionError when a trial says something else than it said then. */
export async function applyPlan(
  id: string,
  queue: Value,
  context: ExecutionContext,
  kwargs: Kwargs,
): Promise<Value> {
  const plan = readPlan(context, id);
  const opened = await openToApply(context, plan.kwargs, { test: false, queue });
  if (isRefused(opened)) return opened;
  const results = await tryOut(opened, plan.chunks, plan.processedSls);
  const inputs = changedInputs(plan.inputs, await inputsOf(opened, plan.chunks, results));
  const now = expectedOf(results);
  const changed = [...new Set([...plan.expected.keys(), ...now.keys()])].filter(
    (tag) => exactJson(plan.expected.get(tag) ?? null) !== exactJson(now.get(tag) ?? null),
  );
  if (changed.length + inputs.length > 0) throw refusalFor(id, [...changed.map(shownTag), ...inputs]);
  const done = new Map<Value, Value>(await runChunks(plan.chunks, partsOf(opened, plan.processedSls)));
  forgetPlan(context, id);
  const answer = await trimmed(done, context, kwargs);
  setRetcode(context, answer);
  return answer;
}

async function tryOut(
  opened: OpenedRun,
  chunks: readonly Dict[],
  processedSls: readonly string[],
): Promise<Dict> {
  const context = deriveContext(opened.context, { opts: new Map(opened.context.opts).set("test", true) });
  return new Map<Value, Value>(await runChunks(chunks, partsOf({ ...opened, context }, processedSls)));
}

function partsOf({ context, freshPillar }: OpenedRun, processedSls: readonly string[]): RunParts {
  return runPartsOf(context, { freshPillar, processedSls });
}

/** What of results depends on the machine alone, and not on the time. */
function expectedOf(results: Dict): Dict {
  return new Map(
    [...results].map(([tag, result]) => {
      const part = (key: string): Value => (isDict(result) ? (result.get(key) ?? null) : null);
      return [tag, dict({ result: part("result"), changes: part("changes"), comment: part("comment") })];
    }),
  );
}

/** What the chunks depend on beside what the trial shows. */
async function inputsOf({ context }: OpenedRun, chunks: readonly Dict[], results: Dict): Promise<Dict> {
  const planned = chunks.map((low) => {
    const result = results.get(tagOf(low));
    return { low, changes: isDict(result) && result.get("result") === null };
  });
  return await planInputs(context, planned);
}

function shownTag(tag: Value): string {
  const [state = "", name = "", , fun = ""] = pythonStr(tag).split("_|-");
  return `${state}.${fun} ${name}`;
}

function refusalFor(id: string, changed: readonly string[]): CommandExecutionError {
  const names = changed.slice(0, MAX_NAMED);
  const more = changed.length > MAX_NAMED ? ` and ${changed.length - MAX_NAMED} more` : "";
  return new CommandExecutionError(
    `The machine has changed since plan '${id}' was made, and nothing was done: ${names.join(", ")}${more}`,
    { hint: "Make a new plan with state.plan." },
  );
}

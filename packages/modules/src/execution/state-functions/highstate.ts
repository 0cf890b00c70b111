/**
 * The highstate: the states that the top file gives to this minion.
 */
import type { Dict, ExecutionContext, Rest, Value } from "@salt/core";
import { deriveContext, dict, fn, isDict, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import type { HighData, TopMatches } from "@salt/states";
import { verifyTop } from "@salt/states";
import { exclude, isRefused, noStates, openToApply, runHigh, trimmed } from "./apply-run.js";
import { refusalsOf } from "./disabling.js";
import type { OpenedRun } from "./open-run.js";
import { setRetcode } from "./retcodes.js";
import { cachedHigh, keepHigh } from "./run-cache.js";
import type { Kwargs } from "./run-options.js";
import { runQueue, runTest } from "./run-params.js";
import { splitNames } from "./split-names.js";

/** Arguments of `state.highstate`. */
export interface HighstateArgs {
  readonly test: Value;
  readonly queue: Value;
  readonly state_events: Value;
}

/** Applies the highstate. */
export async function highstate(
  args: HighstateArgs,
  context: ExecutionContext,
  { kwargs }: Rest,
): Promise<Value> {
  if (refusalsOf(["highstate"], context).length > 0) {
    const name = "Salt highstate run is disabled. To re-enable, run state.enable highstate";
    return dict({ name, result: "False", comment: "Disabled" });
  }
  const { test, queue, state_events: stateEvents } = args;
  const opened = await openToApply(context, kwargs, { test, queue, stateEvents });
  return isRefused(opened) ? opened : await applyTop(context, opened, kwargs);
}

/** Applies what the top file gives, with the exit status. */
async function applyTop(context: ExecutionContext, opened: OpenedRun, kwargs: Kwargs): Promise<Value> {
  const answer = await trimmed(await answerOf(context, opened, kwargs), context, kwargs);
  setRetcode(context, answer);
  return answer;
}

async function answerOf(context: ExecutionContext, opened: OpenedRun, kwargs: Kwargs): Promise<Value> {
  const cached = isTruthy(kwargs.get("cache")) ? cachedHigh(context, kwargs) : undefined;
  if (cached !== undefined) return await runHigh(opened, cached, kwargs);
  const found = await topStates(opened, kwargs);
  if ("answer" in found) return found.answer;
  if (found.errors.length > 0) return found.errors;
  keepHigh(context, kwargs, found.high);
  return await runHigh(opened, found.high, kwargs);
}

/** The states that the top file gives, or what a highstate answers when it gives none. */
export async function topStates(
  opened: OpenedRun,
  kwargs: Kwargs,
): Promise<{ readonly high: HighData; readonly errors: readonly string[] } | { readonly answer: Dict }> {
  const top = await opened.compiler.top();
  const faults = verifyTop(top);
  const all = await opened.compiler.matches(top);
  if (all.size === 0) {
    const comment = "No Top file or master_tops data matches found. Please see master log for details.";
    return { answer: noStates(comment) };
  }
  const matches = whitelisted(all, kwargs.get("whitelist") ?? null);
  await loadDynamic(opened, [...matches.keys()].map(pythonStr));
  const { high, errors } = await opened.compiler.collect(matches);
  exclude(high, kwargs.get("exclude") ?? null);
  if (faults.length + errors.length > 0) return { high, errors: [...faults, ...errors] };
  return high.size === 0 ? { answer: noStates("No states found for this minion") } : { high, errors: [] };
}

/** Only the SLS files that a call names. */
function whitelisted(matches: TopMatches, given: Value): TopMatches {
  if (!isTruthy(given)) return matches;
  const names = splitNames(given);
  const left = [...matches].map(([env, list]) => [env, list.filter((sls) => names.includes(sls))] as const);
  return new Map(left.filter(([, list]) => list.length > 0));
}

/** Syncs plugins from the environments, unless option `autoload_dynamic_modules` is off. */
async function loadDynamic({ context }: OpenedRun, envs: readonly string[]): Promise<void> {
  if (!isTruthy(context.opts.get("autoload_dynamic_modules") ?? true)) return;
  const synced = await context.call("saltutil.sync_all", [envs], { refresh: false });
  const isNew = isDict(synced) && [...synced.values()].some((names) => isList(names) && names.length > 0);
  if (isNew) await context.control.refreshModules();
}

/** `highstate` and `top`. */
export const highstateFunctions = {
  highstate: fn({
    doc:
      "Applies the states that the top file gives to this minion. Further keywords: pillar, saltenv, pillarenv, " +
      "exclude, whitelist, mock, terse, concurrent, cache, cache_name, force.",
    examples: ["salt '*' state.highstate", "salt '*' state.highstate whitelist=web,users test=True"],
    params: {
      test: runTest,
      queue: runQueue,
      state_events: maybe.any(null, "True to fire an event for each state."),
    },
    varkw: "kwargs",
    outputter: "highstate",
    run: highstate,
  }),
  top: fn({
    doc: "Applies what another top file gives to this minion.",
    examples: ["salt '*' state.top reverse_top.sls", "salt '*' state.top reverse_top.sls exclude=web"],
    params: { topfn: needed.str("The top file."), test: runTest, queue: runQueue },
    varkw: "kwargs",
    outputter: "highstate",
    run: async (args, context, { kwargs }) => {
      const opts = new Map(context.opts).set("state_top", `salt://${args.topfn}`);
      if (kwargs.has("saltenv")) opts.set("state_top_saltenv", kwargs.get("saltenv") ?? null);
      const wishes = { test: args.test, queue: args.queue };
      const opened = await openToApply(deriveContext(context, { opts }), kwargs, wishes);
      return isRefused(opened) ? opened : await applyTop(context, opened, kwargs);
    },
  }),
};

/**
 * `state.apply` and its parts: the states of SLS files, or of the top file.
 */
import type { Dict, ExecutionContext, Rest, Value } from "@salt/core";
import { fn, isTruthy, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import type { HighData } from "@salt/states";
import { runChunks, verifyHigh } from "@salt/states";
import { exclude, isRefused, openToApply, refuse, runHigh, trimmed } from "./apply-run.js";
import { refusalsOf } from "./disabling.js";
import { highstate } from "./highstate.js";
import type { OpenedRun } from "./open-run.js";
import { applyPlan } from "./plan.js";
import { setRetcode } from "./retcodes.js";
import { cachedHigh, keepHigh } from "./run-cache.js";
import { runQueue, runTest } from "./run-params.js";
import { runPartsOf } from "./run-parts.js";
import { splitNames } from "./split-names.js";

const mods = needed.any("Names of SLS files, as a list or with commas between them.");
const events = maybe.any(null, "True to fire an event for each state, whatever option `state_events` says.");
const slsParams = {
  mods,
  test: runTest,
  exclude: maybe.any(null, "SLS files, or maps of `sls` or `id`, whose states are left out."),
  queue: runQueue,
  sync_mods: maybe.any(null, "Kinds of plugins to sync first: a list, a text with commas, or `all`."),
  state_events: events,
};

/** Arguments of `state.sls`. */
interface SlsArgs {
  readonly mods: Value;
  readonly test: Value;
  readonly exclude: Value;
  readonly queue: Value;
  readonly sync_mods: Value;
  readonly state_events: Value;
}

/** Applies the states of SLS files. */
async function applySls(args: SlsArgs, context: ExecutionContext, { kwargs }: Rest): Promise<Value> {
  const opened = await openToApply(context, kwargs, {
    test: args.test,
    queue: args.queue,
    stateEvents: args.state_events,
    inBase: true,
  });
  if (isRefused(opened)) return opened;
  const names = splitNames(args.mods);
  const disabled = refusalsOf(names, opened.context);
  if (disabled.length > 0) return refuse(context, disabled);
  await syncPlugins(args.sync_mods, opened);
  const cached = isTruthy(kwargs.get("cache")) ? cachedHigh(context, kwargs) : undefined;
  if (cached !== undefined) return await runHigh(opened, cached, kwargs);
  const { high, errors } = await opened.compiler.collect(new Map([[opened.saltenv, names]]));
  if (errors.length > 0) return refuse(context, errors);
  exclude(high, args.exclude);
  return await finish(context, opened, high, kwargs);
}

async function finish(
  context: ExecutionContext,
  opened: OpenedRun,
  high: HighData,
  kwargs: Rest["kwargs"],
): Promise<Value> {
  const answer = await trimmed(await runHigh(opened, high, kwargs), context, kwargs);
  setRetcode(context, answer, high);
  keepHigh(context, kwargs, high);
  return answer;
}

async function syncPlugins(given: Value, { context, saltenv }: OpenedRun): Promise<void> {
  if (given === null) return;
  const kinds = given === true ? ["all"] : splitNames(given);
  for (const kind of kinds.includes("all") ? ["all"] : kinds) {
    const name = `saltutil.sync_${kind}`;
    if (await context.functions.has(name)) await context.call(name, [], { saltenv });
    else context.log.warn({ kind }, "There is no such kind of plugins to sync");
  }
}

/** Applies one state of SLS files, with what it requires. */
async function applySlsId(
  args: Pick<SlsArgs, "mods" | "test" | "queue" | "state_events"> & { readonly id_: Value },
  context: ExecutionContext,
  { kwargs }: Rest,
): Promise<Value> {
  const opened = await openToApply(context, kwargs, {
    test: args.test,
    queue: args.queue,
    stateEvents: args.state_events,
    inBase: true,
  });
  if (isRefused(opened)) return opened;
  const { high, errors } = await opened.compiler.collect(new Map([[opened.saltenv, splitNames(args.mods)]]));
  const faults = [...errors, ...verifyHigh(high)];
  const compiled = faults.length > 0 ? { chunks: [], errors: faults } : opened.compiler.compileHigh(high);
  if (compiled.errors.length > 0) return refuse(context, compiled.errors);
  const isWanted = (chunk: Dict): boolean => chunk.get("__id__") === args.id_;
  const parts = runPartsOf(opened.context, {
    freshPillar: opened.freshPillar,
    processedSls: opened.compiler.rendered,
  });
  const results = await runChunks(compiled.chunks, { ...parts, only: isWanted });
  const answer: Dict = new Map<Value, Value>(results);
  if (answer.size === 0) {
    const id = pythonStr(args.id_);
    throw new SaltInvocationError(
      `No matches for ID '${id}' found in SLS '${pythonStr(args.mods)}' within saltenv '${opened.saltenv}'`,
    );
  }
  setRetcode(context, answer);
  return answer;
}

/** With names of SLS files `sls`, with the id of a plan that plan, else `highstate`. */
async function apply(given: Value, context: ExecutionContext, rest: Rest): Promise<Value> {
  const wishes = new Map(rest.kwargs);
  const taken = (name: string): Value => {
    const value = wishes.get(name) ?? null;
    wishes.delete(name);
    return value;
  };
  const shared = { test: taken("test"), queue: taken("queue"), state_events: taken("state_events") };
  const plan = taken("plan");
  if (plan !== null) {
    if (isTruthy(given)) throw new SaltInvocationError("plan: a plan says itself which states it is of");
    return await applyPlan(pythonStr(plan), shared.queue, context, wishes);
  }
  if (!isTruthy(given)) return await highstate(shared, context, { args: rest.args, kwargs: wishes });
  const args = { mods: given, ...shared, exclude: taken("exclude"), sync_mods: taken("sync_mods") };
  return await applySls(args, context, { args: rest.args, kwargs: wishes });
}

const optionalMods = maybe.any(
  null,
  "Names of SLS files, as a list or with commas; the top file's unless given.",
);

/** `apply`, `sls`, `sls_id`, `test`. */
export const applyFunctions = {
  apply: fn({
    doc:
      "Applies the states of SLS files, or without names those that the top file gives to this minion. " +
      "Takes the arguments of state.sls and state.highstate; plan=ID applies what state.plan has shown.",
    examples: [
      "salt '*' state.apply",
      "salt '*' state.apply web,users test=True",
      `salt '*' state.apply web pillar='{"port": 8080}'`,
    ],
    params: { mods: optionalMods },
    varkw: "kwargs",
    outputter: "highstate",
    run: (args, context, rest) => apply(args.mods, context, rest),
  }),
  sls: fn({
    doc:
      "Applies the states of SLS files. Further keywords: pillar, saltenv, pillarenv, mock, terse, concurrent, " +
      "cache, cache_name, force.",
    examples: [
      "salt '*' state.sls web,users exclude=web.logs",
      "salt '*' state.sls web saltenv=dev queue=True",
    ],
    params: slsParams,
    varkw: "kwargs",
    outputter: "highstate",
    run: applySls,
  }),
  sls_id: fn({
    doc: "Applies the states of one id in SLS files, with those that they require.",
    examples: ["salt '*' state.sls_id vim editors", "salt '*' state.sls_id vim editors,users test=True"],
    params: { id_: needed.any("The id."), mods, test: runTest, queue: runQueue, state_events: events },
    varkw: "kwargs",
    outputter: "highstate",
    run: applySlsId,
  }),
  test: fn({
    doc: "Says what state.apply would do, and does nothing.",
    examples: ["salt '*' state.test web"],
    varargs: "args",
    varkw: "kwargs",
    outputter: "highstate",
    run: (_args, context, { args, kwargs }) => {
      const [mods = kwargs.get("mods") ?? null, ...rest] = args;
      const others = new Map(kwargs).set("test", true);
      others.delete("mods");
      return apply(mods, context, { args: rest, kwargs: others });
    },
  }),
};

/** `state.apply`, for the functions that come to it by another way. */
export const applyStates = apply;

/**
 * The functions of `state` that show what would be run.
 */
import type { ExecutionContext, Rest, Value } from "@salt/core";
import { fn, isDict, needed, pythonStr } from "@salt/core";
import { compileHighData, verifyTop } from "@salt/states";
import { conflictOf } from "./conflict.js";
import type { OpenedRun } from "./open-run.js";
import { openStateRun, refuseBadPillar } from "./open-run.js";
import { COMPILE_FAILED, setRetcode } from "./retcodes.js";
import { runQueue, runTest } from "./run-params.js";
import { splitNames } from "./split-names.js";

/** Opens a run for looking at; with other runs at work, their complaint instead. */
async function opened(
  context: ExecutionContext,
  { kwargs }: Rest,
  how: { readonly queue: Value; readonly test?: Value; readonly inBase?: boolean },
): Promise<OpenedRun | readonly string[]> {
  const conflict = await conflictOf(context, {
    queue: how.queue,
    concurrent: kwargs.get("concurrent") ?? null,
  });
  if (conflict !== undefined) return conflict;
  const run = await openStateRun(context, kwargs, how);
  refuseBadPillar(run);
  return run;
}

const isConflict = (run: OpenedRun | readonly string[]): run is readonly string[] => Array.isArray(run);

/** The SLS of the top file, or why there are none. */
async function highstateOf(
  { compiler }: OpenedRun,
  errors: string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const top = await compiler.top();
  errors.push(...verifyTop(top));
  return await compiler.matches(top);
}

/** The low chunks of a highstate, or its errors. */
async function lowstateOf(run: OpenedRun): Promise<readonly Value[]> {
  const { high, errors } = await run.compiler.collect(await highstateOf(run, []));
  const compiled = run.compiler.compileHigh(high, { allErrors: true });
  const all = [...errors, ...compiled.errors];
  return all.length > 0 ? all : compiled.chunks;
}

interface ShowSls {
  readonly mods: Value;
  readonly test: Value;
  readonly queue: Value;
}

/** The high data of SLS, or the errors. */
async function slsHigh(args: ShowSls, context: ExecutionContext, rest: Rest): ReturnType<typeof collectSls> {
  const run = await opened(context, rest, { ...args, inBase: true });
  if (isConflict(run)) return { errors: run, high: new Map() };
  const found = await collectSls(run, splitNames(args.mods));
  if (found.errors.length > 0) context.retcode = COMPILE_FAILED;
  return found;
}

async function collectSls(
  { compiler, saltenv }: OpenedRun,
  names: readonly string[],
): Promise<
  Omit<Awaited<ReturnType<OpenedRun["compiler"]["collect"]>>, "errors"> & {
    readonly errors: readonly string[];
  }
> {
  const { high, errors } = await compiler.collect(new Map([[saltenv, names]]));
  return { high, errors: [...errors, ...compiler.verify(high)] };
}

async function lowSls(args: ShowSls, context: ExecutionContext, rest: Rest): Promise<readonly Value[]> {
  const { high, errors } = await slsHigh(args, context, rest);
  return errors.length > 0 ? errors : compileHighData(high);
}

const slsParams = {
  mods: needed.any("Names of SLS, as a list or with commas between them."),
  test: runTest,
  queue: runQueue,
};

/** `show_top`, `show_states`, `show_highstate`, `show_lowstate`, `show_state_usage`. */
const ofTop = {
  show_top: fn({
    doc: "What the top file gives to this minion: names of SLS by environment.",
    examples: ["salt '*' state.show_top"],
    params: { queue: runQueue },
    varkw: "kwargs",
    run: async ({ queue }, context, rest) => {
      const run = await opened(context, rest, { queue });
      if (isConflict(run)) return run;
      const top = await run.compiler.top();
      const errors = verifyTop(top);
      if (errors.length === 0) return await run.compiler.matches(top);
      context.retcode = COMPILE_FAILED;
      return errors;
    },
  }),
  show_highstate: fn({
    doc: "The states of the top file as high data: as the SLS have them, by id.",
    examples: ["salt '*' state.show_highstate"],
    params: { queue: runQueue },
    varkw: "kwargs",
    run: async ({ queue }, context, rest) => {
      const run = await opened(context, rest, { queue });
      if (isConflict(run)) return run;
      const errors: string[] = [];
      const { high, errors: more } = await run.compiler.collect(await highstateOf(run, errors));
      const answer = errors.length + more.length > 0 ? [...errors, ...more] : high;
      setRetcode(context, answer);
      return answer;
    },
  }),
  show_lowstate: fn({
    doc: "The states of the top file as low chunks: one by one, in the order in which they would be run.",
    examples: ["salt '*' state.show_lowstate"],
    params: { queue: runQueue },
    varkw: "kwargs",
    run: async ({ queue }, context, rest) => {
      const run = await opened(context, rest, { queue });
      return isConflict(run) ? run : await lowstateOf(run);
    },
  }),
  show_states: fn({
    doc: "The names of all SLS that have states in a highstate, in the order in which they would be run.",
    examples: ["salt '*' state.show_states"],
    params: { queue: runQueue },
    varkw: "kwargs",
    run: async ({ queue }, context, rest) => {
      const run = await opened(context, rest, { queue });
      if (isConflict(run)) return run;
      const low = await lowstateOf(run);
      if (low.every(isDict)) return [...new Set(low.map((chunk) => chunk.get("__sls__") ?? null))];
      context.retcode = COMPILE_FAILED;
      return low;
    },
  }),
  show_state_usage: fn({
    doc: "Which SLS of each environment the top file gives to this minion, and which it does not.",
    examples: ["salt '*' state.show_state_usage"],
    params: { queue: runQueue },
    varkw: "kwargs",
    run: async ({ queue }, context, rest) => {
      const run = await opened(context, rest, { queue });
      if (isConflict(run)) return run;
      const errors: string[] = [];
      const matches = await highstateOf(run, errors);
      const answer = errors.length > 0 ? errors : usageOf(await run.compiler.available(), matches);
      setRetcode(context, answer);
      return answer;
    },
  }),
};

type NamesByEnv = ReadonlyMap<string, readonly string[]>;

function usageOf(available: NamesByEnv, matches: NamesByEnv): Map<Value, Value> {
  return new Map(
    [...available].map(([env, states]) => {
      const wanted = matches.get(env) ?? [];
      const used = states.filter((sls) => wanted.includes(sls));
      const unused = states.filter((sls) => !wanted.includes(sls));
      const usage = new Map<Value, Value>([
        ["used", used],
        ["unused", unused],
        ["count_all", states.length],
        ["count_used", used.length],
        ["count_unused", unused.length],
      ]);
      return [env, usage];
    }),
  );
}

/** By name. */
export const showFunctions = {
  ...ofTop,
  show_sls: fn({
    doc: "The states of SLS as high data: as the files have them, by id.",
    examples: ["salt '*' state.show_sls core,edit.vim saltenv=dev"],
    params: slsParams,
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const { high, errors } = await slsHigh(args, context, rest);
      return errors.length > 0 ? errors : high;
    },
  }),
  show_low_sls: fn({
    doc: "The states of SLS as low chunks: one by one, in the order in which they would be run.",
    examples: ["salt '*' state.show_low_sls core", "salt '*' state.show_low_sls core saltenv=dev"],
    params: slsParams,
    varkw: "kwargs",
    run: lowSls,
  }),
  sls_exists: fn({
    doc: "Whether SLS are there and can be rendered.",
    examples: ["salt '*' state.sls_exists core,edit.vim saltenv=dev"],
    params: slsParams,
    varkw: "kwargs",
    run: async (args, context, rest) => (await slsHigh(args, context, rest)).errors.length === 0,
  }),
  id_exists: fn({
    doc: "Whether SLS have states of all given ids.",
    examples: ["salt '*' state.id_exists create_file,update_template filestate saltenv=dev"],
    params: { ids: needed.any("Ids, as a list or with commas between them."), ...slsParams },
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const low = await lowSls(args, context, rest);
      const known = new Set(low.filter(isDict).map((chunk) => pythonStr(chunk.get("__id__") ?? null)));
      return splitNames(args.ids).every((id) => known.has(id));
    },
  }),
};

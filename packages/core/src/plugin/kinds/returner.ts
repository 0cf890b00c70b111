/**
 * Returners: where minions send returns beside the master, and where a master may keep its job cache.
 */
import { SaltInvocationError } from "../../base/errors.js";
import type { Dict, Value } from "../../base/value.js";
import { get, getDict, getString, isDict } from "../../base/value.js";
import { needed } from "../param.js";
import type { ExecutionContext, ExecutionFunction, FunctionModule } from "./execution.js";
import { fn } from "./execution.js";
import type { JobSource } from "./runner.js";

/** What a returner works with. */
export interface ReturnerContext extends Pick<ExecutionContext, "opts" | "log" | "signal"> {
  /** On a minion: what functions have there. */
  readonly minion?: ExecutionContext;
  /** On a master: the other returners by name; undefined when there is none. */
  readonly returnerOf?: (name: string) => Promise<ReturnerModule | undefined>;
}

/** A job as a returner is to keep it. */
export interface JobToKeep {
  readonly jid: string;
  /** The publish request, without credentials. */
  readonly load: Dict;
  /** Ids the job was sent to. */
  readonly minions: readonly string[];
}

/** What a returner needs to serve as `ext_job_cache` or `master_job_cache`. */
export interface JobCachePart {
  /** Keeps a job, or again with more minions: Salt's `save_load`. */
  readonly saveLoad: (job: JobToKeep, context: ReturnerContext) => Promise<void>;
  /** Opens it for reading: Salt's `get_load`, `get_jid` and `get_jids`. */
  readonly open: (context: ReturnerContext) => Promise<JobSource>;
  /** Removes jobs that began before a time, in milliseconds: Salt's `clean_old_jobs`. */
  readonly prune: (before: number, context: ReturnerContext) => Promise<void>;
}

/** Takes a return: `jid`, `id`, `fun`, `fun_args`, `return`, `retcode`, `success`, … Throws SaltError. */
export type TakeReturn = (ret: Dict, context: ReturnerContext) => Promise<void>;

/** Takes events of a master's bus, each a map of `tag` and `data`. Throws SaltError. */
export type TakeEvents = (events: readonly Dict[], context: ReturnerContext) => Promise<void>;

/** A plugin that takes returns; minions call its function `returner`. */
export interface ReturnerModule extends FunctionModule {
  readonly kind: "returner";
  readonly take: TakeReturn;
  readonly usable: (context: ReturnerContext) => true | string | Promise<true | string>;
  readonly jobCache: JobCachePart | undefined;
  /** What a returner needs to serve as `event_return`. */
  readonly takeEvents: TakeEvents | undefined;
}

/** Writes down a returner. */
export function returnerModule(
  name: string,
  module: {
    readonly doc: string;
    readonly usable?: ReturnerModule["usable"];
    readonly take: TakeReturn;
    readonly jobCache?: JobCachePart;
    readonly takeEvents?: TakeEvents;
    /** Name of the argument of `event_return`, `events` unless given. */
    readonly eventsName?: string;
    /** Further functions, e.g. `get_jid`. */
    readonly functions?: FunctionModule["functions"];
  },
): ReturnerModule {
  const { doc, usable = () => true, take, jobCache, takeEvents, functions } = module;
  const returner = fn({
    doc,
    params: { ret: needed.dict("The return.") },
    run: async ({ ret }, context) => {
      await take(ret, onMinion(context));
      return null;
    },
  });
  const common = { kind: "returner", name, virtualName: name, doc } as const;
  const available = (context: ExecutionContext): ReturnType<typeof usable> => usable(onMinion(context));
  const forEvents =
    takeEvents === undefined ? {} : { event_return: eventReturn(takeEvents, module.eventsName ?? "events") };
  const all = { ...forEvents, returner, ...functions };
  return { ...common, functions: all, available, usable, take, jobCache, takeEvents };
}

/** Salt's function for events of the master's bus. */
function eventReturn(takeEvents: TakeEvents, name: string): ExecutionFunction {
  return fn({
    doc: "Takes events of the master's bus: a list of maps of `tag` and `data`.",
    params: { [name]: needed.list("The events.") },
    run: async (args, context) => {
      const events = args[name] ?? [];
      await takeEvents(events.filter(isDict), onMinion(context));
      return null;
    },
  });
}

/** As in Salt, settings that the configuration of a minion lacks may stand in its pillar. */
function onMinion(context: ExecutionContext): ReturnerContext {
  const { opts, pillar, log, signal } = context;
  const all = pillar.size === 0 ? opts : new Map([...pillar, ...opts]);
  return { opts: all, log, signal, minion: context };
}

/**
 * An option of a returner: `<returner>.<name>` of the configuration, or with `--return_config=alternative` that of
 * `alternative.<returner>.<name>`. Undefined when it is not set.
 */
export function returnerOption(
  opts: Dict,
  ret: Dict | undefined,
  returner: string,
  name: string,
): Value | undefined {
  const alternative = getString(ret, "ret_config");
  const prefix = alternative === undefined || alternative === "" ? "" : `${alternative}.`;
  const found = opts.get(`${prefix}${returner}.${name}`) ?? get(getDict(opts, `${prefix}${returner}`), name);
  return found === null ? undefined : found;
}

/** Settings that came with a job; a sender must not choose files on minions. Throws SaltInvocationError. */
export function refuseReturnKwargs(ret: Dict, returner: string): void {
  const given = ret.get("ret_kwargs");
  if (!isDict(given) || given.size === 0) return;
  throw new SaltInvocationError(
    `The returner ${returner} takes its settings from the configuration only, not from ret_kwargs`,
  );
}

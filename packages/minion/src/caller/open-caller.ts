/**
 * Functions called on the spot, by `salt-call`: with a master, or without one.
 */

import type { MasterSession } from "@salt/client";
import { openMasterSession } from "@salt/client";
import type {
  Clock,
  Dict,
  ExecutionFunction,
  Job,
  Logger,
  MasterHere,
  MinionConfig,
  PluginCatalog,
  Value,
} from "@salt/core";
import {
  describeFailure,
  ensurePrivateDir,
  errorText,
  JidSource,
  resolveMinionId,
  Scope,
  systemClock,
} from "@salt/core";
import type { Surroundings } from "@salt/loader";
import { collectGrains, LoadedPlugins, makeContext, withPluginGrains } from "@salt/loader";
import { DatastoreFile } from "../control/datastore.js";
import type { PillarWish } from "../facts/local-pillar.js";
import { compileLocalPillar } from "../facts/local-pillar.js";
import { configDirOf, FactStore } from "../facts/minion-facts.js";
import { openLocalFiles } from "../files/local-files.js";
import { Returners } from "../jobs/answer/returners.js";
import { runFunction } from "../jobs/run/execute-job.js";
import { returnLoad } from "../jobs/run/outcome.js";
import { CallerControl } from "./caller-control.js";

/** What a caller is opened with. */
export interface CallerOptions {
  readonly config: MinionConfig;
  readonly opts: Dict;
  readonly plugins: PluginCatalog;
  /** A master on this machine, for functions that work through it. */
  readonly masterHere?: MasterHere;
  /** Shows a line at once, before the answer. */
  readonly print?: (line: string) => void;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** What a call gave. */
export interface CallOutcome {
  readonly return: Value;
  readonly retcode: number;
  readonly out: string | undefined;
}

/** Calls functions as this minion. */
export interface Caller {
  readonly id: string;
  /**
   * Calls a function and, with a master, tells it the outcome unless `quietly`. Throws what the function throws.
   */
  call(fun: string, args: readonly Value[], how?: CallManner): Promise<CallOutcome>;
  grains(): Promise<Dict>;
  close(): Promise<void>;
}

/** How a call is told. */
export interface CallManner {
  /** Tells neither the master nor returners. */
  readonly quietly?: boolean;
  /** The arguments as they were typed, which `fun_args` of the return then has, as in Salt. */
  readonly words?: readonly string[];
}

/** Rounds over the masters before a command gives up. */
const SIGN_IN_ROUNDS = 1;

/** Opens a caller: collects grains and, unless `local`, signs in and fetches the pillar. Throws what these throw. */
export async function openCaller(options: CallerOptions): Promise<Caller> {
  const { config, opts, plugins, masterHere, print, log, signal, clock = systemClock } = options;
  const scope = new Scope();
  const id = await resolveMinionId(config, { configDir: configDirOf(opts) });
  // State runs take the pillar that the command has just fetched; functions see which program runs them, as in Salt.
  const facts = new FactStore(id, new Map(opts).set("__cli", "salt-call"));
  const memory = new Map<string, unknown>();
  const surroundings = (): Surroundings => ({
    id,
    opts: facts.opts,
    grains: facts.grains,
    pillar: facts.pillar,
    ofKind: (kind) => loaded.ofKind(kind),
    control,
    ...(masterHere === undefined ? {} : { masterHere }),
    datastore: new DatastoreFile(config.cachedir),
    ...(print === undefined ? {} : { print }),
    memory,
    log,
  });
  const context = () => makeContext(surroundings(), undefined, signal);
  const loaded = scope.use(new LoadedPlugins({ builtin: plugins, opts: facts.opts, log, context }));
  const gather = async (): Promise<Dict> =>
    await withPluginGrains(
      await collectGrains(plugins, { opts: facts.opts, log, signal }),
      loaded,
      context(),
    );
  const reload = () => loaded.reload();
  const isLocal = config.local || config.file_client === "local";
  // Plugins that give grains come before the master, who is told them.
  const files = openLocalFiles(config, log, { blocks: true });
  if (files !== undefined) scope.use(files);
  const localPillar = (wish: PillarWish) => compileLocalPillar({ surroundings, signal }, wish);
  const around = { config, facts, files, gather, reload, localPillar };
  let control = new CallerControl({ ...around, session: undefined });
  if (opts.get("skip_grains") !== true) facts.setGrains(await gather());
  const session = isLocal ? undefined : scope.use(await openSession(options, facts));
  control = new CallerControl({ ...around, session });
  await control.refreshPillar();

  const returners = scope.use(
    new Returners({
      loader: loaded.ofKind("returner"),
      context: (ends) => makeContext(surroundings(), undefined, ends),
      always: config.return,
      log,
    }),
  );
  const reports = opts.get("no_return_event") !== true;
  const call: Caller["call"] = async (fun, args, how = {}) => {
    const job = callJob(fun, args, opts);
    const report = async (outcome: CallOutcome): Promise<void> => {
      if (how.quietly === true) return;
      const typed = how.words === undefined ? job : { ...job, arg: how.words };
      const told = { ...outcome, success: outcome.retcode === 0, silent: false };
      const load = returnLoad(id, typed, told, clock);
      returners.hand(job, load);
      await Promise.all([reports ? tell(session, load, log) : undefined, returners.idle()]);
    };
    let found: ExecutionFunction | undefined;
    try {
      found = await loaded.functions.find(fun);
      const { value, retcode } = await runFunction(fun, found, args, context(), job);
      const outcome = { return: value, retcode, out: found.outputter };
      await report(outcome);
      return outcome;
    } catch (error) {
      await report(describeFailure(fun, found, error));
      throw error;
    }
  };
  return { id, call, grains: async () => facts.grains, close: () => scope.close() };
}

async function openSession({ config, log, signal }: CallerOptions, facts: FactStore): Promise<MasterSession> {
  ensurePrivateDir(config.pki_dir);
  return await openMasterSession({
    config,
    id: facts.id,
    grains: () => facts.grains,
    rounds: SIGN_IN_ROUNDS,
    log,
    signal,
  });
}

/** The call as a job, with the `__pub_*` fields that functions with keyword arguments see. */
function callJob(fun: string, args: readonly Value[], opts: Dict): Job {
  const jid = new JidSource().next();
  const load = new Map<Value, Value>([
    ["fun", fun],
    ["jid", jid],
    ["pid", process.pid],
    ["tgt", "salt-call"],
    ...(opts.has("executor_opts") ? [["executor_opts", opts.get("executor_opts") ?? null] as const] : []),
  ]);
  const target = { tgt: "salt-call", tgtType: "glob", delimiter: ":" } as const;
  return { jid, fun, arg: args, target, user: "", ret: "", metadata: undefined, load };
}

/** The master keeps the outcome as a job of its own; when it does not take it, the command's answer still stands. */
async function tell(session: MasterSession | undefined, load: Dict, log: Logger): Promise<void> {
  if (session === undefined) return;
  try {
    await session.request(new Map(load).set("jid", "req"));
  } catch (error) {
    log.warn({ reason: errorText(error) }, "The master did not take the return");
  }
}

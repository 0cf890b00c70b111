/**
 * Runner and wheel functions that the master runs for others: programs on this machine, and minions.
 */
import type {
  Closable,
  Dict,
  FunctionShape,
  JidSource,
  Logger,
  MasterConfig,
  PillarControl,
  PluginCatalog,
  Value,
} from "@salt/core";
import { masterId } from "../beside/master-id.js";
import type { JobStore } from "../jobs/job-store.js";
import { wheelFunctions } from "./function-index.js";
import type { FunctionRun, RunEnd } from "./run-events.js";
import { runFunction } from "./run-function.js";
import { recordRun } from "./run-record.js";
import { RunnerSession } from "./runner-session.js";

/** What the desk works with. */
export interface RunnerDeskParts {
  readonly config: MasterConfig;
  readonly opts: Dict;
  readonly plugins: PluginCatalog;
  readonly jids: JidSource;
  readonly pillars: PillarControl;
  readonly jobs: Pick<JobStore, "add" | "addReturns">;
  readonly log: Logger;
  /** Makes what runs give up. */
  readonly signal: AbortSignal;
}

/** What somebody wants to run. */
export type RunOrder = Pick<FunctionRun, "client" | "fun" | "args" | "user"> & {
  /** Milliseconds after which it is made to give up. */
  readonly limitMs?: number;
};

/** Functions at work at once; each may hold sockets and wait long for minions. */
const MAX_RUNNING = 50;

/** Runs functions, each with a session of its own. */
export class RunnerDesk implements Closable {
  readonly #parts: RunnerDeskParts;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<RunEnd>>();

  constructor(parts: RunnerDeskParts) {
    this.#parts = parts;
  }

  /** Whether one more function may begin now. */
  get hasRoom(): boolean {
    return this.#running.size < MAX_RUNNING && !this.#stop.signal.aborted && !this.#parts.signal.aborted;
  }

  /** Begins a function: its job id at once, and its end when there is one. The end never rejects. */
  start(order: RunOrder): { readonly run: FunctionRun; readonly end: Promise<RunEnd> } {
    const { limitMs, ...asked } = order;
    const run = { ...asked, jid: this.#parts.jids.next() };
    const end = this.#run(run, limitMs).finally(() => this.#running.delete(end));
    this.#running.add(end);
    return { run, end };
  }

  /** The parameters of a function. Throws FunctionNotAvailableError. */
  async shapeOf(client: FunctionRun["client"], fun: string): Promise<FunctionShape> {
    const { config, opts, plugins, log, signal } = this.#parts;
    if (client === "wheel") return await wheelFunctions(plugins).find(fun);
    const session = new RunnerSession({
      config,
      opts,
      catalog: plugins,
      user: config.user,
      jid: "",
      log,
      signal,
    });
    try {
      return await session.runners.find(fun);
    } finally {
      await session.close();
    }
  }

  /** Makes what runs give up, and waits for it. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #run(run: FunctionRun, limitMs: number | undefined): Promise<RunEnd> {
    const { config, opts, plugins, pillars, log, signal } = this.#parts;
    const { jid } = run;
    const from = { config, opts, catalog: plugins, pillars, user: config.user, log };
    const ends = [
      this.#stop.signal,
      signal,
      ...(limitMs === undefined ? [] : [AbortSignal.timeout(limitMs)]),
    ];
    const keep = this.#keeper();
    const session = new RunnerSession({ ...from, jid, keep, signal: AbortSignal.any(ends) });
    const record =
      run.client === "runner" && keep !== undefined ? (end: RunEnd) => keep(run, end) : undefined;
    try {
      return await runFunction(run, () => this.#find(run, session), { session, log, record });
    } finally {
      await session.close();
    }
  }

  #find({ client, fun }: FunctionRun, session: RunnerSession): ReturnType<Parameters<typeof runFunction>[1]> {
    return client === "wheel" ? wheelFunctions(this.#parts.plugins).find(fun) : session.runners.find(fun);
  }

  #keeper(): ((run: FunctionRun, end: RunEnd) => void) | undefined {
    const { config, opts, jobs } = this.#parts;
    if (!config.job_cache || !config.runner_returns) return undefined;
    return (run, end) => recordRun(jobs, masterId(opts), run, end, Date.now());
  }
}

/** Arguments as a job has them: the positional ones, then the named ones in one map. */
export function argumentsOf(positional: readonly Value[], named: Dict): readonly Value[] {
  return named.size === 0
    ? positional
    : [...positional, new Map<Value, Value>([["__kwarg__", true], ...named])];
}

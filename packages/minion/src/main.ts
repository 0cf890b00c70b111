/**
 * The minion: the list of its parts, and the order in which they start and stop.
 */

import { fileURLToPath } from "node:url";
import type { Clock, Closable, Dict, Job, Logger, MinionConfig, PluginCatalog } from "@salt/core";
import {
  ensurePrivateDir,
  errorText,
  JidSource,
  matchTarget,
  resolveMinionId,
  Scope,
  systemClock,
} from "@salt/core";
import type { BusServer } from "@salt/wire";
import { DaemonControl } from "./control/daemon-control.js";
import { openMinionBus } from "./control/minion-bus.js";
import { configDirOf, FactStore } from "./facts/minion-facts.js";
import { ReturnDelivery } from "./jobs/answer/return-delivery.js";
import { ReturnSpool } from "./jobs/answer/return-spool.js";
import { JobDesk } from "./jobs/job-desk.js";
import { LeftOverJobs } from "./jobs/left-over-jobs.js";
import { asOwnReturn, hasMine, isMineJob, mineJob } from "./jobs/mine-job.js";
import { parseJob } from "./jobs/parse-job.js";
import { ProcDir } from "./jobs/proc-dir.js";
import { RecentJids } from "./jobs/receive/recent-jids.js";
import { SerialFile } from "./jobs/receive/serial-file.js";
import type { JobOutcome } from "./jobs/run/outcome.js";
import { returnLoad } from "./jobs/run/outcome.js";
import { RunningJobs } from "./jobs/running-jobs.js";
import { MasterLinks } from "./link/master-links.js";
import type { Surroundings } from "./loader/call-context.js";
import { makeContext } from "./loader/call-context.js";
import { FunctionLoader } from "./loader/function-loader.js";
import { startTimers } from "./timers.js";
import { answerQuestion } from "./worker/answer-question.js";
import { WorkerPool } from "./worker/worker-pool.js";

/** What a minion is started with. */
export interface MinionOptions {
  readonly config: MinionConfig;
  /** All options by name, those that no part of this package knows included. */
  readonly opts: Dict;
  readonly plugins: PluginCatalog;
  /** The program that job processes run; it calls `runJobWorker`. */
  readonly workerEntry: URL;
  readonly log: Logger;
  readonly clock?: Clock;
}

/** A running minion. */
export interface Minion extends Closable {
  readonly id: string;
  /** Rejects when the minion cannot go on, e.g. because its key was rejected. */
  readonly finished: Promise<void>;
  close(): Promise<void>;
}

/** How long collecting the grains may take, in ms. */
const GRAINS_MS = 60_000;

/** Starts a minion; signing in goes on behind. Throws ConfigError and others that say what to do. */
export async function startMinion(options: MinionOptions): Promise<Minion> {
  const scope = new Scope();
  try {
    return await open(options, scope);
  } catch (error) {
    await scope.close();
    throw error;
  }
}

async function open(options: MinionOptions, scope: Scope): Promise<Minion> {
  const { config, opts, plugins, log, clock = systemClock } = options;
  for (const dir of [config.pki_dir, config.cachedir, config.sock_dir]) ensurePrivateDir(dir);
  const id = await resolveMinionId(config, { configDir: configDirOf(opts) });
  const facts = new FactStore(id, opts);

  const running = new RunningJobs();
  const procDir = new ProcDir(config.cachedir, log);
  const spool = new ReturnSpool(config.cachedir, log);
  let bus: BusServer | undefined;
  const control = new DaemonControl({
    config,
    facts,
    running,
    log,
    links: () => links.up,
    bus: () => bus,
    collectGrains: () => pool.collectGrains(GRAINS_MS),
    reload: () => {
      loader.reload();
      pool.refresh();
    },
  });
  const memory = new Map<string, unknown>();
  const surroundings = (): Surroundings => ({
    id,
    opts: facts.opts,
    grains: facts.grains,
    pillar: facts.pillar,
    functions: loader,
    control,
    memory,
    log,
  });
  const loader: FunctionLoader = new FunctionLoader({
    plugins,
    opts: facts.opts,
    log,
    context: () => makeContext(surroundings(), undefined, scope.signal),
  });
  const pool = new WorkerPool({
    entry: options.workerEntry,
    facts: () => ({ version: facts.version, packed: () => facts.packed() }),
    ask: (method, args) => answerQuestion(control, method, args),
    idleMs: config.job_worker_idle * 1000,
    log,
  });

  facts.setGrains(await pool.collectGrains(GRAINS_MS));
  const send = async (master: string, load: Dict, timeoutMs: number): Promise<void> => {
    await links.of(master).request(load, { timeoutMs, signal: scope.signal });
  };
  const delivery = scope.use(new ReturnDelivery({ spool, config, send, clock, log }));
  const answer = (master: string, job: Job, outcome: JobOutcome): void => {
    if (outcome.silent || (isMineJob(job) && !config.mine_return_job)) return;
    const load = returnLoad(id, job, outcome, clock);
    delivery.deliver(master, job.jid, isMineJob(job) ? asOwnReturn(load) : load);
  };
  const desk = scope.use(
    new JobDesk({
      loader,
      surroundings,
      pool,
      running,
      procDir,
      answer,
      maxProcesses: config.process_count_max,
      log,
    }),
  );
  const recent = new RecentJids(config.minion_jid_queue_hwm);
  const take = (load: Dict, master: string): void => {
    const job = readForMe(load, facts, log);
    if (job !== undefined && recent.add(job.jid)) desk.accept(job, master);
  };

  let fail: (error: unknown) => void = () => {};
  const finished = new Promise<void>((_resolve, reject) => {
    fail = reject;
  });
  finished.catch((error: unknown) => log.error({ reason: errorText(error) }, "The minion gives up"));
  const jids = new JidSource(clock);
  const fillMine = (): void => {
    if (hasMine(config)) desk.accept(mineJob(id, jids), "");
  };
  const links: MasterLinks = scope.use(
    new MasterLinks({
      config,
      facts,
      serials: new SerialFile(config.cachedir, log),
      clock,
      log,
      onJob: take,
      onFatal: fail,
      onUp: () => {
        void control.refreshPillar().then(fillMine);
        delivery.hurry();
      },
    }),
  );
  scope.use(
    new LeftOverJobs({
      procDir,
      running,
      log,
      program: fileURLToPath(options.workerEntry),
      isAnswered: (jid) => spool.list().some((kept) => kept.jid === jid),
      answer: (job, outcome) => answer("", job, outcome),
    }),
  );
  bus = scope.use(await openMinionBus(config, id, log));
  scope.use(startTimers({ config, facts, control, links, fillMine, log }));
  links.open();
  log.info({ id }, "The minion is up and signs in");
  return { id, finished, close: () => scope.close() };
}

/** The job of a publication when it is for this minion; what is no job is logged. */
function readForMe(load: Dict, facts: FactStore, log: Logger): Job | undefined {
  try {
    const job = parseJob(load);
    return matchTarget(job.target, { id: facts.id, grains: facts.grains, pillar: facts.pillar })
      ? job
      : undefined;
  } catch (error) {
    log.warn({ reason: errorText(error) }, "A job was refused");
    return undefined;
  }
}

/**
 * The parts of a minion, and the order in which they start and stop.
 */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock, Job, Value } from "@salt/core";
import { errorText, JidSource, openRangeSource, Scope, systemClock } from "@salt/core";
import type { Surroundings } from "@salt/loader";
import { LoadedPlugins, makeContext } from "@salt/loader";
import type { BusServer } from "@salt/wire";
import { MinionBeacons } from "./beacons/minion-beacons.js";
import { DaemonControl } from "./control/daemon-control.js";
import { openMinionBus } from "./control/minion-bus.js";
import { markUp } from "./control/up-mark.js";
import { MinionEngines } from "./engines/minion-engines.js";
import { FactStore } from "./facts/minion-facts.js";
import { openLocalFiles } from "./files/local-files.js";
import { sendReturn } from "./jobs/answer/acknowledgement.js";
import { ReturnDelivery } from "./jobs/answer/return-delivery.js";
import { ReturnSpool } from "./jobs/answer/return-spool.js";
import { Returners } from "./jobs/answer/returners.js";
import { JobDesk } from "./jobs/job-desk.js";
import { LeftOverJobs } from "./jobs/left-over-jobs.js";
import { hasMine, isOwnJob, mineJob, ownFields, ownReturn } from "./jobs/own-job.js";
import { ProcDir } from "./jobs/proc-dir.js";
import { JobIntake } from "./jobs/receive/job-intake.js";
import { OwnTarget } from "./jobs/receive/own-target.js";
import { RecentJids } from "./jobs/receive/recent-jids.js";
import { SerialFile } from "./jobs/receive/serial-file.js";
import type { JobOutcome } from "./jobs/run/outcome.js";
import { returnLoad } from "./jobs/run/outcome.js";
import { RunningJobs } from "./jobs/running-jobs.js";
import { startupJob } from "./jobs/startup-states.js";
import { MasterLinks } from "./link/master-links.js";
import type { Minion, MinionOptions } from "./minion.js";
import { MinionSchedule } from "./schedule/minion-schedule.js";
import { startTimers } from "./timers.js";
import { answerQuestion } from "./worker/answer-question.js";
import { PluginProcess } from "./worker/plugin-process.js";
import { WorkerPool } from "./worker/worker-pool.js";

/** How long collecting the grains may take, in ms. */
const GRAINS_MS = 60_000;

/** A minion, made of its parts. */
export class MinionDaemon implements Minion {
  readonly id: string;
  readonly finished: Promise<void>;
  readonly #options: MinionOptions;
  readonly #clock: Clock;
  readonly #scope = new Scope();
  readonly #facts: FactStore;
  readonly #memory = new Map<string, unknown>();
  readonly #running = new RunningJobs();
  readonly #procDir: ProcDir;
  readonly #jids: JidSource;
  readonly #control: DaemonControl;
  readonly #plugins: LoadedPlugins;
  readonly #pool: WorkerPool;
  readonly #links: MasterLinks;
  readonly #delivery: ReturnDelivery;
  readonly #returners: Returners;
  readonly #desk: JobDesk;
  readonly #schedule: MinionSchedule;
  readonly #beacons: MinionBeacons;
  readonly #intake: JobIntake;
  #bus: BusServer | undefined;
  #hasBeenUp = false;
  #fail: (error: unknown) => void = () => {};

  /** Makes the parts; what is made last is closed first: jobs end while there is still a master to tell. */
  constructor(id: string, options: MinionOptions) {
    const { config, log, clock = systemClock } = options;
    this.id = id;
    this.#options = options;
    this.#clock = clock;
    this.#facts = new FactStore(id, options.opts);
    this.#procDir = new ProcDir(config.cachedir, log);
    this.#jids = new JidSource(clock);
    this.#control = this.#makeControl();
    this.#plugins = this.#scope.use(this.#makePlugins());
    this.#pool = this.#makePool();
    this.#links = this.#scope.use(this.#makeLinks());
    this.#delivery = this.#scope.use(this.#makeDelivery());
    this.#returners = this.#scope.use(this.#makeReturners());
    this.#desk = this.#scope.use(this.#makeDesk());
    this.#schedule = this.#scope.use(this.#makeSchedule());
    this.#beacons = this.#scope.use(this.#makeBeacons());
    this.#intake = this.#makeIntake();
    this.finished = new Promise<void>((_resolve, reject) => {
      this.#fail = reject;
    });
    this.finished.catch((error: unknown) => log.error({ reason: errorText(error) }, "The minion gives up"));
  }

  /** Looks at the machine, takes up what the last daemon left, and begins to sign in. */
  async start(): Promise<void> {
    const { config, log } = this.#options;
    this.#bus = this.#scope.use(await openMinionBus(config, this.id, this.#control, log));
    await this.#control.refreshGrains();
    this.#scope.use(this.#watchLeftOvers());
    const fillMine = (): void => this.#fillMine();
    this.#scope.use(
      startTimers({ config, facts: this.#facts, control: this.#control, links: this.#links, fillMine, log }),
    );
    if (config.beacons_before_connect) this.#beacons.look();
    if (config.beacons_before_connect || config.master_type === "disable") this.#beacons.start();
    const process = () => new PluginProcess({ ...this.#workerParts(), kind: "engine" });
    this.#scope.use(new MinionEngines({ config, process, clock: this.#clock, log })).start();
    this.#links.open();
    this.#schedule.start();
    log.info({ id: this.id }, "The minion is up and signs in");
  }

  async close(): Promise<void> {
    await this.#scope.close();
  }

  #makeControl(): DaemonControl {
    const files = openLocalFiles(this.#options.config, this.#options.log, { blocks: false });
    if (files !== undefined) this.#scope.use(files);
    return new DaemonControl({
      config: this.#options.config,
      facts: this.#facts,
      running: this.#running,
      files,
      log: this.#options.log,
      links: () => this.#links.up,
      bus: () => this.#bus,
      schedule: () => this.#schedule,
      beacons: () => this.#beacons,
      collectGrains: () => this.#pool.collectGrains(GRAINS_MS),
      reload: async () => {
        await this.#plugins.reload();
        this.#pool.refresh();
        await this.#beacons.refresh();
      },
    });
  }

  #makePlugins(): LoadedPlugins {
    const { plugins, log } = this.#options;
    const context = () => makeContext(this.#surroundings(), undefined, this.#scope.signal);
    return new LoadedPlugins({ builtin: plugins, opts: this.#facts.opts, log, context });
  }

  #makePool(): WorkerPool {
    return new WorkerPool({ ...this.#workerParts(), idleMs: this.#options.config.job_worker_idle * 1000 });
  }

  /** What processes beside the daemon are started with. */
  #workerParts() {
    const { workerEntry: entry, log } = this.#options;
    const facts = () => ({ version: this.#facts.version, packed: () => this.#facts.packed() });
    const ask = (method: string, args: readonly Value[]) => answerQuestion(this.#control, method, args);
    return { entry, facts, ask, log };
  }

  #makeLinks(): MasterLinks {
    const { config, log } = this.#options;
    return new MasterLinks({
      config,
      facts: this.#facts,
      serials: new SerialFile(config.cachedir, log),
      clock: this.#clock,
      log,
      onJob: (load, master) => void this.#intake.take(load, master),
      onFatal: (error) => this.#fail(error),
      onSignedIn: () => this.#control.refreshPillar(),
      onUp: () => {
        this.#delivery.hurry();
        markUp(config.cachedir, log);
        if (!this.#hasBeenUp) this.#giveFirstJobs();
        this.#hasBeenUp = true;
      },
    });
  }

  #makeDelivery(): ReturnDelivery {
    const { config, log } = this.#options;
    return new ReturnDelivery({
      spool: new ReturnSpool(config.cachedir, log),
      config,
      send: (master, load, timeoutMs) =>
        sendReturn(this.#links.of(master), load, { timeoutMs, signal: this.#links.signal }),
      clock: this.#clock,
      log,
    });
  }

  #makeReturners(): Returners {
    const { config, log } = this.#options;
    const loader = this.#plugins.ofKind("returner");
    const context = (signal: AbortSignal) => makeContext(this.#surroundings(), undefined, signal);
    return new Returners({ loader, context, always: config.return, log });
  }

  #makeDesk(): JobDesk {
    const { config, log } = this.#options;
    return new JobDesk({
      plugins: this.#plugins,
      surroundings: () => this.#surroundings(),
      pool: this.#pool,
      running: this.#running,
      procDir: this.#procDir,
      answer: (master, job, outcome) => this.#answer(master, job, outcome),
      maxProcesses: config.process_count_max,
      leavesJobs: () => this.#options.leavesJobs?.() ?? false,
      log,
    });
  }

  #makeSchedule(): MinionSchedule {
    return new MinionSchedule({
      facts: this.#facts,
      // Those that a daemon before this one left are not on the desk.
      unfinished: () => [...this.#desk.open, ...this.#running.jobs()],
      jids: this.#jids,
      accept: (job) => this.#desk.accept(job, ""),
      clock: this.#clock,
      log: this.#options.log,
    });
  }

  #makeBeacons(): MinionBeacons {
    const { config, log } = this.#options;
    return new MinionBeacons({
      config,
      facts: this.#facts,
      process: new PluginProcess({ ...this.#workerParts(), kind: "beacon" }),
      atWork: () => [...this.#desk.open, ...this.#running.jobs()].map(({ load }) => load),
      send: (events) => this.#control.sendBeacons(events),
      clock: this.#clock,
      log,
    });
  }

  #makeIntake(): JobIntake {
    const { config, log } = this.#options;
    return new JobIntake({
      facts: this.#facts,
      ownTarget: new OwnTarget(openRangeSource(config.range_server), this.#scope.signal),
      recent: new RecentJids(config.minion_jid_queue_hwm),
      control: this.#control,
      accept: (job, master) => this.#desk.accept(job, master),
      log,
    });
  }

  #watchLeftOvers(): LeftOverJobs {
    return new LeftOverJobs({
      procDir: this.#procDir,
      running: this.#running,
      log: this.#options.log,
      // Without its directory: the daemon before this one may have been another release, elsewhere.
      program: basename(fileURLToPath(this.#options.workerEntry)),
      takeAnswer: (jid) => this.#delivery.takeUp(jid),
      answer: (job, outcome) => this.#answer("", job, outcome),
    });
  }

  #surroundings(): Surroundings {
    return {
      id: this.id,
      opts: this.#facts.opts,
      grains: this.#facts.grains,
      pillar: this.#facts.pillar,
      ofKind: (kind) => this.#plugins.ofKind(kind),
      control: this.#control,
      memory: this.#memory,
      log: this.#options.log,
    };
  }

  #answer(master: string, job: Job, outcome: JobOutcome): void {
    if (outcome.silent) return;
    const load = returnLoad(this.id, job, outcome, this.#clock);
    const told = isOwnJob(job) ? ownReturn(job, load) : load;
    if (told !== undefined) this.#delivery.deliver(master, job.jid, told);
    this.#returners.hand(job, isOwnJob(job) ? ownFields(job, load) : load);
  }

  #giveFirstJobs(): void {
    this.#fillMine();
    this.#beacons.start();
    const startup = startupJob(this.id, this.#options.config, this.#jids);
    if (startup !== undefined) this.#desk.accept(startup, "");
  }

  #fillMine(): void {
    const { config } = this.#options;
    if (hasMine(config)) this.#desk.accept(mineJob(this.id, config, this.#jids), "");
  }
}

/**
 * The parts of a minion that only calls functions: no daemon, no job processes, perhaps no master.
 */
import type { MasterSession } from "@salt/client";
import { openMasterSession } from "@salt/client";
import type { Clock, Dict, ExecutionContext, ExecutionFunction, Value } from "@salt/core";
import { describeFailure, ensurePrivateDir, Scope, systemClock } from "@salt/core";
import type { Surroundings } from "@salt/loader";
import { collectGrains, LoadedPlugins, makeContext, withPluginGrains } from "@salt/loader";
import { DatastoreFile } from "../control/datastore.js";
import { compileLocalPillar } from "../facts/local-pillar.js";
import { FactStore } from "../facts/minion-facts.js";
import { hasOwnFiles, openLocalFiles } from "../files/local-files.js";
import { Returners } from "../jobs/answer/returners.js";
import { runFunction } from "../jobs/run/execute-job.js";
import type { Caller, CallerOptions, CallManner, CallOutcome } from "./caller.js";
import { CallerControl } from "./caller-control.js";
import { callJob, reportCall } from "./local-call.js";

/** Rounds over the masters before a command gives up. */
const SIGN_IN_ROUNDS = 1;

/** Calls functions in this process. */
export class MinionCaller implements Caller {
  readonly id: string;
  readonly #options: CallerOptions;
  readonly #clock: Clock;
  readonly #scope = new Scope();
  readonly #facts: FactStore;
  readonly #memory = new Map<string, unknown>();
  readonly #plugins: LoadedPlugins;
  readonly #control: CallerControl;
  readonly #returners: Returners;
  #session: MasterSession | undefined;

  /** Makes the parts; what is made last is closed first. */
  constructor(id: string, options: CallerOptions) {
    this.id = id;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    // State runs take the pillar that the command has just fetched; functions see which program runs them, as in Salt.
    this.#facts = new FactStore(id, new Map(options.opts).set("__cli", "salt-call"));
    this.#plugins = this.#scope.use(this.#makePlugins());
    this.#control = this.#makeControl();
    this.#returners = this.#scope.use(this.#makeReturners());
  }

  /** Collects grains, signs in unless there is no master, and gets the pillar. Throws what these throw. */
  async start(): Promise<void> {
    const { config, opts } = this.#options;
    // Plugins that give grains come before the master, who is told them.
    if (opts.get("skip_grains") !== true) await this.#control.refreshGrains();
    if (!hasOwnFiles(config)) this.#session = this.#scope.use(await this.#signIn());
    await this.#control.refreshPillar();
  }

  async call(fun: string, args: readonly Value[], how: CallManner = {}): Promise<CallOutcome> {
    const job = callJob(fun, args, this.#options.opts);
    let found: ExecutionFunction | undefined;
    try {
      found = await this.#plugins.functions.find(fun);
      const { value, retcode } = await runFunction(fun, found, args, this.#context(), job);
      const outcome = { return: value, retcode, out: found.outputter };
      await reportCall(this.#reportParts(), job, outcome, how);
      return outcome;
    } catch (error) {
      await reportCall(this.#reportParts(), job, describeFailure(fun, found, error), how);
      throw error;
    }
  }

  async grains(): Promise<Dict> {
    return this.#facts.grains;
  }

  async close(): Promise<void> {
    await this.#scope.close();
  }

  #makePlugins(): LoadedPlugins {
    const { plugins, log } = this.#options;
    const context = () => this.#context();
    return new LoadedPlugins({ builtin: plugins, opts: this.#facts.opts, log, context });
  }

  #makeControl(): CallerControl {
    const { config, log, signal } = this.#options;
    const files = openLocalFiles(config, log, { blocks: true });
    if (files !== undefined) this.#scope.use(files);
    const surroundings = () => this.#surroundings();
    return new CallerControl({
      config,
      facts: this.#facts,
      files,
      session: () => this.#session,
      gather: () => this.#gather(),
      reload: () => this.#plugins.reload(),
      localPillar: (wish) => compileLocalPillar({ surroundings, signal }, wish),
    });
  }

  #makeReturners(): Returners {
    const { config, log } = this.#options;
    const loader = this.#plugins.ofKind("returner");
    const context = (signal: AbortSignal) => makeContext(this.#surroundings(), undefined, signal);
    return new Returners({ loader, context, always: config.return, log });
  }

  async #gather(): Promise<Dict> {
    const { plugins, log, signal } = this.#options;
    const builtin = await collectGrains(plugins, { opts: this.#facts.opts, log, signal });
    return await withPluginGrains(builtin, this.#plugins, this.#context());
  }

  async #signIn(): Promise<MasterSession> {
    const { config, log, signal } = this.#options;
    ensurePrivateDir(config.pki_dir);
    const grains = () => this.#facts.grains;
    return await openMasterSession({ config, id: this.id, grains, rounds: SIGN_IN_ROUNDS, log, signal });
  }

  #reportParts(): Parameters<typeof reportCall>[0] {
    const session = this.#options.opts.get("no_return_event") === true ? undefined : this.#session;
    return { id: this.id, session, returners: this.#returners, clock: this.#clock, log: this.#options.log };
  }

  #context(): ExecutionContext {
    return makeContext(this.#surroundings(), undefined, this.#options.signal);
  }

  #surroundings(): Surroundings {
    const { config, masterHere, print, log } = this.#options;
    return {
      id: this.id,
      opts: this.#facts.opts,
      grains: this.#facts.grains,
      pillar: this.#facts.pillar,
      ofKind: (kind) => this.#plugins.ofKind(kind),
      control: this.#control,
      datastore: new DatastoreFile(config.cachedir),
      memory: this.#memory,
      log,
      ...(masterHere === undefined ? {} : { masterHere }),
      ...(print === undefined ? {} : { print }),
    };
  }
}

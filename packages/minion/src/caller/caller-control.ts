/**
 * What a function called by `salt-call` may ask for: there is no daemon here, only perhaps a master.
 */

import type { MasterSession } from "@salt/client";
import type { Dict, MinionConfig, MinionControl, Value } from "@salt/core";
import { dict, isTruthy, nullLogger, signalTree } from "@salt/core";
import { busPaths, fireOnBus, minionBusName, stamped } from "@salt/wire";
import { askBeaconsOfDaemon } from "../beacons/ask-daemon.js";
import { NotConnectedError } from "../control/daemon-control.js";
import type { PillarWish } from "../facts/local-pillar.js";
import type { FactStore } from "../facts/minion-facts.js";
import type { LocalFiles } from "../files/local-files.js";
import { ProcDir } from "../jobs/proc-dir.js";
import { eventLoad } from "../link/events.js";
import { askScheduleOfDaemon } from "../schedule/ask-daemon.js";

/** What the control needs. */
export interface CallerControlParts {
  readonly config: Pick<MinionConfig, "saltenv" | "pillarenv" | "sock_dir" | "cachedir">;
  readonly facts: FactStore;
  /** Gives undefined without a master, and before the caller has signed in. */
  readonly session: () => MasterSession | undefined;
  /** Where files come from when not from the master. */
  readonly files: LocalFiles | undefined;
  readonly gather: () => Promise<Dict>;
  /** Compiles the pillar here; used without a master. */
  readonly localPillar: (wish: PillarWish) => Promise<Dict>;
  /** Forgets loaded plugins. */
  readonly reload: () => Promise<void>;
}

const FIRE_MS = 2000;

/** MinionControl of `salt-call`. */
export class CallerControl implements MinionControl {
  readonly #parts: CallerControlParts;

  constructor(parts: CallerControlParts) {
    this.#parts = parts;
  }

  /** Jobs of the daemon on this machine, if there is one: they lie in its `proc` directory. */
  async running(): Promise<readonly Dict[]> {
    const procDir = new ProcDir(this.#parts.config.cachedir, nullLogger);
    return procDir.list().flatMap((jid) => procDir.read(jid) ?? []);
  }

  async signalJob(jid: string, signal: number): Promise<string> {
    const job = (await this.running()).find((candidate) => candidate.get("jid") === jid);
    const pid = Number(job?.get("pid") ?? 0);
    if (pid <= 1) return "";
    try {
      signalTree(pid, 0, signal);
      return `Signal ${signal} sent to job ${jid} at pid ${pid}`;
    } catch {
      return `Job ${jid} was not running and job data has been cleaned up`;
    }
  }

  async fireMaster(tag: string, data: Dict, preload?: Dict): Promise<boolean> {
    const session = this.#parts.session();
    if (session === undefined) return false;
    try {
      await session.request(eventLoad(this.#parts.facts.id, tag, data, preload));
      return true;
    } catch {
      return false; // The function that fires says so.
    }
  }

  async fireLocal(tag: string, data: Dict): Promise<boolean> {
    const { pull } = busPaths(this.#parts.config.sock_dir, minionBusName(this.#parts.facts.id));
    try {
      await fireOnBus({ path: pull, event: { tag, data: stamped(data, Date.now()) }, timeoutMs: FIRE_MS });
      return true;
    } catch {
      return false; // No daemon listens.
    }
  }

  async request(load: Dict): Promise<Value> {
    const { files } = this.#parts;
    return files?.serves(load) ? await files.request(load) : await this.#session().request(load);
  }

  async compilePillar(options: PillarWish = {}): Promise<Dict> {
    const { config, facts } = this.#parts;
    const session = this.#parts.session();
    if (session === undefined) return await this.#parts.localPillar(options);
    return await session.pillar({
      grains: facts.grains,
      saltenv: options.saltenv ?? config.saltenv,
      pillarenv: options.pillarenv ?? config.pillarenv,
      ...(options.override === undefined ? {} : { override: options.override }),
      ...(options.ext === undefined ? {} : { ext: options.ext }),
    });
  }

  async refreshPillar(): Promise<boolean> {
    this.#parts.facts.setPillar(await this.compilePillar());
    return true;
  }

  async refreshGrains(): Promise<boolean> {
    this.#parts.facts.setGrains(await this.#parts.gather());
    return true;
  }

  async refreshModules(): Promise<boolean> {
    await this.#parts.reload();
    return true;
  }

  /** Asks the daemon on this machine over its bus, if there is one. */
  async schedule(request: Dict): Promise<Dict | undefined> {
    return await askScheduleOfDaemon(this.#parts.config.sock_dir, this.#parts.facts.id, request);
  }

  /** As `schedule`, of its beacons. */
  async beacons(request: Dict): Promise<Dict | undefined> {
    return await askBeaconsOfDaemon(this.#parts.config.sock_dir, this.#parts.facts.id, request);
  }

  async refreshBeacons(): Promise<boolean> {
    return await this.fireLocal("beacons_refresh", new Map());
  }

  async revokeAuth(): Promise<boolean> {
    return isTruthy(await this.request(dict({ cmd: "revoke_auth", id: this.#parts.facts.id })));
  }

  #session(): MasterSession {
    const session = this.#parts.session();
    if (session === undefined) throw new NotConnectedError();
    return session;
  }
}

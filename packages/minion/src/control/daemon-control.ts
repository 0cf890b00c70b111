/**
 * What jobs may ask of the daemon, done.
 */
import type { Dict, Logger, MinionConfig, MinionControl, Value } from "@salt/core";
import { dict, errorText, isTruthy, SaltError } from "@salt/core";
import type { BusServer } from "@salt/wire";
import { stamped } from "@salt/wire";
import type { MinionBeacons } from "../beacons/minion-beacons.js";
import type { FactStore } from "../facts/minion-facts.js";
import type { LocalFiles } from "../files/local-files.js";
import type { RunningJobs } from "../jobs/running-jobs.js";
import { beaconLoad, eventLoad } from "../link/events.js";
import type { MasterLink } from "../link/master-link.js";
import type { MinionSchedule } from "../schedule/minion-schedule.js";

/** What the control needs. */
export interface DaemonControlParts {
  readonly config: Pick<MinionConfig, "saltenv" | "pillarenv">;
  readonly facts: FactStore;
  readonly running: RunningJobs;
  /** Links that are up; the first one serves requests. */
  readonly links: () => readonly MasterLink[];
  readonly bus: () => BusServer | undefined;
  /** Where files come from when not from the master. */
  readonly files: LocalFiles | undefined;
  readonly schedule: () => MinionSchedule;
  readonly beacons: () => MinionBeacons;
  readonly collectGrains: () => Promise<Dict>;
  /** Forgets loaded plugins, here and in job processes. */
  readonly reload: () => Promise<void>;
  readonly log: Logger;
}

/** MinionControl of a daemon. */
export class DaemonControl implements MinionControl {
  readonly #parts: DaemonControlParts;

  constructor(parts: DaemonControlParts) {
    this.#parts = parts;
  }

  async running(): Promise<readonly Dict[]> {
    return this.#parts.running.maps();
  }

  async signalJob(jid: string, signal: number): Promise<string> {
    return this.#parts.running.signal(jid, signal);
  }

  async fireMaster(tag: string, data: Dict, preload?: Dict): Promise<boolean> {
    try {
      await Promise.all(
        this.#parts.links().map((link) => link.request(eventLoad(this.#parts.facts.id, tag, data, preload))),
      );
      return this.#parts.links().length > 0;
    } catch (error) {
      this.#parts.log.warn({ tag, reason: errorText(error) }, "An event could not be delivered");
      return false;
    }
  }

  async fireLocal(tag: string, data: Dict): Promise<boolean> {
    const bus = this.#parts.bus();
    bus?.publish({ tag, data: stamped(data, Date.now()) });
    return bus !== undefined;
  }

  async request(load: Dict): Promise<Value> {
    const { files } = this.#parts;
    return files?.serves(load) ? await files.request(load) : await this.#link().request(load);
  }

  async compilePillar(options: Parameters<MinionControl["compilePillar"]>[0] = {}): Promise<Dict> {
    const { config, facts } = this.#parts;
    return await this.#link().session.pillar({
      grains: facts.grains,
      saltenv: options.saltenv ?? config.saltenv,
      pillarenv: options.pillarenv ?? config.pillarenv,
      ...(options.override === undefined ? {} : { override: options.override }),
      ...(options.ext === undefined ? {} : { ext: options.ext }),
    });
  }

  async refreshPillar(): Promise<boolean> {
    try {
      const pillar = await this.compilePillar();
      this.#parts.facts.setPillar(pillar);
      return true;
    } catch (error) {
      this.#parts.log.error(
        { reason: errorText(error) },
        "The pillar could not be fetched; the old one stays",
      );
      return false;
    }
  }

  async refreshGrains(): Promise<boolean> {
    try {
      this.#parts.facts.setGrains(await this.#parts.collectGrains());
      return true;
    } catch (error) {
      this.#parts.log.error(
        { reason: errorText(error) },
        "The grains could not be collected; the old ones stay",
      );
      return false;
    }
  }

  async refreshModules(): Promise<boolean> {
    await this.#parts.reload();
    return true;
  }

  async schedule(request: Dict): Promise<Dict> {
    const { tag, data } = await this.#parts.schedule().manage(request);
    if (tag !== undefined) await this.fireLocal(tag, data);
    return data;
  }

  async beacons(request: Dict): Promise<Dict> {
    const { tag, data } = await this.#parts.beacons().manage(request);
    await this.fireLocal(tag, data);
    return data;
  }

  async refreshBeacons(): Promise<boolean> {
    await this.#parts.beacons().refresh();
    return true;
  }

  /** Sends what beacons found to the masters that can be reached, and to listeners on this machine. Never throws. */
  async sendBeacons(events: readonly Dict[]): Promise<void> {
    await this.fireLocal("__beacons_return", dict({ beacons: events }));
    const load = beaconLoad(this.#parts.facts.id, events);
    try {
      await Promise.all(this.#parts.links().map((link) => link.request(load)));
    } catch (error) {
      this.#parts.log.warn({ reason: errorText(error) }, "Events of beacons could not be delivered");
    }
  }

  async revokeAuth(): Promise<boolean> {
    return isTruthy(await this.request(dict({ cmd: "revoke_auth", id: this.#parts.facts.id })));
  }

  #link(): MasterLink {
    const [link] = this.#parts.links();
    if (link === undefined) throw new NotConnectedError();
    return link;
  }
}

/** No master can be asked at this moment. */
export class NotConnectedError extends SaltError {
  constructor() {
    super("NOT_CONNECTED", "This minion is not connected to its master", {
      hint: "Look into the minion's log for why it cannot sign in.",
    });
  }
}

/**
 * The links to all masters: one to each, or one to whichever can be reached when they stand in for each other.
 */

import type { MasterAddress } from "@salt/client";
import { addressText, between, mastersOf } from "@salt/client";
import type { Clock, Closable, Dict, Logger, MinionConfig } from "@salt/core";
import { Scope, sleep } from "@salt/core";
import { NotConnectedError } from "../control/daemon-control.js";
import type { FactStore } from "../facts/minion-facts.js";
import type { SerialFile } from "../jobs/receive/serial-file.js";
import { MasterLink } from "./master-link.js";

/** What the links need. */
export interface MasterLinksParts {
  readonly config: MinionConfig;
  readonly facts: FactStore;
  readonly serials: SerialFile;
  readonly clock: Clock;
  readonly log: Logger;
  /** Takes a publish map that passed all checks, from `master`. */
  readonly onJob: (load: Dict, master: string) => void;
  /** Called between the first sign-in to a master and the first job from it. */
  readonly onSignedIn: () => Promise<unknown>;
  /** Called when a master can be reached, the first time and after every loss. */
  readonly onUp: () => void;
  /** Called when going on is of no use. */
  readonly onFatal: (error: unknown) => void;
}

/** Opens and holds the links. */
export class MasterLinks implements Closable {
  readonly #parts: MasterLinksParts;
  readonly #scope = new Scope();
  readonly #up: MasterLink[] = [];

  constructor(parts: MasterLinksParts) {
    this.#parts = parts;
  }

  /** Aborted when the links begin to close. */
  get signal(): AbortSignal {
    return this.#scope.signal;
  }

  /** Links that have signed in. */
  get up(): readonly MasterLink[] {
    return this.#up;
  }

  /** The link to a master; any one when that master has none, as they share a key and a job cache. Throws NotConnectedError. */
  of(master: string): MasterLink {
    const link = this.#up.find((candidate) => candidate.master === master) ?? this.#up[0];
    if (link === undefined) throw new NotConnectedError();
    return link;
  }

  /** Begins to sign in to the masters of the configuration. */
  open(): void {
    const { config, onFatal } = this.#parts;
    if (config.master_type === "disable") return;
    const masters = mastersOf(config);
    const groups = config.master_type === "failover" ? [masters] : masters.map((master) => [master]);
    for (const group of groups) this.#open(group).catch(onFatal);
  }

  async close(): Promise<void> {
    await this.#scope.close();
  }

  async #open(masters: readonly MasterAddress[]): Promise<void> {
    const { config, log } = this.#parts;
    const { signal } = this.#scope;
    await sleep(between(0, config.random_startup_delay) * 1000, signal);
    if (signal.aborted) return;
    log.info({ masters: masters.map(addressText) }, "Signing in");
    try {
      const link = this.#scope.use(await MasterLink.open({ ...this.#parts, masters }, signal));
      this.#up.push(link);
      await this.#parts.onSignedIn();
      if (!signal.aborted) await link.listen();
    } catch (error) {
      // Whoever closes the links ends what is under way; that is no failure.
      if (!signal.aborted) throw error;
    }
  }
}

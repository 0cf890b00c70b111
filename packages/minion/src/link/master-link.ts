/**
 * The link to one master: a session for requests, a subscription for jobs, and both again after every loss.
 */

import type { MasterAddress, MasterSession, SendOptions } from "@salt/client";
import {
  addressText,
  between,
  FingerprintError,
  KeyRejectedError,
  keepaliveOf,
  openMasterSession,
} from "@salt/client";
import type { Clock, Closable, Dict, Logger, MinionConfig } from "@salt/core";
import { errorText, Scope, sleep } from "@salt/core";
import type { Subscription } from "@salt/wire";
import { openSubscription, topicOf } from "@salt/wire";
import type { FactStore } from "../facts/minion-facts.js";
import { PublicationGate } from "../jobs/receive/publication-gate.js";
import type { SerialFile } from "../jobs/receive/serial-file.js";
import { startEvents } from "./events.js";

/** What a link needs. */
export interface MasterLinkParts {
  readonly config: MinionConfig;
  readonly facts: FactStore;
  readonly serials: SerialFile;
  /** One master; several are tried in their order, one at a time. */
  readonly masters: readonly MasterAddress[];
  /** Takes a publish map that passed all checks, from `master`. */
  readonly onJob: (load: Dict, master: string) => void;
  /** Called when the master can be reached, the first time and after every loss. */
  readonly onUp: () => void;
  /** Called when going on is of no use. */
  readonly onFatal: (error: unknown) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How long start events wait for the subscription. */
const CONNECT_MS = 5000;

/** A link to one master. */
export class MasterLink implements Closable {
  readonly session: MasterSession;
  readonly #parts: MasterLinkParts;
  readonly #scope: Scope;
  readonly #gate: PublicationGate;
  #subscription: Subscription | undefined;
  #endpoint = "";
  #recovering: Promise<void> | undefined;
  #failover: NodeJS.Timeout | undefined;

  private constructor(parts: MasterLinkParts, session: MasterSession, scope: Scope) {
    this.#parts = parts;
    this.session = session;
    this.#scope = scope;
    this.#gate = new PublicationGate({
      id: parts.facts.id,
      keys: {
        get masterKey() {
          return session.masterKey;
        },
        get publications() {
          return session.publications;
        },
        renew: (stale) => this.#guard(session.renew(stale, scope.signal)),
      },
      serials: parts.serials,
      requireSignature: parts.config.sign_pub_messages,
      log: parts.log,
    });
  }

  /** Signs in. Throws what `openMasterSession` throws. */
  static async open(parts: MasterLinkParts, signal: AbortSignal): Promise<MasterLink> {
    const scope = new Scope();
    signal.addEventListener("abort", () => void scope.close(), { once: true });
    try {
      const session = await openMasterSession({
        config: parts.config,
        id: parts.facts.id,
        grains: () => parts.facts.grains,
        masters: parts.masters,
        log: parts.log,
        signal: scope.signal,
        clock: parts.clock,
      });
      return new MasterLink(parts, scope.use(session), scope);
    } catch (error) {
      await scope.close();
      throw error;
    }
  }

  /** The master as `host:port`. */
  get master(): string {
    return addressText(this.session.master);
  }

  /** Subscribes to jobs and tells the master that this minion has started. */
  async listen(): Promise<void> {
    await this.#subscribe();
    await this.#announce();
    this.#parts.onUp();
  }

  /** Sends a request, see `MasterSession.request`. */
  async request(load: Dict, options?: SendOptions): ReturnType<MasterSession["request"]> {
    return await this.#guard(this.session.request(load, options));
  }

  async close(): Promise<void> {
    clearTimeout(this.#failover);
    this.#subscription?.close();
    await this.#scope.close();
  }

  /** Opens the subscription; resolves when it is connected, or that takes too long. */
  async #subscribe(): Promise<void> {
    const { config, facts } = this.#parts;
    const { host } = this.session.master;
    this.#endpoint = `${this.master} ${this.session.publishPort}`;
    const base = config.recon_default;
    const subscription = openSubscription({
      address: host,
      port: this.session.publishPort,
      ipv6: config.ipv6,
      topics: config.zmq_filtering ? ["broadcast", topicOf(facts.id)] : "all",
      reconnectMs: config.recon_randomize ? Math.round(between(base, base + config.recon_max)) : base,
      reconnectMaxMs: config.recon_max,
      keepalive: keepaliveOf(config),
      signal: this.#scope.signal,
    });
    this.#subscription = subscription;
    let isFirst = true;
    const connected = new Promise<void>((resolve) => {
      subscription.onState((state) => {
        if (this.#subscription !== subscription) return;
        if (state === "disconnected") this.#lost();
        else if (isFirst) resolve();
        else this.#back();
        isFirst = false;
      });
    });
    void this.#read(subscription);
    const deadline = new AbortController();
    await Promise.race([connected, sleep(CONNECT_MS, deadline.signal), aborted(this.#scope.signal)]);
    deadline.abort();
  }

  async #read(subscription: Subscription): Promise<void> {
    try {
      for await (const frames of subscription) {
        const load = await this.#gate.take(frames);
        if (load !== undefined) this.#parts.onJob(load, this.master);
      }
    } catch (error) {
      this.#parts.onFatal(error);
    }
  }

  #lost(): void {
    this.#parts.log.warn({ master: this.master }, "The connection to the master is lost");
    if (this.#parts.masters.length < 2) return;
    clearTimeout(this.#failover);
    this.#failover = setTimeout(() => this.#back(), this.#parts.config.recon_max);
  }

  #back(): void {
    clearTimeout(this.#failover);
    this.#recovering ??= this.#recover().finally(() => {
      this.#recovering = undefined;
    });
  }

  /** A restarted master has new keys: learning them now saves the next job from waiting for it. */
  async #recover(): Promise<void> {
    try {
      await this.#guard(this.session.signInAgain());
      if (this.#endpoint !== `${this.master} ${this.session.publishPort}`) {
        this.#subscription?.close();
        await this.#subscribe();
      }
      this.#parts.log.info({ master: this.master }, "The master is back");
      await this.#announce();
      this.#parts.onUp();
    } catch (error) {
      if (this.#scope.signal.aborted) return;
      this.#parts.log.error(
        { master: this.master, reason: errorText(error) },
        "Coming back to the master failed",
      );
    }
  }

  async #announce(): Promise<void> {
    const { facts, config, clock, log } = this.#parts;
    for (const load of startEvents(facts.id, facts.grains, config, new Date(clock.now()))) {
      try {
        await this.request(load, { signal: this.#scope.signal });
      } catch (error) {
        log.warn({ master: this.master, reason: errorText(error) }, "The master did not take a start event");
      }
    }
  }

  /** Some refusals are final: the daemon ends with them. */
  async #guard<T>(promise: Promise<T>): Promise<T> {
    try {
      return await promise;
    } catch (error) {
      if (error instanceof KeyRejectedError || error instanceof FingerprintError) this.#parts.onFatal(error);
      throw error;
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

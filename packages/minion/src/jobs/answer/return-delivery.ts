/**
 * Delivery of returns: sends each until its master has it, with pauses, a few at a time, within bounds of number and age.
 */

import { between } from "@salt/client";
import type { Clock, Closable, Dict, Logger, MinionConfig } from "@salt/core";
import { errorText, sleep } from "@salt/core";
import type { ReturnSpool } from "./return-spool.js";

/** What delivery needs. */
export interface DeliveryParts {
  readonly spool: ReturnSpool;
  readonly config: Pick<
    MinionConfig,
    "return_retry_timer" | "return_retry_timer_max" | "return_spool_seconds" | "return_spool_max"
  >;
  /** Sends a return to its master (`host:port`). Throws when the master did not acknowledge it in `timeoutMs`. */
  readonly send: (master: string, load: Dict, timeoutMs: number) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A return on its way. */
interface Waiting {
  readonly jid: string;
  readonly createdMs: number;
  /** Not before, in milliseconds since 1970. */
  dueMs: number;
  tries: number;
  /** Kept for the first try only; later ones read the file. */
  fresh: { readonly master: string; readonly load: Dict; readonly isOnDisk: boolean } | undefined;
}

/** Returns sent at once. */
const AT_ONCE = 8;
const LONGEST_PAUSE_SECONDS = 300;
/** How long returns under way may take when the minion stops. */
const FLUSH_MS = 1000;

/** Sends returns until they are acknowledged. */
export class ReturnDelivery implements Closable {
  readonly #parts: DeliveryParts;
  readonly #waiting = new Map<string, Waiting>();
  readonly #sending = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
    this.#scan();
  }

  /** Number of returns that no master has acknowledged yet. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Keeps a return on disk, then sends it. */
  deliver(master: string, jid: string, load: Dict): void {
    this.#makeRoom();
    const isOnDisk = this.#parts.spool.write(jid, { master, load });
    const now = this.#parts.clock.now();
    this.#waiting.set(jid, { jid, createdMs: now, dueMs: now, tries: 0, fresh: { master, load, isOnDisk } });
    this.#pump();
  }

  /** Tries everything that waits at once: the master is back. */
  hurry(): void {
    for (const waiting of this.#waiting.values()) waiting.dueMs = 0;
    this.#pump();
  }

  /** Takes up returns that another process has put into the spool; whether that of a job is among those that wait. */
  takeUp(jid: string): boolean {
    this.#scan();
    this.#pump();
    return this.#waiting.has(jid);
  }

  /** Waits a moment for what is being sent, then stops. What was not acknowledged stays on disk. */
  async close(): Promise<void> {
    const deadline = new AbortController();
    await Promise.race([Promise.all(this.#sending.values()), sleep(FLUSH_MS, deadline.signal)]);
    deadline.abort();
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** What lies in the spool at the start waits for `hurry`: there is no master yet. */
  #scan(): void {
    for (const { jid, createdMs } of this.#parts.spool.list()) {
      if (this.#waiting.has(jid)) continue;
      this.#makeRoom();
      this.#waiting.set(jid, { jid, createdMs, dueMs: 0, tries: 0, fresh: undefined });
    }
  }

  /** Begins to send what is due, and sets the timer for the rest. */
  #pump(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    const now = this.#parts.clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const waiting of this.#waiting.values()) {
      if (this.#sending.size >= AT_ONCE) return; // The end of each sending comes back here.
      if (this.#sending.has(waiting.jid)) continue;
      if (waiting.dueMs <= now) this.#begin(waiting);
      else next = Math.min(next, waiting.dueMs);
    }
    if (next < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.#pump(), next - now);
  }

  #begin(waiting: Waiting): void {
    const task = this.#send(waiting).finally(() => {
      this.#sending.delete(waiting.jid);
      this.#pump();
    });
    this.#sending.set(waiting.jid, task);
  }

  async #send(waiting: Waiting): Promise<void> {
    const { spool, config, log, clock } = this.#parts;
    try {
      const answer = waiting.fresh ?? spool.read(waiting.jid);
      if (answer !== undefined) {
        const seconds = between(config.return_retry_timer, config.return_retry_timer_max);
        await this.#parts.send(answer.master, answer.load, seconds * 1000);
      }
      this.#finish(waiting);
    } catch (error) {
      waiting.tries++;
      if (waiting.fresh?.isOnDisk === true) waiting.fresh = undefined;
      waiting.dueMs = clock.now() + this.#pauseMs(waiting.tries);
      log.warn(
        { jid: waiting.jid, tries: waiting.tries, reason: errorText(error) },
        "A return was not taken; it is kept",
      );
      const age = clock.now() - waiting.createdMs;
      if (age > config.return_spool_seconds * 1000) this.#drop(waiting, "it is too old");
    }
  }

  #pauseMs(tries: number): number {
    const { return_retry_timer, return_retry_timer_max } = this.#parts.config;
    const seconds = between(return_retry_timer, return_retry_timer_max) * tries;
    return Math.min(seconds, LONGEST_PAUSE_SECONDS) * 1000;
  }

  #finish(waiting: Waiting): void {
    if (this.#waiting.get(waiting.jid) !== waiting) return;
    this.#waiting.delete(waiting.jid);
    this.#parts.spool.remove(waiting.jid);
  }

  #drop(waiting: Waiting, why: string): void {
    this.#parts.log.error({ jid: waiting.jid, tries: waiting.tries, why }, "A return is dropped");
    this.#finish(waiting);
  }

  /** Drops the oldest when there are as many as allowed. */
  #makeRoom(): void {
    for (const oldest of this.#waiting.values()) {
      if (this.#waiting.size < Math.max(1, this.#parts.config.return_spool_max)) return;
      this.#drop(oldest, "too many wait");
    }
  }
}

/**
 * Housekeeping: what the master does every `loop_interval` seconds.
 */
import type { Clock, Closable, Logger, MasterConfig } from "@salt/core";
import { errorText, tags } from "@salt/core";
import type { TokenStore } from "./eauth/token-store.js";
import type { EventSink } from "./events/event-hub.js";
import type { JobCopies } from "./jobs/job-copies.js";
import type { JobStore } from "./jobs/job-store.js";
import type { LocalCacheWriter } from "./jobs/local-cache.js";
import type { AcceptedKeys } from "./keys/accepted-keys.js";
import type { LastSeen } from "./minions/last-seen.js";
import type { MinionData } from "./minions/minion-data.js";
import type { PublicationKey } from "./sessions/publication-key.js";
import type { Sessions } from "./sessions/sessions.js";

/** What housekeeping looks after. */
export interface MaintenanceParts {
  readonly config: Pick<
    MasterConfig,
    "loop_interval" | "keep_jobs_seconds" | "keep_jobs" | "publish_session" | "presence_events"
  >;
  readonly jobs: Pick<JobStore, "prune">;
  readonly localCache: Pick<LocalCacheWriter, "prune">;
  readonly copies: Pick<JobCopies, "prune">;
  readonly accepted: AcceptedKeys;
  readonly tokens: Pick<TokenStore, "prune">;
  readonly sessions: Sessions;
  readonly lastSeen: LastSeen;
  readonly data: MinionData;
  readonly aes: PublicationKey;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly log: Logger;
  /** Makes a new AES key and tells everyone. */
  readonly rotate: () => void;
}

/** Does the rounds. */
export class Maintenance implements Closable {
  readonly #parts: MaintenanceParts;
  #timer: NodeJS.Timeout | undefined;
  #present: readonly string[] = [];

  constructor(parts: MaintenanceParts) {
    this.#parts = parts;
  }

  /** Begins to do a round every `loop_interval` seconds. */
  start(): void {
    const period = Math.max(this.#parts.config.loop_interval, 1) * 1000;
    this.#timer = setInterval(() => this.round(), period);
  }

  /** One round. Never throws: what fails is logged and tried again in the next. */
  round(): void {
    const steps = [
      () => this.#forgetJobs(),
      () => this.#forgetMinions(),
      () => this.#parts.tokens.prune(),
      () => this.#renewKey(),
      () => this.#tellPresence(),
    ];
    for (const step of steps) {
      try {
        step();
      } catch (error) {
        this.#parts.log.error({ error: errorText(error) }, "A part of the housekeeping failed");
      }
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #forgetJobs(): void {
    const { config, jobs, localCache, copies, clock, log } = this.#parts;
    const seconds = config.keep_jobs > 0 ? config.keep_jobs * 3600 : config.keep_jobs_seconds;
    if (seconds <= 0) return;
    const before = clock.now() - seconds * 1000;
    const removed = jobs.prune(before);
    localCache.prune(before);
    copies.prune(before);
    if (removed > 0) log.debug({ removed }, "Old jobs removed");
  }

  #forgetMinions(): void {
    const { accepted, sessions, lastSeen, data } = this.#parts;
    const ids = new Set(accepted.ids());
    sessions.keepOnly(ids);
    lastSeen.keepOnly(ids);
    data.keepOnly(ids);
  }

  #renewKey(): void {
    const { aes, config, rotate } = this.#parts;
    if (aes.age >= config.publish_session) rotate();
  }

  #tellPresence(): void {
    const { config, lastSeen, events } = this.#parts;
    if (!config.presence_events) return;
    const present = lastSeen.present();
    const before = new Set(this.#present);
    const now = new Set(present);
    const joined = present.filter((id) => !before.has(id));
    const lost = this.#present.filter((id) => !now.has(id));
    this.#present = present;
    if (joined.length > 0 || lost.length > 0) events.fire(tags.presenceChange, { new: joined, lost });
    events.fire(tags.presencePresent, { present });
  }
}

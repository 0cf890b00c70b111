/**
 * Sessions: the key between the master and one minion, and the memory of what came with it.
 */
import type { Clock } from "@salt/core";
import { Crypticle } from "@salt/wire";
import type { Replay } from "./replay-guard.js";
import { ReplayGuard } from "./replay-guard.js";

/** The session of one minion. */
export class Session {
  readonly crypticle = new Crypticle(Crypticle.generateKey());
  readonly madeAt: number;
  readonly #guard = new ReplayGuard();
  #stale = false;

  constructor(madeAt: number) {
    this.madeAt = madeAt;
  }

  /**
   * Whether the next sign-in gets a new key: the minion's clock was set back, so that only a new session, which
   * nothing was sent in yet, can tell its requests from repeated ones.
   */
  get isStale(): boolean {
    return this.#stale;
  }

  /** Notes a request that this session's key opened. */
  note(nonce: string, ts: number): Replay {
    const replay = this.#guard.note(nonce, ts);
    if (replay === "too old") this.#stale = true;
    return replay;
  }
}

/** The sessions of all minions, in memory only: after a restart of the master, minions sign in again. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #maxAge: number;
  readonly #clock: Clock;

  /** `maxAge` in seconds is the age at which the next sign-in gets a new key. */
  constructor(maxAge: number, clock: Clock) {
    this.#maxAge = maxAge;
    this.#clock = clock;
  }

  /** The session of a minion that has signed in. */
  find(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /** The session for a sign-in: the one there is, unless a new one is due. The caller has checked the key. */
  issue(id: string): Session {
    const now = this.#clock.now();
    const found = this.#sessions.get(id);
    if (found !== undefined && !found.isStale && now - found.madeAt < this.#maxAge * 1000) return found;
    const session = new Session(now);
    this.#sessions.set(id, session);
    return session;
  }

  /** Ends a session: requests sealed with its key are refused from now on. */
  end(id: string): void {
    this.#sessions.delete(id);
  }

  /** Ends the sessions of minions that are not accepted any more. */
  keepOnly(accepted: ReadonlySet<string>): void {
    for (const id of this.#sessions.keys()) if (!accepted.has(id)) this.#sessions.delete(id);
  }
}

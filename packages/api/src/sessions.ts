/**
 * Sessions: what stands for a token of the master in cookies and `X-Auth-Token`. They live in this process alone.
 */
import { randomBytes } from "node:crypto";
import type { Clock } from "@salt/core";
import { systemClock } from "@salt/core";

/** A session of somebody who has logged in. */
export interface Session {
  readonly id: string;
  /** The master's token. */
  readonly token: string;
  /** When it ends, in milliseconds. */
  readonly expires: number;
}

/** How many sessions there may be; the oldest makes room. */
const MAX_SESSIONS = 10_000;
/** As many as ids of Salt's server have. */
const ID_BYTES = 20;
/** A session ends after ten hours in any case, as in Salt. */
const LONGEST_MS = 10 * 3600 * 1000;

/** The sessions of a server. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #clock: Clock;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /** A new session for a token that is valid until a time, in milliseconds. */
  open(token: string, until: number): Session {
    const id = randomBytes(ID_BYTES).toString("hex");
    const session = { id, token, expires: Math.min(until, this.#clock.now() + LONGEST_MS) };
    this.#sessions.set(id, session);
    if (this.#sessions.size > MAX_SESSIONS) this.#makeRoom();
    return session;
  }

  /** The session of an id, unless it is over. */
  find(id: string | undefined): Session | undefined {
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (session === undefined || session.expires > this.#clock.now()) return session;
    this.#sessions.delete(session.id);
    return undefined;
  }

  /** Ends a session. */
  end({ id }: Session): void {
    this.#sessions.delete(id);
  }

  /** What is over goes first, then what was opened first. */
  #makeRoom(): void {
    const now = this.#clock.now();
    for (const { id, expires } of this.#sessions.values()) if (expires <= now) this.#sessions.delete(id);
    for (const id of this.#sessions.keys()) {
      if (this.#sessions.size <= MAX_SESSIONS) return;
      this.#sessions.delete(id);
    }
  }
}

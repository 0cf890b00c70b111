/**
 * What becomes of the key in a sign-in: the decisions that an operator has made, applied.
 */
import type { Clock, Dict, MasterConfig } from "@salt/core";
import { KeyError, PublicKey } from "@salt/wire";
import type { LogLimiter } from "../log-limiter.js";
import { RateLimit } from "../rate-limit.js";
import type { AcceptedKey, AcceptedKeys } from "./accepted-keys.js";
import type { AutoSign } from "./auto-sign.js";
import type { KeyFiles, KeyState } from "./key-files.js";
import { normaliseKeyText } from "./key-text.js";

/** A key that wants in. */
export interface KeyApplication {
  /** A possible minion id. */
  readonly id: string;
  /** PEM as it came. */
  readonly pub: string;
  /** Grains for `autosign_grains_dir`; empty when the minion sent none. */
  readonly autosignGrains: Dict;
}

/** What a sign-in gets; the words are those of the event `salt/auth`. */
export type KeyDecision =
  | { readonly act: "accept"; readonly key: AcceptedKey }
  | { readonly act: "pend" | "reject" | "denied" | "full"; readonly key?: undefined };

/** The options that the desk reads. */
export type KeyDeskConfig = Pick<
  MasterConfig,
  "max_minions" | "open_mode" | "max_pending_keys" | "pending_keys_per_minute"
>;

/** What the desk is made of. */
export interface KeyDeskParts {
  readonly config: KeyDeskConfig;
  readonly files: KeyFiles;
  readonly accepted: AcceptedKeys;
  readonly autoSign: AutoSign;
  readonly log: LogLimiter;
  readonly clock: Clock;
}

/**
 * Decides sign-ins. What a stranger sends changes at most so many files in a minute, and only up to a number;
 * beyond that it is told to wait, and nothing is kept of it.
 */
export class KeyDesk {
  readonly #parts: KeyDeskParts;
  readonly #strangers: RateLimit;

  constructor(parts: KeyDeskParts) {
    this.#parts = parts;
    this.#strangers = new RateLimit(parts.config.pending_keys_per_minute, parts.clock);
  }

  /** Decides, and stores what the decision asks for. Throws KeyStoreError when that is not possible. */
  decide(application: KeyApplication): KeyDecision {
    const { config, accepted, files } = this.#parts;
    const pem = normaliseKeyText(application.pub);
    const known = accepted.get(application.id);
    if (this.#isFull(known)) return { act: "full" };
    if (config.open_mode) return this.#storeAccepted(application, known);
    if (files.has("rejected", application.id)) return { act: "reject" };
    if (known !== undefined) return this.#known(application, known, pem);
    const pending = files.read("pending", application.id);
    return pending === undefined ? this.#unknown(application) : this.#pending(application, pending, pem);
  }

  #isFull(known: AcceptedKey | undefined): boolean {
    const { max_minions } = this.#parts.config;
    return max_minions > 0 && known === undefined && this.#parts.accepted.ids().length >= max_minions;
  }

  #known(application: KeyApplication, known: AcceptedKey, pem: string): KeyDecision {
    if (known.pem !== pem) return this.#deny(application);
    return known.isFit ? { act: "accept", key: known } : this.#refuse(application.id);
  }

  #unknown(application: KeyApplication): KeyDecision {
    const { autoSign } = this.#parts;
    if (!isFit(application.pub)) return this.#refuse(application.id);
    if (autoSign.rejects(application.id))
      return this.#storeForStranger(application, "rejected", { act: "reject" });
    if (autoSign.accepts(application.id, application.autosignGrains)) return this.#storeAccepted(application);
    return this.#storeForStranger(application, "pending", { act: "pend" });
  }

  #pending(application: KeyApplication, pending: string, pem: string): KeyDecision {
    const { autoSign, files } = this.#parts;
    if (autoSign.rejects(application.id)) {
      files.move(application.id, "pending", "rejected");
      return { act: "reject" };
    }
    if (normaliseKeyText(pending) !== pem) return this.#deny(application);
    if (!autoSign.accepts(application.id, application.autosignGrains)) return { act: "pend" };
    files.move(application.id, "pending", "accepted");
    return this.#asAccepted(application.id);
  }

  #storeAccepted(application: KeyApplication, known?: AcceptedKey): KeyDecision {
    const { files } = this.#parts;
    if (!isFit(application.pub)) return this.#refuse(application.id);
    if (known?.pem !== normaliseKeyText(application.pub)) {
      files.write("accepted", application.id, normaliseKeyText(application.pub));
      for (const state of ["pending", "rejected"] as const) files.remove(state, application.id);
    }
    return this.#asAccepted(application.id);
  }

  #asAccepted(id: string): KeyDecision {
    const key = this.#parts.accepted.get(id);
    return key === undefined ? this.#refuse(id) : { act: "accept", key };
  }

  /** Another key than the stored one: kept for the operator to look at, as far as there is room. */
  #deny(application: KeyApplication): KeyDecision {
    const { files, log } = this.#parts;
    log.warn({ minion: application.id }, "A minion signs in with another key than the stored one");
    const stored = files.read("denied", application.id);
    if (stored === normaliseKeyText(application.pub) || !isFit(application.pub)) return { act: "denied" };
    return this.#storeForStranger(application, "denied", { act: "denied" });
  }

  #storeForStranger(application: KeyApplication, state: KeyState, decision: KeyDecision): KeyDecision {
    const { files, config, log } = this.#parts;
    if (!this.#strangers.take()) {
      log.warn({ minion: application.id, state }, "Too many new keys in a minute; this one is not kept yet");
    } else if (files.count(state) >= config.max_pending_keys) {
      log.warn({ minion: application.id, state }, "Too many keys wait for a decision; this one is not kept");
    } else {
      files.write(state, application.id, normaliseKeyText(application.pub));
    }
    return decision;
  }

  #refuse(id: string): KeyDecision {
    this.#parts.log.warn({ minion: id }, "A minion signs in with a key that is malformed, weak or too large");
    return { act: "reject" };
  }
}

function isFit(pem: string): boolean {
  try {
    PublicKey.fromPem(pem);
    return true;
  } catch (error) {
    if (error instanceof KeyError) return false;
    throw error;
  }
}

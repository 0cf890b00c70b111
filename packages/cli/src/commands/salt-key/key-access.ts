/**
 * The keys of a master as salt-key sees them: its own files, or what the master does for a user of an external system.
 */
import type { Dict, KeyLists, MasterConfig } from "@salt/core";
import type { KeyChange, KeyState, KeyStore } from "@salt/master";
import type { DecisionRequest } from "./decide.js";
import { fireKeyEvents } from "./key-events.js";
import { fingerprints, printedKeys } from "./show-keys.js";

/** Looks at keys and changes them. */
export interface KeyAccess {
  lists(): Promise<KeyLists>;
  /** The ids that any of some globs matches. */
  match(globs: readonly string[]): Promise<KeyLists>;
  /** The texts of the keys that a glob, or several apart by commas, matches. */
  printed(match: string): Promise<Dict>;
  fingerprints(match: string): Promise<Dict>;
  /** Carries out a decision about ids of a state; gives what it changed. */
  carryOut(request: DecisionRequest, state: KeyState, ids: readonly string[]): Promise<readonly KeyChange[]>;
}

/** The keys in the master's files. */
export class KeyFiles implements KeyAccess {
  readonly #store: KeyStore;
  readonly #config: MasterConfig;

  constructor(store: KeyStore, config: MasterConfig) {
    this.#store = store;
    this.#config = config;
  }

  async lists(): Promise<KeyLists> {
    return this.#store.lists();
  }

  async match(globs: readonly string[]): Promise<KeyLists> {
    return this.#store.match(globs);
  }

  async printed(match: string): Promise<Dict> {
    return printedKeys(this.#store, match);
  }

  async fingerprints(match: string): Promise<Dict> {
    return fingerprints(this.#store, match, this.#config);
  }

  async carryOut(
    { decision, preserveMinions }: DecisionRequest,
    state: KeyState,
    ids: readonly string[],
  ): Promise<readonly KeyChange[]> {
    const include = {
      includeAccepted: state === "accepted",
      includeRejected: state === "rejected",
      includeDenied: state === "denied",
    };
    const changes =
      decision === "delete"
        ? this.#store.delete(ids, { states: [state], preserveMinions })
        : this.#store[decision](ids, include);
    await fireKeyEvents(this.#config, changes);
    return changes;
  }
}

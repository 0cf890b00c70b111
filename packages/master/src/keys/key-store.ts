/**
 * The keys of all minions: lists, and the decisions that `salt-key` carries out.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { KeyInclusion, KeyLists, MasterConfig } from "@salt/core";
import { matchGlob } from "@salt/core";
import { PublicKey } from "@salt/wire";
import { requestKeyRotation } from "../sessions/drop-file.js";
import type { KeyState } from "./key-files.js";
import { KEY_STATES, KeyFiles } from "./key-files.js";

/** The options that a key store reads. */
export type KeyStoreConfig = Pick<
  MasterConfig,
  "pki_dir" | "cachedir" | "hash_type" | "rotate_aes_key" | "preserve_minion_cache"
>;

/** One key whose state was changed. */
export interface KeyChange {
  readonly id: string;
  /** The word of the event `salt/key`. */
  readonly act: "accept" | "reject" | "delete";
  readonly from: KeyState;
}

/** Reads and changes minion keys. A running master sees every change at its next request. */
export class KeyStore {
  readonly files: KeyFiles;
  readonly #config: KeyStoreConfig;

  constructor(config: KeyStoreConfig) {
    this.#config = config;
    this.files = new KeyFiles(config.pki_dir);
  }

  /** All ids by state, sorted. */
  lists(): KeyLists {
    const ids = (state: KeyState): readonly string[] => this.files.ids(state);
    return {
      accepted: ids("accepted"),
      pending: ids("pending"),
      denied: ids("denied"),
      rejected: ids("rejected"),
    };
  }

  /** The ids that a glob, or any of several, matches, by state. */
  match(pattern: string | readonly string[]): KeyLists {
    const globs = typeof pattern === "string" ? [pattern] : pattern;
    const matched = (ids: readonly string[]): readonly string[] =>
      ids.filter((id) => globs.some((glob) => matchGlob(glob, id)));
    const all = this.lists();
    return {
      accepted: matched(all.accepted),
      pending: matched(all.pending),
      denied: matched(all.denied),
      rejected: matched(all.rejected),
    };
  }

  /** The state of an id's key, denied only when it has no other; undefined when there is no key. */
  state(id: string): KeyState | undefined {
    const order: readonly KeyState[] = ["accepted", "pending", "rejected", "denied"];
    return order.find((state) => this.files.has(state, id));
  }

  /** The text of a key. */
  read(state: KeyState, id: string): string | undefined {
    return this.files.read(state, id);
  }

  /** The fingerprint of a key, as `master_finger` and `salt-key -f` have it; undefined when there is none. Throws KeyError. */
  fingerprint(state: KeyState, id: string, hashType: string = this.#config.hash_type): string | undefined {
    const pem = this.read(state, id);
    return pem === undefined ? undefined : PublicKey.fromPem(pem).fingerprint(hashType);
  }

  /** Accepts the pending keys among `ids`, and those of included states. */
  accept(ids: readonly string[], include: KeyInclusion = {}): readonly KeyChange[] {
    return this.#moveAll(ids, "accepted", statesOf({ ...include, includeAccepted: false }));
  }

  /** Rejects the pending keys among `ids`, and those of included states; makes connected minions lose access. */
  reject(ids: readonly string[], include: KeyInclusion = {}): readonly KeyChange[] {
    const changes = this.#moveAll(ids, "rejected", statesOf({ ...include, includeRejected: false }));
    this.#rotate(changes);
    return changes;
  }

  /**
   * Deletes the keys of `ids` in the given states, all by default, and what the master has cached of minions that
   * then have no key at all, unless the call or the option `preserve_minion_cache` keeps it.
   */
  delete(
    ids: readonly string[],
    options: { readonly states?: readonly KeyState[]; readonly preserveMinions?: boolean } = {},
  ): readonly KeyChange[] {
    const changes: KeyChange[] = [];
    for (const id of ids) {
      for (const from of options.states ?? KEY_STATES) {
        if (this.files.remove(from, id)) changes.push({ id, act: "delete", from });
      }
    }
    if (options.preserveMinions !== true && !this.#config.preserve_minion_cache) this.#forget(changes);
    this.#rotate(changes);
    return changes;
  }

  #moveAll(
    ids: readonly string[],
    to: "accepted" | "rejected",
    from: readonly KeyState[],
  ): readonly KeyChange[] {
    const act = to === "accepted" ? "accept" : "reject";
    return ids.flatMap((id) => {
      const state = from.find((each) => this.files.has(each, id));
      return state !== undefined && this.files.move(id, state, to) ? [{ id, act, from: state }] : [];
    });
  }

  /** Only a minion that could read publications makes a new AES key necessary. */
  #rotate(changes: readonly KeyChange[]): void {
    if (!this.#config.rotate_aes_key || !changes.some(({ from }) => from === "accepted")) return;
    requestKeyRotation(this.#config.cachedir);
  }

  #forget(changes: readonly KeyChange[]): void {
    for (const { id } of changes) {
      if (this.state(id) !== undefined) continue;
      rmSync(join(this.#config.cachedir, "minions", id), { recursive: true, force: true });
    }
  }
}

function statesOf(include: KeyInclusion): readonly KeyState[] {
  const states: KeyState[] = ["pending"];
  if (include.includeRejected === true) states.push("rejected");
  if (include.includeAccepted === true) states.push("accepted");
  if (include.includeDenied === true) states.push("denied");
  return states;
}

/** The keys of a master's configuration; the master need not run. */
export function openKeyStore(config: KeyStoreConfig): KeyStore {
  return new KeyStore(config);
}

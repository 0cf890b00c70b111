/**
 * `salt-key -p` and `-f`: keys and fingerprints.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dict, MasterConfig, MutableDict, Value } from "@salt/core";
import { matchGlob } from "@salt/core";
import type { KeyState, KeyStore } from "@salt/master";
import { KEY_FOLDERS } from "@salt/master";
import { ignoringCase, STATE_ORDER } from "./key-names.js";

/** The options needed to look at keys. */
export type KeyViewConfig = Pick<MasterConfig, "pki_dir" | "hash_type">;

/** The texts of the keys that match, by state. */
export function printedKeys(store: KeyStore, match: string): Dict {
  return byState(store, match, (state, id) => store.read(state, id)?.trimEnd());
}

/** The fingerprints of the keys that match, those of the master's own files first. */
export function fingerprints(store: KeyStore, match: string, config: KeyViewConfig): Dict {
  const keys = byState(store, match, (state, id) => fingerprintOf(store.read(state, id), config.hash_type));
  const local = localKeys(match, config);
  return local.size === 0 ? keys : new Map<Value, Value>([["local", local], ...keys]);
}

/** Globs, several of them apart by commas. */
export function globsOf(match: string): readonly string[] {
  return match.split(",");
}

function byState(
  store: KeyStore,
  match: string,
  show: (state: KeyState, id: string) => string | undefined,
): MutableDict {
  const found = store.match(globsOf(match));
  const out: MutableDict = new Map();
  for (const state of STATE_ORDER) {
    const shown: MutableDict = new Map();
    for (const id of ignoringCase(found[state])) {
      const text = show(state, id);
      if (text !== undefined) shown.set(id, text);
    }
    if (shown.size > 0) out.set(KEY_FOLDERS[state], shown);
  }
  return out;
}

function localKeys(match: string, { pki_dir: dir, hash_type: hashType }: KeyViewConfig): MutableDict {
  const out: MutableDict = new Map();
  for (const entry of readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isFile() || !/\.(pub|pem)$/.test(entry.name)) continue;
    if (!globsOf(match).some((glob) => matchGlob(glob, entry.name))) continue;
    const finger = fingerprintOf(readFileSync(join(dir, entry.name), "latin1"), hashType);
    if (finger !== undefined) out.set(entry.name, finger);
  }
  return out;
}

/**
 * The digest over the lines of a PEM file between its first and last, line breaks included: what Salt calls the
 * fingerprint, also of files that hold no usable key.
 */
export function fingerprintOf(pem: string | undefined, hashType: string): string | undefined {
  const lines = (pem ?? "").split(/(?<=\n)/).filter((line) => line.trim() !== "");
  if (lines.length < 3) return undefined;
  const digest = createHash(hashType).update(lines.slice(1, -1).join(""), "latin1").digest("hex");
  return digest.match(/../g)?.join(":");
}

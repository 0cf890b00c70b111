/**
 * The sign-in request: who asks, with which key, and a token that only the trusted master can send back.
 */
import { randomBytes } from "node:crypto";
import type { Dict, MutableDict, Value } from "@salt/core";
import { dict, get } from "@salt/core";
import type { PublicKey } from "@salt/wire";
import { Crypticle } from "@salt/wire";
import type { SignInConfig } from "./config.js";
import type { MinionKeys } from "./minion-keys.js";

/** A request and what its reply is checked against. */
export interface AuthRequest {
  readonly load: Dict;
  readonly nonce: string;
  /** The text sent encrypted to the trusted master; undefined on first contact. */
  readonly token: string | undefined;
  /** The master key trusted when the request was made. */
  readonly trusted: PublicKey | undefined;
}

/** 32 hex characters, new for every request. */
export function newNonce(): string {
  return randomBytes(16).toString("hex");
}

/** Makes a sign-in request. `grains` is asked only for the names of `autosign_grains`. */
export function makeAuthRequest(
  id: string,
  keys: MinionKeys,
  config: Pick<SignInConfig, "encryption_algorithm" | "signing_algorithm" | "autosign_grains">,
  grains: Dict,
): AuthRequest {
  const nonce = newNonce();
  const trusted = keys.masterKey();
  const load: MutableDict = dict({
    cmd: "_auth",
    id,
    nonce,
    enc_algo: config.encryption_algorithm,
    sig_algo: config.signing_algorithm,
  });
  if (config.autosign_grains.length > 0) load.set("autosign_grains", picked(grains, config.autosign_grains));
  load.set("pub", keys.privateKey.publicKey.pem);
  const token = trusted === undefined ? undefined : Crypticle.generateKey();
  if (trusted !== undefined && token !== undefined) {
    load.set("token", trusted.encrypt(config.encryption_algorithm, Buffer.from(token)));
  }
  return { load, nonce, token, trusted };
}

function picked(grains: Dict, names: readonly string[]): Dict {
  return new Map<Value, Value>(names.map((name) => [name, get(grains, name) ?? null]));
}

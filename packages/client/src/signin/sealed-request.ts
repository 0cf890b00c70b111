/**
 * Sealed requests: what the channel adds to a command's own fields.
 */
import type { Clock, Dict, MutableDict } from "@salt/core";
import { encode, encodeSealedRequest } from "@salt/wire";
import { newNonce } from "./auth-request.js";
import type { Credentials } from "./auth-verdict.js";
import type { SignInConfig } from "./config.js";
import type { MinionKeys } from "./minion-keys.js";

/** What sealing needs. */
export interface SealingParts {
  readonly id: string;
  readonly keys: MinionKeys;
  readonly config: Pick<SignInConfig, "encryption_algorithm" | "signing_algorithm" | "minion_sign_messages">;
  readonly clock: Clock;
}

/** A request as bytes, and the nonce that its reply must carry. */
export interface SealedLoad {
  readonly body: Uint8Array;
  readonly nonce: string;
}

/** Seals a command with the session key. */
export function sealRequest(load: Dict, credentials: Credentials, parts: SealingParts): SealedLoad {
  const nonce = newNonce();
  const full: MutableDict = new Map(load);
  full.set("nonce", nonce);
  full.set("ts", Math.floor(parts.clock.now() / 1000));
  full.set("tok", parts.keys.token);
  full.set("id", parts.id);
  if (parts.config.minion_sign_messages) full.set("sig", signMessage(full, parts));
  const body = encodeSealedRequest({
    id: parts.id,
    crypticle: credentials.session,
    load: full,
    encAlgo: parts.config.encryption_algorithm,
    sigAlgo: parts.config.signing_algorithm,
  });
  return { body, nonce };
}

/** Signs what the master sees when it has taken `nonce`, `tok` and `sig` out, packed in today's msgpack. */
export function signMessage(load: Dict, parts: Pick<SealingParts, "keys" | "config">): Buffer {
  const seen = new Map(load);
  for (const key of ["nonce", "tok", "sig"]) seen.delete(key);
  return parts.keys.privateKey.signNow(parts.config.signing_algorithm, encode(seen, "ipc"));
}

/**
 * The gate for sealed requests: who really sent one, and whether it may be served.
 */
import type { Clock, Dict, MasterConfig, Value } from "@salt/core";
import { isDict, isInt, isMinionId } from "@salt/core";
import type { Crypticle, EncryptionAlgorithm, SealedRequest, SigningAlgorithm } from "@salt/wire";
import {
  asBytes,
  isEncryptionAlgorithm,
  isSigningAlgorithm,
  KeyError,
  RequestRefused,
  SealError,
} from "@salt/wire";
import type { AcceptedKey, AcceptedKeys } from "../keys/accepted-keys.js";
import type { Session, Sessions } from "./sessions.js";

/** A request whose sender is proven. */
export interface MinionRequest {
  /** Whose session key sealed it, whose accepted key its token proves: the only identity there is. */
  readonly id: string;
  /** The command and its fields, without nonce and token; `id` in it is the same. */
  readonly load: Dict;
  readonly nonce: string;
  readonly key: AcceptedKey;
  /** Seals the reply. */
  readonly crypticle: Crypticle;
  readonly encAlgo: EncryptionAlgorithm;
  readonly sigAlgo: SigningAlgorithm;
}

/** What the gate is made of. */
export interface GateParts {
  readonly config: Pick<MasterConfig, "request_server_ttl">;
  readonly accepted: AcceptedKeys;
  readonly sessions: Sessions;
  readonly clock: Clock;
}

const NONCE = /^[0-9a-fA-F]{32}$/;

/** Opens sealed requests. Every refusal is the text that makes an honest minion sign in again. */
export class Gate {
  readonly #parts: GateParts;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /** Opens a request and proves its sender. Throws RequestRefused. */
  open(request: SealedRequest): MinionRequest {
    const { id } = request;
    if (!isMinionId(id)) throw refused("its id is none");
    const session = this.#parts.sessions.find(id);
    const key = session === undefined ? undefined : this.#parts.accepted.get(id);
    if (session === undefined || key === undefined) throw refused("its sender has no session");
    const load = new Map(openLoad(session.crypticle, request.load));
    const nonce = this.#check(id, load, key, session);
    load.delete("nonce");
    load.delete("tok");
    return { id, load, nonce, key, crypticle: session.crypticle, ...algorithms(request) };
  }

  #check(id: string, load: Dict, key: AcceptedKey, session: Session): string {
    if (load.get("id") !== id) throw refused("the id inside is another");
    const nonce = load.get("nonce");
    if (typeof nonce !== "string" || !NONCE.test(nonce)) throw refused("its nonce is none");
    const ts = load.get("ts");
    if (!isInt(ts) || typeof ts === "bigint") throw refused("its time stamp is none");
    this.#checkAge(ts);
    const token = asBytes(load.get("tok"));
    if (token === undefined || !proves(key, token)) throw refused("its token is not of the accepted key");
    const replay = session.note(nonce, ts);
    if (replay !== "fresh")
      throw refused(replay === "repeated" ? "it was sent before" : "it is older than the last ones");
    return nonce;
  }

  #checkAge(ts: number): void {
    const { config, clock } = this.#parts;
    if (config.request_server_ttl <= 0) return;
    if (clock.now() / 1000 - ts > config.request_server_ttl)
      throw refused("it is older than request_server_ttl");
  }
}

function openLoad(crypticle: Crypticle, sealed: Uint8Array): Dict {
  let load: Value;
  try {
    load = crypticle.open(sealed);
  } catch (cause) {
    if (cause instanceof SealError) throw refused(cause.message, cause);
    throw cause;
  }
  if (!isDict(load)) throw refused("its load is no map");
  return load;
}

function proves(key: AcceptedKey, token: Uint8Array): boolean {
  try {
    return key.proves(token);
  } catch (error) {
    if (error instanceof KeyError) return false;
    throw error;
  }
}

function algorithms({ encAlgo = "OAEP-SHA1", sigAlgo = "PKCS1v15-SHA1" }: SealedRequest): {
  readonly encAlgo: EncryptionAlgorithm;
  readonly sigAlgo: SigningAlgorithm;
} {
  if (!isEncryptionAlgorithm(encAlgo) || !isSigningAlgorithm(sigAlgo))
    throw refused("it names unknown algorithms");
  return { encAlgo, sigAlgo };
}

function refused(why: string, cause?: unknown): RequestRefused {
  return new RequestRefused(
    "bad load",
    `a sealed request is refused: ${why}`,
    cause === undefined ? {} : { cause },
  );
}

/**
 * Judging a sign-in reply: nothing in it is believed before it is proved, in the order that Salt's protocol names.
 */
import { createHash } from "node:crypto";
import type { Dict } from "@salt/core";
import { get, getString } from "@salt/core";
import type { AuthReply, PublicKey } from "@salt/wire";
import { asBytes, Crypticle } from "@salt/wire";
import type { AuthRequest } from "./auth-request.js";
import type { SignInConfig } from "./config.js";
import { FingerprintError, MasterKeyChangedError, SignInError } from "./errors.js";
import { trustedMasterKey } from "./master-trust.js";
import type { MinionKeys } from "./minion-keys.js";

/** What an accepted minion holds. */
export interface Credentials {
  readonly masterKey: PublicKey;
  /** Opens publications. */
  readonly publications: Crypticle;
  /** Seals requests and opens their replies. */
  readonly session: Crypticle;
  readonly publishPort: number;
}

/** What the master decided. */
export type AuthVerdict =
  | { readonly kind: "accepted"; readonly credentials: Credentials }
  | { readonly kind: "pending" }
  | { readonly kind: "rejected" }
  | { readonly kind: "full" };

/** The options that a verdict depends on. */
export type VerdictConfig = Pick<
  SignInConfig,
  | "encryption_algorithm"
  | "signing_algorithm"
  | "hash_type"
  | "open_mode"
  | "master_finger"
  | "verify_master_pubkey_sign"
  | "always_verify_signature"
  | "master_sign_key_name"
>;

const REFUSED_ALGORITHMS = ["bad sig algo", "bad enc algo"];

/**
 * The verdict of a reply; stores the master's key on first contact. Throws SignInError for a reply that proves
 * nothing, MasterKeyChangedError, FingerprintError, KeyError.
 */
export function judgeAuthReply(
  reply: AuthReply,
  request: AuthRequest,
  keys: MinionKeys,
  config: VerdictConfig,
): AuthVerdict {
  if (reply.packed === undefined) throw unsignedReply(reply.load);
  return reply.load.has("ret")
    ? judgeRefusal(reply, request, config)
    : { kind: "accepted", credentials: openAccepted(reply, request, keys, config) };
}

function unsignedReply(load: Dict): SignInError {
  const ret = get(load, "ret");
  if (load.size === 1 && typeof ret === "string" && REFUSED_ALGORITHMS.includes(ret)) {
    return new SignInError(`The master refuses the algorithms of this minion: ${ret}`, {
      hint: "Set encryption_algorithm and signing_algorithm to what the master allows.",
    });
  }
  return new SignInError("A sign-in reply is not signed");
}

function judgeRefusal(reply: AuthReply, request: AuthRequest, config: VerdictConfig): AuthVerdict {
  const ret = get(reply.load, "ret");
  // Refusals carry no key: on first contact, and where a changed master key may be taken, they cannot be proved.
  const proved = request.trusted !== undefined && isSignedBy(request.trusted, reply, config);
  const mayDiffer = config.open_mode || config.verify_master_pubkey_sign;
  if (request.trusted !== undefined && !proved && !(mayDiffer && ret !== false)) {
    throw new SignInError("A sign-in reply is not signed by the master that this minion trusts");
  }
  requireNonce(reply.load, request.nonce);
  if (ret === true) return { kind: "pending" };
  if (ret === false) return { kind: "rejected" };
  if (ret === "full") return { kind: "full" };
  throw new SignInError("A sign-in reply says nothing that is known");
}

function openAccepted(
  reply: AuthReply,
  request: AuthRequest,
  keys: MinionKeys,
  config: VerdictConfig,
): Credentials {
  const { load } = reply;
  const masterKey = trustedMasterKey(load, request, keys, config);
  const decrypt = (field: string): string => {
    const bytes = asBytes(get(load, field));
    if (bytes === undefined) throw new SignInError(`A sign-in reply lacks ${field}`);
    return keys.privateKey.decrypt(config.encryption_algorithm, bytes).toString("latin1");
  };
  // With auth_mode 2 the token follows the key in the same text.
  const [aes = "", tokenInAes] = decrypt("aes").split("_|-");
  const digest = masterKey.recoverX931(asBytes(get(load, "sig")) ?? new Uint8Array());
  if (digest?.toString("latin1") !== createHash("sha256").update(aes).digest("hex")) {
    throw new SignInError("The key in a sign-in reply is not proved by the master");
  }
  // A master whose key may differ cannot read what was encrypted to the former one.
  if (request.token !== undefined && request.trusted?.pem === masterKey.pem) {
    requireToken(request.token, tokenInAes ?? echoedToken(load, decrypt), keys);
  }
  const credentials = {
    masterKey,
    publications: new Crypticle(aes),
    session: new Crypticle(decrypt("session")),
  };
  if (!isSignedBy(masterKey, reply, config))
    throw new SignInError("A sign-in reply is not signed by the master");
  requireNonce(load, request.nonce);
  requireFingerprint(masterKey, config);
  const publishPort = requirePort(load);
  if (request.trusted?.pem !== masterKey.pem) keys.storeMasterKey(masterKey);
  return { ...credentials, publishPort };
}

function isSignedBy(key: PublicKey, reply: AuthReply, config: VerdictConfig): boolean {
  const { packed, sig } = reply;
  return packed !== undefined && sig !== undefined && key.verify(config.signing_algorithm, packed, sig);
}

function requireNonce(load: Dict, nonce: string): void {
  if (getString(load, "nonce") !== nonce) throw new SignInError("A sign-in reply is to another request");
}

function echoedToken(load: Dict, decrypt: (field: string) => string): string | undefined {
  return load.has("token") ? decrypt("token") : undefined;
}

function requireToken(sent: string, echoed: string | undefined, keys: MinionKeys): void {
  if (echoed === sent) return;
  if (echoed === undefined) throw new MasterKeyChangedError(keys.masterKeyPath);
  throw new SignInError("The master sent back another token than it was given");
}

function requireFingerprint(key: PublicKey, config: VerdictConfig): void {
  if (config.master_finger === "") return;
  const found = key.fingerprint(config.hash_type);
  if (found !== config.master_finger.trim().toLowerCase()) throw new FingerprintError(found);
}

function requirePort(load: Dict): number {
  const port = get(load, "publish_port");
  if (typeof port === "number" && Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new SignInError("A sign-in reply names no publish port");
}

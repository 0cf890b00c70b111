/**
 * Requests as they cross the request port: in clear, or sealed with the sender's session key.
 */
import type { Dict, Plain, SaltErrorOptions, Value } from "@salt/core";
import { get, isDict, MalformedError } from "@salt/core";
import { asBytes } from "../codec/bytes.js";
import { decode } from "../codec/decode.js";
import { encode } from "../codec/encode.js";
import { DEFAULT_DEPTH } from "../codec/limits.js";
import type { EncryptionAlgorithm, SigningAlgorithm } from "../crypto/algorithms.js";
import type { Crypticle } from "../crypto/crypticle.js";

/** The protocol version of all current releases. */
export const PROTOCOL_VERSION = 3;

/** A request whose load anyone may have written. */
export interface ClearRequest {
  readonly enc: "clear";
  /** 0 when absent, as the reference counts it. */
  readonly version: number;
  readonly load: Dict;
}

/** A request whose load only the session key of `id` opens. */
export interface SealedRequest {
  readonly enc: "aes";
  readonly version: number;
  readonly id: string;
  readonly load: Uint8Array;
  /** As sent and unchecked; undefined when absent. */
  readonly encAlgo: string | undefined;
  readonly sigAlgo: string | undefined;
}

/** A request, read as far as its envelope goes. */
export type RequestEnvelope = ClearRequest | SealedRequest;

/** A request that cannot be served. */
export class RequestRefused extends MalformedError {
  /** What the sender gets, by the reference's own words. */
  readonly reply: Plain;

  constructor(reply: Plain, why: string, options: SaltErrorOptions = {}) {
    super(why, options);
    this.reply = reply;
  }
}

const BAD_LOAD = "bad load";
/** Clear loads come from strangers: enough for any job, too few to fill the memory with empty maps. */
const MAX_CONTAINERS = 100_000;
/** Levels of a request by default: arguments of jobs may be as deep as anything. */
const MAX_LEVELS = DEFAULT_DEPTH;

/** Reads a request. Throws RequestRefused with the text that the reference answers to such a one. */
export function parseRequest(
  bytes: Uint8Array,
  options: { readonly maxDepth?: number } = {},
): RequestEnvelope {
  const envelope = unpack(bytes, options.maxDepth ?? MAX_LEVELS);
  const enc = get(envelope, "enc");
  const load = get(envelope, "load");
  const version = get(envelope, "version") ?? 0;
  if (enc === undefined || load === undefined)
    throw new RequestRefused(BAD_LOAD, "a request lacks enc or load");
  if (typeof version !== "number" || !Number.isInteger(version)) {
    throw new RequestRefused(BAD_LOAD, "a request has a version that is no number");
  }
  if (enc === "clear") return { enc, version, load: clearLoad(load) };
  if (enc === "aes") return sealed(envelope, version, load);
  throw new RequestRefused("Some exception handling minion payload", "a request is neither clear nor sealed");
}

function unpack(bytes: Uint8Array, maxDepth: number): Value {
  try {
    return decode(bytes, { maxDepth, maxContainers: MAX_CONTAINERS });
  } catch (cause) {
    const why = cause instanceof MalformedError ? cause.message : "it cannot be read";
    throw new RequestRefused({ msg: BAD_LOAD }, `a request is not msgpack: ${why}`, { cause });
  }
}

function clearLoad(load: Value): Dict {
  if (!isDict(load)) throw new RequestRefused("payload and load must be a dict", "a clear load is no map");
  const id = load.get("id");
  if (typeof id === "string" && id.includes("\0")) {
    throw new RequestRefused("bad load: id contains a null byte", "an id has a NUL character");
  }
  if (id !== undefined && typeof id !== "string") {
    throw new RequestRefused("bad load: id is not a string", "an id is no text");
  }
  return load;
}

function sealed(envelope: Value, version: number, load: Value): SealedRequest {
  const bytes = asBytes(load);
  const id = get(envelope, "id");
  if (bytes === undefined) throw new RequestRefused(BAD_LOAD, "a sealed load is not bytes");
  if (typeof id !== "string") throw new RequestRefused(BAD_LOAD, "a sealed request does not say whose it is");
  const algorithm = (key: string): string | undefined => {
    const name = get(envelope, key);
    if (name === undefined || typeof name === "string") return name;
    throw new RequestRefused(BAD_LOAD, "the name of an algorithm is no text");
  };
  return {
    enc: "aes",
    version,
    id,
    load: bytes,
    encAlgo: algorithm("enc_algo"),
    sigAlgo: algorithm("sig_algo"),
  };
}

/** Packs a request in clear. */
export function encodeClearRequest(load: Plain): Buffer {
  return encode({ enc: "clear", load, version: PROTOCOL_VERSION });
}

/** What a sealed request is made of. */
export interface SealedRequestParts {
  readonly id: string;
  /** With the sender's session key. */
  readonly crypticle: Crypticle;
  /** The command and its fields, with `nonce`, `ts`, `tok` and `id`. */
  readonly load: Plain;
  readonly encAlgo: EncryptionAlgorithm;
  readonly sigAlgo: SigningAlgorithm;
}

/** Seals and packs a request. */
export function encodeSealedRequest({ id, crypticle, load, encAlgo, sigAlgo }: SealedRequestParts): Buffer {
  return encode({
    enc: "aes",
    load: crypticle.seal(load),
    version: PROTOCOL_VERSION,
    id,
    enc_algo: encAlgo,
    sig_algo: sigAlgo,
  });
}

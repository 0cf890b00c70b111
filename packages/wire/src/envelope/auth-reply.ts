/**
 * Replies to a sign-in: a packed map and the master's signature over exactly those bytes.
 */
import type { Dict, Plain } from "@salt/core";
import { get, isDict, MalformedError } from "@salt/core";
import { asBytes } from "../codec/bytes.js";
import { decode } from "../codec/decode.js";
import { encode } from "../codec/encode.js";
import type { SigningAlgorithm } from "../crypto/algorithms.js";
import type { PrivateKey } from "../crypto/private-key.js";

/** A sign-in reply, read but not yet believed. */
export interface AuthReply {
  readonly load: Dict;
  /** The bytes that are signed; undefined for the two refusals of an algorithm, which are not signed. */
  readonly packed: Uint8Array | undefined;
  readonly sig: Uint8Array | undefined;
}

/** What a signed reply is made of. */
export interface SignedReplyParts {
  readonly privateKey: PrivateKey;
  readonly algorithm: SigningAlgorithm;
  readonly load: Plain;
}

/** Packs and signs a reply in clear. */
export async function encodeSignedReply({ privateKey, algorithm, load }: SignedReplyParts): Promise<Buffer> {
  const packed = encode(load);
  const sig = await privateKey.sign(algorithm, packed);
  return encode({ enc: "clear", load: packed, sig });
}

/** Reads a sign-in reply. Throws MalformedError for all else, the text `bad load` included. */
export function parseAuthReply(bytes: Uint8Array): AuthReply {
  const reply = decode(bytes);
  if (typeof reply === "string")
    throw new MalformedError(`the master refused the sign-in: ${printable(reply)}`);
  const load = get(reply, "load");
  if (get(reply, "enc") !== "clear" || load === undefined)
    throw new MalformedError("a sign-in reply is no reply");
  const sig = asBytes(get(reply, "sig"));
  if (isDict(load)) {
    if (sig !== undefined) throw new MalformedError("a sign-in reply is signed, but its load is not packed");
    return { load, packed: undefined, sig: undefined };
  }
  const packed = asBytes(load);
  if (packed === undefined || sig === undefined) throw new MalformedError("a sign-in reply is not signed");
  const map = decode(packed);
  if (!isDict(map)) throw new MalformedError("the load of a sign-in reply is no map");
  return { load: map, packed, sig };
}

function printable(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}

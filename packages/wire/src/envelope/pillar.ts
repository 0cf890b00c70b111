/**
 * Private replies: a pillar that only the holder of the minion's RSA key reads, signed by the master.
 */
import type { Dict, Plain, Value } from "@salt/core";
import { get, isDict, MalformedError } from "@salt/core";
import { asBytes } from "../codec/bytes.js";
import { decode } from "../codec/decode.js";
import { encode } from "../codec/encode.js";
import type { EncryptionAlgorithm, SigningAlgorithm } from "../crypto/algorithms.js";
import { KeyError } from "../crypto/algorithms.js";
import { Crypticle, SealError } from "../crypto/crypticle.js";
import type { PrivateKey } from "../crypto/private-key.js";
import type { PublicKey } from "../crypto/public-key.js";

/** What a private reply is made of. */
export interface PillarReplyParts {
  readonly minionKey: PublicKey;
  readonly masterKey: PrivateKey;
  /** Both algorithms as the request's envelope names them. */
  readonly encAlgo: EncryptionAlgorithm;
  readonly sigAlgo: SigningAlgorithm;
  /** Of the request. */
  readonly nonce: string;
  readonly pillar: Plain;
}

/** What opens a private reply. */
export interface PillarReplyOpening {
  readonly bytes: Uint8Array;
  readonly privateKey: PrivateKey;
  readonly masterKey: PublicKey;
  readonly encAlgo: EncryptionAlgorithm;
  readonly sigAlgo: SigningAlgorithm;
  readonly nonce: string;
}

/** Makes a key for this one reply, seals with it, and signs. */
export async function sealPillarReply(parts: PillarReplyParts): Promise<Buffer> {
  const keyText = Crypticle.generateKey();
  const key = parts.minionKey.encrypt(parts.encAlgo, Buffer.from(keyText));
  const data = encode({ key, pillar: parts.pillar, nonce: parts.nonce });
  const sig = await parts.masterKey.sign(parts.sigAlgo, data);
  return encode({ key, pillar: new Crypticle(keyText).seal({ data, sig }) });
}

/** The pillar of a private reply, once everything about it has been checked. Throws SealError and nothing else. */
export function openPillarReply(opening: PillarReplyOpening): Value {
  try {
    return openChecked(opening);
  } catch (cause) {
    if (cause instanceof SealError) throw cause;
    const expected = cause instanceof KeyError || cause instanceof MalformedError;
    throw new SealError(expected ? cause.message : "a private reply cannot be opened", { cause });
  }
}

function openChecked(opening: PillarReplyOpening): Value {
  const reply = decode(opening.bytes);
  const key = field(reply, "key");
  const keyText = opening.privateKey.decrypt(opening.encAlgo, key).toString("latin1");
  const inner = new Crypticle(keyText).open(field(reply, "pillar"));
  const data = field(inner, "data");
  if (!opening.masterKey.verify(opening.sigAlgo, data, field(inner, "sig"))) {
    throw new SealError("a private reply is not signed by the master");
  }
  return openSigned(data, key, opening.nonce);
}

function openSigned(data: Uint8Array, key: Uint8Array, nonce: string): Value {
  const signed = dictOf(decode(data));
  if (Buffer.compare(field(signed, "key"), key) !== 0)
    throw new SealError("a private reply is of another key");
  if (signed.get("nonce") !== nonce) throw new SealError("a private reply is to another request");
  return signed.get("pillar") ?? null;
}

function field(map: Value, name: string): Uint8Array {
  const bytes = asBytes(get(map, name));
  if (bytes === undefined) throw new SealError(`a private reply lacks ${name}`);
  return bytes;
}

function dictOf(value: Value): Dict {
  if (!isDict(value)) throw new SealError("a private reply holds no map");
  return value;
}

/**
 * Publications: jobs sealed for all minions of a master, and signed by it.
 */
import type { Plain } from "@salt/core";
import { get, MalformedError } from "@salt/core";
import { asBytes } from "../codec/bytes.js";
import { decode } from "../codec/decode.js";
import { encode } from "../codec/encode.js";
import type { SigningAlgorithm } from "../crypto/algorithms.js";
import type { Crypticle } from "../crypto/crypticle.js";
import type { PrivateKey } from "../crypto/private-key.js";

/** A publication, read as far as its envelope goes. */
export interface Publication {
  /** The sealed publish map; the signature is over these bytes. */
  readonly load: Uint8Array;
  /** As sent and unchecked: whoever verifies accepts only algorithms it has chosen itself. */
  readonly sigAlgo: string | undefined;
  readonly sig: Uint8Array | undefined;
}

/** What a publication is made of. */
export interface PublicationParts {
  /** With the master's AES key. */
  readonly crypticle: Crypticle;
  /** Undefined leaves the publication unsigned. */
  readonly privateKey: PrivateKey | undefined;
  readonly algorithm: SigningAlgorithm;
  /** The publish map with its serial. */
  readonly load: Plain;
}

/** Seals, signs and packs a publication. */
export async function sealPublication(parts: PublicationParts): Promise<Buffer> {
  const load = parts.crypticle.seal(parts.load);
  if (parts.privateKey === undefined) return encode({ enc: "aes", load });
  const sig = await parts.privateKey.sign(parts.algorithm, load);
  return encode({ enc: "aes", load, sig_algo: parts.algorithm, sig });
}

/** Reads the envelope of a publication. Throws MalformedError. */
export function parsePublication(bytes: Uint8Array): Publication {
  const envelope = decode(bytes, { maxDepth: 2, maxContainers: 2 });
  const load = asBytes(get(envelope, "load"));
  const sigAlgo = get(envelope, "sig_algo");
  const sig = get(envelope, "sig");
  if (get(envelope, "enc") !== "aes" || load === undefined)
    throw new MalformedError("a publication is not sealed");
  if (sigAlgo !== undefined && typeof sigAlgo !== "string") {
    throw new MalformedError("a publication names its algorithm by something other than text");
  }
  if (sig !== undefined && asBytes(sig) === undefined)
    throw new MalformedError("a publication's signature is not bytes");
  return { load, sigAlgo, sig: asBytes(sig) };
}

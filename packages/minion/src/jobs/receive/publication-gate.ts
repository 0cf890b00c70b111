/**
 * The gate that every publication passes: signed by the trusted master, sealed with its present key, and newer than the last.
 */
import type { Dict, Logger, Value } from "@salt/core";
import { errorText, get, isDict, MalformedError, SaltError } from "@salt/core";
import type { Crypticle, Publication, PublicKey } from "@salt/wire";
import { isSigningAlgorithm, parsePublication, SealError, topicOf } from "@salt/wire";
import type { SerialFile } from "./serial-file.js";

/** The keys that publications are checked with. */
export interface PublicationKeys {
  readonly masterKey: PublicKey;
  readonly publications: Crypticle;
  /** Signs in again because the key does not open a publication; false when that may not be tried now. */
  renew(stale: Crypticle): Promise<boolean>;
}

/** What the gate needs. */
export interface PublicationGateParts {
  readonly id: string;
  readonly keys: PublicationKeys;
  readonly serials: SerialFile;
  /** Whether unsigned publications are refused from the first on; else from the first signed one on. */
  readonly requireSignature: boolean;
  readonly log: Logger;
}

/** A publication that is not taken. */
export class PublicationRefused extends SaltError {
  constructor(why: string, cause?: unknown) {
    super("PUBLICATION_REFUSED", why, { cause });
  }
}

/** Takes publications of one master, one after another. */
export class PublicationGate {
  readonly #parts: PublicationGateParts;
  readonly #topics: readonly string[];
  #hasSeenSignature = false;

  constructor(parts: PublicationGateParts) {
    this.#parts = parts;
    this.#topics = ["broadcast", topicOf(parts.id)];
  }

  /**
   * The publish map of a publication, without its serial; undefined when it is for other topics, or was refused, which
   * is logged. Never throws.
   */
  async take(frames: readonly Uint8Array[]): Promise<Dict | undefined> {
    try {
      const body = this.#body(frames);
      return body === undefined ? undefined : await this.#open(parsePublication(body));
    } catch (error) {
      this.#parts.log.warn({ reason: errorText(error) }, "A publication was refused");
      return undefined;
    }
  }

  #body(frames: readonly Uint8Array[]): Uint8Array | undefined {
    const [first, second] = frames;
    if (frames.length === 1 && first !== undefined) return first;
    if (frames.length !== 2 || first === undefined)
      throw new MalformedError("a publication has too many parts");
    return this.#topics.includes(Buffer.from(first).toString("latin1")) ? second : undefined;
  }

  async #open(publication: Publication): Promise<Dict> {
    this.#requireSignature(publication);
    const { keys } = this.#parts;
    const key = keys.publications;
    try {
      return this.#openWith(publication, key);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      if (!(await keys.renew(key))) {
        throw new PublicationRefused(
          "it is sealed with another key, and signing in again was tried just now",
          error,
        );
      }
      this.#requireSignature(publication); // The master may have a new key of its own.
      return this.#openWith(publication, keys.publications);
    }
  }

  #requireSignature({ load, sig, sigAlgo }: Publication): void {
    if (sig === undefined) {
      if (this.#parts.requireSignature || this.#hasSeenSignature)
        throw new PublicationRefused("it is not signed");
      return;
    }
    if (!isSigningAlgorithm(sigAlgo) || !this.#parts.keys.masterKey.verify(sigAlgo, load, sig)) {
      throw new PublicationRefused("it is not signed by the master");
    }
    this.#hasSeenSignature = true;
  }

  #openWith(publication: Publication, key: Crypticle): Dict {
    const load: Value = key.open(publication.load);
    if (!isDict(load)) throw new PublicationRefused("it holds no map");
    const serial = get(load, "serial");
    const last = this.#parts.serials.last(key);
    if (typeof serial !== "number" || !Number.isSafeInteger(serial))
      throw new PublicationRefused("it has no serial");
    if (serial <= last)
      throw new PublicationRefused(`its serial ${serial} is not above ${last}: it is old or repeated`);
    this.#parts.serials.take(key, serial);
    return new Map([...load].filter(([name]) => name !== "serial"));
  }
}

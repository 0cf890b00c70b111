/**
 * A session with a master: signs in, keeps the keys, sends sealed requests, and signs in again when keys went stale.
 */
import type { Clock, Closable, Dict, Logger, Value } from "@salt/core";
import { getString, isDict, SaltError, systemClock } from "@salt/core";
import type { Crypticle, PublicKey, RequestClient } from "@salt/wire";
import { asBytes, decode, openPillarReply, SealError } from "@salt/wire";
import type { Credentials } from "./auth-verdict.js";
import { RateLimit } from "./back-off.js";
import type { SignInConfig } from "./config.js";
import type { MasterAddress } from "./master-address.js";
import { addressText } from "./master-address.js";
import type { MinionKeys } from "./minion-keys.js";
import type { PillarRequest } from "./pillar-load.js";
import { pillarLoad } from "./pillar-load.js";
import { sealRequest } from "./sealed-request.js";
import type { SignedIn } from "./sign-in.js";

/** What a session is made of; `openMasterSession` fills this in, tests use their own. */
export interface MasterSessionParts {
  readonly id: string;
  readonly keys: MinionKeys;
  readonly config: SignInConfig;
  readonly clock?: Clock;
  readonly log: Logger;
  /** The request channel of a master; the session keeps and closes one at a time. */
  readonly connect: (master: MasterAddress) => RequestClient;
  /** Signs in to one of the masters. `again` is false the first time. */
  readonly signIn: (again: boolean) => Promise<SignedIn>;
}

/** How one request is sent. */
export interface SendOptions {
  /** Milliseconds for one try; `request_channel_timeout` when absent. */
  readonly timeoutMs?: number;
  /** Tries; `request_channel_tries` when absent. */
  readonly tries?: number;
  readonly signal?: AbortSignal;
}

/** Sign-ins in a row that a stale key may cause, and seconds until one more is allowed. */
const BURST = 3;
const PERIOD_MS = 10_000;

/** A signed-in minion's side of the request port. */
export class MasterSession implements Closable {
  readonly id: string;
  readonly #parts: MasterSessionParts;
  readonly #clock: Clock;
  readonly #limit: RateLimit;
  #current: SignedIn;
  #client: RequestClient;
  #signingIn: Promise<void> | undefined;

  private constructor(parts: MasterSessionParts, first: SignedIn) {
    this.id = parts.id;
    this.#parts = parts;
    this.#clock = parts.clock ?? systemClock;
    this.#limit = new RateLimit(BURST, PERIOD_MS, this.#clock);
    this.#current = first;
    this.#client = parts.connect(first.master);
  }

  /** Signs in and gives the session. Throws what `signIn` throws. */
  static async open(parts: MasterSessionParts): Promise<MasterSession> {
    return new MasterSession(parts, await parts.signIn(false));
  }

  /** The master signed in to. */
  get master(): MasterAddress {
    return this.#current.master;
  }

  /** The key that this master's publications are signed with. */
  get masterKey(): PublicKey {
    return this.#current.credentials.masterKey;
  }

  /** What opens publications; another object after the key was changed, the same while it was not. */
  get publications(): Crypticle {
    return this.#current.credentials.publications;
  }

  /** The port to subscribe to. */
  get publishPort(): number {
    const configured = this.#parts.config.publish_port;
    return configured === UNSET_PUBLISH_PORT ? this.#current.credentials.publishPort : configured;
  }

  /**
   * Sends a command and gives its reply; signs in again once when the master cannot read it. Throws TimeoutError,
   * SealError when the keys do not fit even then, ChannelError.
   */
  async request(load: Dict, options: SendOptions = {}): Promise<Value> {
    return await this.#withFreshKeys(options, async (credentials) => {
      const { body, nonce } = sealRequest(load, credentials, this.#sealing);
      return credentials.session.open(sealedReply(await this.#send(body, wordOf(load), options)), nonce);
    });
  }

  /** Fetches this minion's pillar; empty when the master has none. Throws as `request`. */
  async pillar(wanted: PillarRequest, options: SendOptions = {}): Promise<Dict> {
    const { config, keys } = this.#parts;
    const pillar = await this.#withFreshKeys(options, async (credentials) => {
      const { body, nonce } = sealRequest(pillarLoad(this.id, wanted), credentials, this.#sealing);
      return openPillarReply({
        bytes: await this.#send(body, "_pillar", options),
        privateKey: keys.privateKey,
        masterKey: credentials.masterKey,
        encAlgo: config.encryption_algorithm,
        sigAlgo: config.signing_algorithm,
        nonce,
      });
    });
    return isDict(pillar) ? pillar : new Map();
  }

  /**
   * Signs in again, once for all who ask meanwhile. `stale` are the publication keys that did not fit: nothing is done
   * when others came already. False when that happened too often lately.
   */
  async renew(stale: Crypticle, signal?: AbortSignal): Promise<boolean> {
    if (stale !== this.publications) return true;
    if (this.#signingIn === undefined && !this.#limit.take()) return false;
    await abortable(this.signInAgain(), signal);
    return true;
  }

  /** Signs in again whatever the keys are like: after a reconnect. Throws what the sign-in throws. */
  signInAgain(): Promise<void> {
    this.#signingIn ??= this.#signInAgain().finally(() => {
      this.#signingIn = undefined;
    });
    return this.#signingIn;
  }

  close(): void {
    this.#client.close();
  }

  get #sealing(): { id: string; keys: MinionKeys; config: SignInConfig; clock: Clock } {
    return { id: this.id, keys: this.#parts.keys, config: this.#parts.config, clock: this.#clock };
  }

  async #withFreshKeys<T>(
    options: SendOptions,
    attempt: (credentials: Credentials) => Promise<T>,
  ): Promise<T> {
    const first = this.#current.credentials;
    try {
      return await attempt(first);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      const isStale = first === this.#current.credentials;
      if (isStale && this.#signingIn === undefined && !this.#limit.take()) throw error;
      this.#parts.log.info(
        { master: addressText(this.master) },
        "The master does not know this session; signing in again",
      );
      if (isStale) await abortable(this.signInAgain(), this.#deadline(options));
      return await attempt(this.#current.credentials);
    }
  }

  /** A sign-in may wait for a person; one request does not wait that long. */
  #deadline({ timeoutMs, signal }: SendOptions): AbortSignal {
    const timeout = AbortSignal.timeout(timeoutMs ?? this.#parts.config.request_channel_timeout * 1000);
    return signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  }

  async #send(body: Uint8Array, cmd: string, options: SendOptions): Promise<Uint8Array> {
    const { config } = this.#parts;
    const timeoutMs = options.timeoutMs ?? config.request_channel_timeout * 1000;
    const tries = Math.max(1, options.tries ?? config.request_channel_tries);
    const signal = options.signal === undefined ? {} : { signal: options.signal };
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#client.request(body, { timeoutMs, ...signal });
      } catch (error) {
        const isSilence = error instanceof SaltError && error.code === "TIMEOUT";
        if (!isSilence || attempt >= tries || options.signal?.aborted) throw error;
        // Whoever waits for a job does not see why it takes so long, unless it stands here.
        this.#parts.log.warn(
          { master: addressText(this.master), cmd, attempt, timeoutMs },
          "The master did not answer a request in time; it is sent again",
        );
      }
    }
  }

  async #signInAgain(): Promise<void> {
    const before = this.#current;
    const next = await this.#parts.signIn(true);
    const { publications } = before.credentials;
    const isSameKey = next.credentials.publications.keyText === publications.keyText;
    // Who remembers the last serial of a key by its object goes on with the same object.
    this.#current = isSameKey ? { ...next, credentials: { ...next.credentials, publications } } : next;
    if (addressText(before.master) === addressText(next.master)) return;
    this.#client.close();
    this.#client = this.#parts.connect(next.master);
  }
}

/** The command of a request, for the log. */
function wordOf(load: Dict): string {
  return getString(load, "cmd") ?? "";
}

/** Salt's own sentinel: this number means that the option is not set. */
const UNSET_PUBLISH_PORT = 4506;

/** The ciphertext of a reply. Throws SealError for the texts and maps that a master answers when it cannot read a request. */
function sealedReply(reply: Uint8Array): Uint8Array {
  let value: Value;
  try {
    value = decode(reply, { maxDepth: 8 });
  } catch (cause) {
    throw new SealError("a reply cannot be read", { cause });
  }
  const sealed = asBytes(value);
  if (sealed === undefined) throw new SealError("a reply is not sealed");
  return sealed;
}

/** The promise, or the signal's reason as soon as that aborts. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void =>
      reject(new SaltError("SIGN_IN_PENDING", "The sign-in takes longer than this may wait"));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

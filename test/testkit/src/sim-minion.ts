/**
 * A light minion for tests: it signs in, sends sealed requests, listens and answers, and lets a test do all of that
 * wrongly. It trusts whatever master it finds and matches no targets but lists and `*`.
 */
import { randomBytes } from "node:crypto";
import type { Closable, Dict, Plain, Value } from "@salt/core";
import { dict, get, getString, MalformedError } from "@salt/core";
import type { RequestClient, Subscription } from "@salt/wire";
import {
  asBytes,
  Crypticle,
  decode,
  encodeClearRequest,
  encodeSealedRequest,
  openRequestClient,
  openSubscription,
  PrivateKey,
  parseAuthReply,
  parsePublication,
} from "@salt/wire";

const TIMEOUT_MS = 10_000;

/** Where the master is, and who asks. */
export interface SimMinionOptions {
  readonly id: string;
  readonly port: number;
  readonly address?: string;
  /** Made when absent. */
  readonly key?: PrivateKey;
}

/** The keys of an accepted sign-in. */
export interface Session {
  readonly aes: Crypticle;
  readonly session: Crypticle;
  readonly publishPort: number;
}

/** What a sign-in came to: keys, or the word or flag of a refusal. */
export type SignIn = { readonly state: "accepted"; readonly session: Session } | { readonly state: Value };

/** A nonce as minions make them. */
export const newNonce = (): string => randomBytes(16).toString("hex");

/** One simulated minion. */
export class SimMinion implements Closable {
  readonly id: string;
  readonly key: PrivateKey;
  readonly requests: RequestClient;
  readonly #address: string;
  #session: Session | undefined;
  #subscription: Subscription | undefined;

  private constructor(options: SimMinionOptions, key: PrivateKey) {
    this.id = options.id;
    this.key = key;
    this.#address = options.address ?? "127.0.0.1";
    this.requests = openRequestClient({ address: this.#address, port: options.port });
  }

  /** Makes a minion; it connects with its first request. */
  static async open(options: SimMinionOptions): Promise<SimMinion> {
    return new SimMinion(options, options.key ?? (await PrivateKey.generate(2048)));
  }

  /** The keys of the last accepted sign-in. Throws MalformedError when there was none. */
  get session(): Session {
    if (this.#session === undefined) throw new MalformedError(`${this.id} has not signed in`);
    return this.#session;
  }

  /** Sends bytes and gives the bytes that came back. Throws TimeoutError. */
  raw(body: Uint8Array, timeoutMs = TIMEOUT_MS): Promise<Uint8Array> {
    return this.requests.request(body, { timeoutMs });
  }

  /** Sends a load in clear and gives the reply. */
  async clear(load: Plain, timeoutMs = TIMEOUT_MS): Promise<Value> {
    return decode(await this.raw(encodeClearRequest(load), timeoutMs));
  }

  /** The load of a sign-in, with changes. */
  authLoad(changes: { readonly [field: string]: Plain } = {}): Dict {
    const load: { readonly [field: string]: Plain } = {
      cmd: "_auth",
      id: this.id,
      nonce: newNonce(),
      enc_algo: "OAEP-SHA1",
      sig_algo: "PKCS1v15-SHA1",
      pub: this.key.publicKey.pem,
    };
    return dict({ ...load, ...changes });
  }

  /** Signs in once. */
  async signIn(): Promise<SignIn> {
    const { load } = parseAuthReply(await this.raw(encodeClearRequest(this.authLoad())));
    const open = (field: string): Crypticle | undefined => {
      const bytes = asBytes(load.get(field));
      return bytes && new Crypticle(this.key.decrypt("OAEP-SHA1", bytes).toString("latin1"));
    };
    const [aes, session] = [open("aes"), open("session")];
    if (aes === undefined || session === undefined) return { state: load.get("ret") ?? null };
    this.#session = { aes, session, publishPort: Number(load.get("publish_port")) };
    return { state: "accepted", session: this.#session };
  }

  /** Signs in and throws unless that is accepted. */
  async mustSignIn(): Promise<Session> {
    const answer = await this.signIn();
    if (answer.state !== "accepted")
      throw new MalformedError(`${this.id} was not accepted: ${String(answer.state)}`);
    return this.session;
  }

  /** A sealed request as this minion would send it, with changes to its load and envelope. */
  sealed(
    load: { readonly [field: string]: Plain },
    envelope: { readonly id?: string; readonly crypticle?: Crypticle } = {},
  ): Buffer {
    const tok = this.key.signX931(Buffer.from("salt"));
    const standard = { nonce: newNonce(), ts: Math.floor(Date.now() / 1000), tok, id: this.id };
    return encodeSealedRequest({
      id: envelope.id ?? this.id,
      crypticle: envelope.crypticle ?? this.session.session,
      load: { ...standard, ...load },
      encAlgo: "OAEP-SHA1",
      sigAlgo: "PKCS1v15-SHA1",
    });
  }

  /** Sends a sealed request; the opened reply, or `{refused: text}` when the reply was not sealed. */
  async request(load: { readonly [field: string]: Plain }, timeoutMs = TIMEOUT_MS): Promise<Value> {
    const nonce = getString(dict(load), "nonce") ?? newNonce();
    return this.opened(await this.raw(this.sealed({ ...load, nonce }), timeoutMs), nonce);
  }

  /** Opens a reply to a request with a nonce. */
  opened(reply: Uint8Array, nonce: string): Value {
    const value = decode(reply);
    const bytes = asBytes(value);
    if (bytes === undefined || bytes.length < 64) return dict({ refused: value });
    return this.session.session.open(bytes, nonce);
  }

  /** Returns a result for a job. */
  returnFor(jid: string, changes: { readonly [field: string]: Plain } = {}): Promise<Value> {
    const load = {
      cmd: "_return",
      jid,
      fun: "test.ping",
      fun_args: [],
      return: true,
      success: true,
      retcode: 0,
    };
    return this.request({ ...load, ...changes });
  }

  /** Listens for jobs until closed; each is given to `onJob`, whoever it is for. */
  async listen(onJob: (job: Dict) => void | Promise<void>): Promise<void> {
    const { publishPort, aes } = this.session;
    this.#subscription = openSubscription({
      address: this.#address,
      port: publishPort,
      topics: "all",
      reconnectMs: 100,
    });
    const subscription = this.#subscription;
    const connected = new Promise<void>((resolve) => {
      subscription.onState((state) => state === "connected" && resolve());
    });
    void this.#take(subscription, aes, onJob);
    await connected;
  }

  close(): void {
    this.#subscription?.close();
    this.requests.close();
  }

  async #take(
    subscription: Subscription,
    first: Crypticle,
    onJob: (job: Dict) => void | Promise<void>,
  ): Promise<void> {
    let key = first;
    for await (const frames of subscription) {
      const body = frames.at(-1);
      if (body === undefined) continue;
      const { load } = parsePublication(body);
      let job = openWith(key, load);
      if (job === undefined) {
        // A new AES key: the sign-in brings it.
        key = (await this.mustSignIn().catch(() => this.session)).aes;
        job = openWith(key, load);
      }
      if (job instanceof Map && this.#isFor(job)) await onJob(job);
    }
  }

  #isFor(job: Dict): boolean {
    const target = get(job, "tgt");
    return target === "*" || target === this.id || (Array.isArray(target) && target.includes(this.id));
  }
}

function openWith(key: Crypticle, load: Uint8Array): Value | undefined {
  try {
    return key.open(load);
  } catch {
    return undefined;
  }
}

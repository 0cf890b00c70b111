/**
 * The minion's side of the request port, as small as tests need it. Not exported.
 */
import { randomBytes } from "node:crypto";
import type { Plain, Value } from "@salt/core";
import { dict } from "@salt/core";
import type { PrivateKey } from "@salt/wire";
import {
  asBytes,
  Crypticle,
  decode,
  encodeClearRequest,
  encodeSealedRequest,
  parseAuthReply,
} from "@salt/wire";

/** Sends a request and gives its reply. */
export type Send = (request: Uint8Array) => Promise<Uint8Array>;

type Fields = { readonly [name: string]: Plain };

/** A nonce as minions make them. */
export const newNonce = (): string => randomBytes(16).toString("hex");

/** Signs in and sends sealed requests, rightly or, with changes, wrongly. */
export class SealedSender {
  readonly id: string;
  readonly #key: PrivateKey;
  readonly #send: Send;
  #session: Crypticle | undefined;
  #aes: Crypticle | undefined;

  constructor(id: string, key: PrivateKey, send: Send) {
    this.id = id;
    this.#key = key;
    this.#send = send;
  }

  /** The session key of the last sign-in. */
  get session(): Crypticle {
    if (this.#session === undefined) throw new TypeError("not signed in");
    return this.#session;
  }

  /** The key of publications, by the last sign-in. */
  get aes(): Crypticle {
    if (this.#aes === undefined) throw new TypeError("not signed in");
    return this.#aes;
  }

  /** Signs in; `ret` of a refusal, or true with both keys kept. */
  async signIn(changes: Fields = {}): Promise<Value> {
    const reply = parseAuthReply(await this.#send(encodeClearRequest(this.authLoad(changes))));
    const session = asBytes(reply.load.get("session"));
    const aes = asBytes(reply.load.get("aes"));
    if (session === undefined || aes === undefined) return reply.load.get("ret") ?? null;
    this.#session = new Crypticle(this.#key.decrypt("OAEP-SHA1", session).toString("latin1"));
    this.#aes = new Crypticle(this.#key.decrypt("OAEP-SHA1", aes).toString("latin1"));
    return "accepted";
  }

  /** The load of a sign-in. */
  authLoad(changes: Fields = {}): Fields {
    const pub = this.#key.publicKey.pem;
    return {
      cmd: "_auth",
      id: this.id,
      nonce: newNonce(),
      enc_algo: "OAEP-SHA1",
      sig_algo: "PKCS1v15-SHA1",
      pub,
      ...changes,
    };
  }

  /** The bytes of a sealed request. */
  seal(load: Fields, envelopeId = this.id): Buffer {
    const tok = this.#key.signX931(Buffer.from("salt"));
    const channel = { nonce: newNonce(), ts: Math.floor(Date.now() / 1000), tok, id: this.id };
    return encodeSealedRequest({
      id: envelopeId,
      crypticle: this.session,
      load: { ...channel, ...load },
      encAlgo: "OAEP-SHA1",
      sigAlgo: "PKCS1v15-SHA1",
    });
  }

  /** Sends a sealed request; the opened reply, or the text of a refusal. */
  async request(load: Fields): Promise<Value> {
    const nonce = newNonce();
    const reply = decode(await this.#send(this.seal({ nonce, ...load })));
    const sealed = asBytes(reply);
    if (sealed === undefined || sealed.length < 64) return dict({ refused: reply });
    return this.session.open(sealed, nonce);
  }
}

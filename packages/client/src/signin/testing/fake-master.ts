/**
 * A master in memory: answers requests as bytes, rightly or, when told so, wrongly. Not exported.
 */
import { createHash } from "node:crypto";
import type { Dict, MutableDict, Plain, Value } from "@salt/core";
import { dict, get, getString, isDict } from "@salt/core";
import type { PrivateKey, RequestClient, SigningAlgorithm } from "@salt/wire";
import {
  asBytes,
  Crypticle,
  encode,
  encodeSignedReply,
  isEncryptionAlgorithm,
  isSigningAlgorithm,
  KeyError,
  PublicKey,
  parseRequest,
  SealError,
  sealPillarReply,
} from "@salt/wire";
import { vectorKey } from "./recorded.js";

/** Answers a master in memory. */
export class FakeMaster {
  key: PrivateKey = vectorKey("master");
  aes = new Crypticle(Crypticle.generateKey());
  session = new Crypticle(Crypticle.generateKey());
  /** What sign-ins are answered with; `accepted`, or the value of `ret`. */
  verdict: "accepted" | Value = "accepted";
  /** Changes the load of a sign-in reply before it is signed. */
  alter: (load: MutableDict) => void = () => {};
  /** Signs sign-in and pillar replies, when it is not the master's own key. */
  signer: PrivateKey | undefined;
  pillar: Plain = { role: "web" };
  /** Loads of sealed requests that could be read. */
  readonly requests: Dict[] = [];
  /** Loads of sign-ins. */
  readonly signIns: Dict[] = [];
  /** What sealed requests are answered with. */
  answer: (load: Dict) => Plain = () => null;

  /** Answers one request. */
  async handle(body: Uint8Array): Promise<Uint8Array> {
    const request = parseRequest(body);
    if (request.enc === "clear") return await this.#signIn(request.load);
    const load = this.#open(request.load);
    const nonce = getString(load, "nonce");
    if (!isDict(load) || nonce === undefined) return encode("bad load");
    this.requests.push(load);
    if (getString(load, "cmd") === "_pillar") return await this.#pillar(request, nonce);
    return encode(this.session.seal(this.answer(load), nonce));
  }

  /** A channel to this master. */
  client(): RequestClient {
    return { request: (body) => this.handle(body), close: () => {} };
  }

  #open(sealed: Uint8Array): Value {
    try {
      return this.session.open(sealed);
    } catch (error) {
      if (error instanceof SealError) return null;
      throw error;
    }
  }

  async #signIn(load: Dict): Promise<Uint8Array> {
    this.signIns.push(load);
    const nonce = getString(load, "nonce") ?? "";
    const algorithm = signing(load.get("sig_algo"));
    const reply = this.verdict === "accepted" ? this.#accepted(load) : dict({ ret: this.verdict });
    reply.set("nonce", nonce);
    this.alter(reply);
    return await encodeSignedReply({ privateKey: this.signer ?? this.key, algorithm, load: reply });
  }

  #accepted(load: Dict): MutableDict {
    const minion = PublicKey.fromPem(getString(load, "pub") ?? "");
    const algorithm = load.get("enc_algo");
    if (!isEncryptionAlgorithm(algorithm)) throw new KeyError("a test names no algorithm");
    const digest = createHash("sha256").update(this.aes.keyText).digest("hex");
    const reply = dict({
      enc: "pub",
      pub_key: this.key.publicKey.pem,
      publish_port: 4505,
      aes: minion.encrypt(algorithm, Buffer.from(this.aes.keyText)),
      session: minion.encrypt(algorithm, Buffer.from(this.session.keyText)),
      sig: this.key.signX931(Buffer.from(digest)),
    });
    const token = asBytes(get(load, "token"));
    if (token !== undefined) this.#echo(reply, token, minion, algorithm);
    return reply;
  }

  /** A master whose key was replaced cannot read the token, and leaves it out. */
  #echo(
    reply: MutableDict,
    token: Uint8Array,
    minion: PublicKey,
    algorithm: "OAEP-SHA1" | "OAEP-SHA224",
  ): void {
    try {
      reply.set("token", minion.encrypt(algorithm, this.key.decrypt(algorithm, token)));
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
    }
  }

  async #pillar(
    request: { readonly encAlgo: string | undefined; readonly sigAlgo: string | undefined },
    nonce: string,
  ): Promise<Uint8Array> {
    const { encAlgo } = request;
    if (!isEncryptionAlgorithm(encAlgo)) throw new KeyError("a test names no algorithm");
    return await sealPillarReply({
      minionKey: vectorKey("minion").publicKey,
      masterKey: this.signer ?? this.key,
      encAlgo,
      sigAlgo: signing(request.sigAlgo),
      nonce,
      pillar: this.pillar,
    });
  }
}

function signing(name: unknown): SigningAlgorithm {
  if (!isSigningAlgorithm(name)) throw new KeyError("a test names no algorithm");
  return name;
}

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { Value } from "@salt/core";
import { getString, isDict } from "@salt/core";
import { asBytes } from "../codec/bytes.js";
import { decode } from "../codec/decode.js";
import { encode } from "../codec/encode.js";
import type { EncryptionAlgorithm, SigningAlgorithm } from "../crypto/algorithms.js";
import { isEncryptionAlgorithm, isSigningAlgorithm } from "../crypto/algorithms.js";
import { Crypticle } from "../crypto/crypticle.js";
import { PrivateKey } from "../crypto/private-key.js";
import type { Json } from "../testing/vectors.js";
import { at, has, hex, list, pem, readVectors, text, toJson } from "../testing/vectors.js";
import { parseAuthReply } from "./auth-reply.js";
import { openPillarReply } from "./pillar.js";
import { parsePublication } from "./publication.js";
import { parseRequest } from "./request.js";

const master = PrivateKey.fromPem(pem("master", "privatePem"));
const minion = PrivateKey.fromPem(pem("minion", "privatePem"));
const masterSign = PrivateKey.fromPem(pem("master_sign", "privatePem"));
const PREFIX = Buffer.from("pickle::");

interface Algorithms {
  readonly encAlgo: EncryptionAlgorithm;
  readonly sigAlgo: SigningAlgorithm;
}

function algorithms(json: Json, encKey: string, sigKey: string): Algorithms {
  const [encAlgo, sigAlgo] = [text(json, encKey), text(json, sigKey)];
  assert.ok(isEncryptionAlgorithm(encAlgo) && isSigningAlgorithm(sigAlgo));
  return { encAlgo, sigAlgo };
}

function bytesAt(value: Value, key: string): Buffer {
  const bytes = isDict(value) ? asBytes(value.get(key)) : undefined;
  assert.ok(bytes !== undefined, `there is no ${key}`);
  return Buffer.from(bytes);
}

/** A sealed request opens with its session key to the recorded plaintext and map, and says whose it is. */
function checkSealedRequest(exchange: Json): void {
  const request = parseRequest(hex(exchange, "request_hex"));
  assert.ok(request.enc === "aes" && request.version === 3);
  const session = new Crypticle(text(exchange, "session_key_string"));
  const packed = session.openBytes(request.load);
  assert.deepEqual(Buffer.concat([PREFIX, packed]), hex(exchange, "request_load_plain_hex"));
  const load = session.open(request.load);
  assert.deepEqual(toJson(load), at(exchange, "request_load"));
  assert.deepEqual(decode(encode(load)), load);
  assert.equal(minion.publicKey.recoverX931(bytesAt(load, "tok"))?.toString(), "salt");
}

/** An accepted sign-in: everything a minion checks before it believes it. */
function checkAcceptance(exchange: Json, algo: Algorithms): void {
  const { load, packed, sig } = parseAuthReply(hex(exchange, "reply_hex"));
  assert.ok(packed !== undefined && sig !== undefined);
  assert.deepEqual(packed, hex(exchange, "reply_load_hex"));
  assert.deepEqual(sig, hex(exchange, "reply_sig_hex"));
  assert.ok(master.publicKey.verify(algo.sigAlgo, packed, sig));
  assert.deepEqual(toJson(load), at(exchange, "reply_load"));
  assert.deepEqual(encode(load), packed);
  const secret = (key: string): string => minion.decrypt(algo.encAlgo, bytesAt(load, key)).toString();
  const aes = secret("aes");
  assert.equal(aes, text(exchange, "decrypted", "aes_key_string"));
  assert.equal(secret("session"), text(exchange, "decrypted", "session_key_string"));
  const digest = createHash("sha256").update(aes).digest("hex");
  assert.equal(master.publicKey.recoverX931(bytesAt(load, "sig"))?.toString(), digest);
  if (load.has("token")) assert.equal(secret("token"), text(exchange, "decrypted", "echoed_token"));
  const pubSig = getString(load, "pub_sig");
  if (pubSig === undefined) return;
  const signed = Buffer.from(getString(load, "pub_key") ?? "");
  assert.ok(masterSign.publicKey.verify(algo.sigAlgo, signed, Buffer.from(pubSig, "base64")));
}

function checkPillar(exchange: Json, algo: Algorithms): void {
  const nonce = text(exchange, "nonce");
  const parts = { privateKey: minion, masterKey: master.publicKey, nonce, ...algo };
  const pillar = openPillarReply({ bytes: hex(exchange, "reply_hex"), ...parts });
  assert.deepEqual(toJson(pillar), at(exchange, "reply_data", "pillar"));
  const outer = decode(hex(exchange, "reply_hex"));
  const keyText = minion.decrypt(algo.encAlgo, bytesAt(outer, "key")).toString();
  assert.equal(keyText, text(exchange, "reply_pillar_key_string"));
  const packed = new Crypticle(keyText).openBytes(bytesAt(outer, "pillar"));
  assert.deepEqual(Buffer.concat([PREFIX, packed]), hex(exchange, "reply_pillar_plain_hex"));
}

function checkReply(exchange: Json): void {
  const nonce = text(exchange, "nonce");
  const session = new Crypticle(text(exchange, "session_key_string"));
  const sealed = asBytes(decode(hex(exchange, "reply_hex")));
  assert.ok(sealed !== undefined);
  const packed = session.openBytes(sealed, nonce);
  assert.deepEqual(Buffer.concat([PREFIX, Buffer.from(nonce), packed]), hex(exchange, "reply_plain_hex"));
  const value = session.open(sealed, nonce);
  assert.deepEqual(toJson(value), at(exchange, "reply_value"));
  assert.deepEqual(encode(value), packed, "a real master's own packing comes back");
}

function checkPublication(publication: Json): void {
  const [frame] = list(publication, "frames");
  const { load, ...signature } = parsePublication(
    Buffer.from(text({ frame: frame ?? null }, "frame"), "hex"),
  );
  const crypticle = new Crypticle(text(publication, "aes_key_string"));
  const packed = crypticle.openBytes(load);
  assert.deepEqual(Buffer.concat([PREFIX, packed]), hex(publication, "load_plain_hex"));
  assert.deepEqual(toJson(crypticle.open(load)), at(publication, "load"));
  assert.deepEqual(encode(crypticle.open(load)), packed);
  assert.equal(signature.sig !== undefined, at(publication, "signature_valid") === true);
  if (signature.sig === undefined) return;
  assert.equal(signature.sigAlgo, text(publication, "envelope", "sig_algo"));
  assert.ok(isSigningAlgorithm(signature.sigAlgo));
  assert.ok(master.publicKey.verify(signature.sigAlgo, load, signature.sig));
}

const VARIANTS = ["signed-sha1", "signed-sha224", "unsigned-pubsig-sha1"];
const FILES = ["3006", "3007", "3008"].flatMap((release) =>
  VARIANTS.map((variant) => `real-master-${release}-${variant}`),
);

for (const file of FILES.filter((name) => name !== "real-master-3007-unsigned-pubsig-sha1")) {
  const vectors = readVectors(file);
  const algo = algorithms(vectors, "enc_algo", "sig_algo");
  for (const [i, exchange] of list(vectors, "exchanges").entries()) {
    const name = text(exchange, "name");
    test(`${file} ${i}: ${name}`, () => {
      if (name.startsWith("_auth")) {
        assert.deepEqual(toJson(decode(hex(exchange, "request_hex"))), at(exchange, "request"));
        assert.equal(parseRequest(hex(exchange, "request_hex")).enc, "clear");
        return checkAcceptance(exchange, algo);
      }
      checkSealedRequest(exchange);
      return name === "_pillar" ? checkPillar(exchange, algo) : checkReply(exchange);
    });
  }
  for (const [i, publication] of list(vectors, "publishes").entries()) {
    test(`${file} publication ${i}`, () => checkPublication(publication));
  }
}

for (const release of ["3006", "3007", "3008"]) {
  const file = `real-minion-${release}`;
  for (const [i, exchange] of list(readVectors(file), "exchanges").entries()) {
    if (has(exchange, "omitted")) continue;
    test(`${file} ${i}: ${text(exchange, "name")}`, () => {
      const frame = hex(exchange, "request_hex");
      assert.deepEqual(encode(decode(frame)), frame, "a real minion's own packing comes back");
      if (text(exchange, "name") !== "_auth") return checkSealedRequest(exchange);
      assert.deepEqual(toJson(decode(frame)), at(exchange, "request"));
      const algo = algorithms(at(exchange, "request", "load"), "enc_algo", "sig_algo");
      const { load, packed, sig } = parseAuthReply(hex(exchange, "reply_hex"));
      assert.ok(packed !== undefined && sig !== undefined);
      assert.ok(master.publicKey.verify(algo.sigAlgo, packed, sig));
      if (!load.has("aes")) return;
      const aes = minion.decrypt(algo.encAlgo, bytesAt(load, "aes")).toString();
      assert.equal(aes, text(exchange, "master_aes_key_string"));
    });
  }
}

for (const release of ["3006", "3007", "3008"]) {
  const vectors = readVectors(`tcp-${release}`);
  test(`tcp-${release}: frames of the tcp transport hold the same envelopes`, () => {
    for (const key of ["req1", "req2"]) {
      const frame = decode(hex(vectors, key));
      assert.ok(isDict(frame));
      const body = encode(frame.get("body") ?? null);
      assert.equal(parseRequest(body).version, 3);
    }
    const reply = decode(hex(vectors, "rep1"));
    assert.ok(isDict(reply));
    const { load, packed, sig } = parseAuthReply(encode(reply.get("body") ?? null));
    assert.ok(packed !== undefined && sig !== undefined);
    assert.ok(master.publicKey.verify("PKCS1v15-SHA1", packed, sig));
    const aes = new Crypticle(minion.decrypt("OAEP-SHA1", bytesAt(load, "aes")).toString());
    const session = new Crypticle(minion.decrypt("OAEP-SHA1", bytesAt(load, "session")).toString());
    checkTcpJob(vectors, aes, session);
  });
}

function checkTcpJob(vectors: Json, aes: Crypticle, session: Crypticle): void {
  const hello = decode(hex(vectors, "hello"));
  assert.ok(isDict(hello));
  const greeting = aes.open(bytesAt(hello.get("body") ?? null, "load"));
  assert.equal(minion.publicKey.recoverX931(bytesAt(greeting, "tok"))?.toString(), "salt");
  const publication = decode(hex(vectors, "publication"));
  assert.ok(isDict(publication));
  const body = publication.get("body") ?? null;
  const { load, sig } = parsePublication(isDict(body) ? encode(body) : (asBytes(body) ?? Buffer.alloc(0)));
  assert.ok(sig !== undefined && master.publicKey.verify("PKCS1v15-SHA1", load, sig));
  const job = aes.open(load);
  const request = decode(hex(vectors, "req2"));
  assert.ok(isDict(request));
  const answer = session.open(bytesAt(request.get("body") ?? null, "load"));
  assert.equal(getString(answer, "jid"), getString(job, "jid"));
  const reply = decode(hex(vectors, "rep2"));
  assert.equal(session.open(bytesAt(reply, "body"), getString(answer, "nonce")), null);
}

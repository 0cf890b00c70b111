import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plain } from "@salt/core";
import { isDict } from "@salt/core";
import { decode } from "../codec/decode.js";
import { encode } from "../codec/encode.js";
import { Crypticle } from "../crypto/crypticle.js";
import { PrivateKey } from "../crypto/private-key.js";
import { pem } from "../testing/vectors.js";
import { encodeSignedReply, parseAuthReply } from "./auth-reply.js";
import { openPillarReply, sealPillarReply } from "./pillar.js";
import { parsePublication, sealPublication } from "./publication.js";
import { encodeClearRequest, encodeSealedRequest, parseRequest, RequestRefused } from "./request.js";

const master = PrivateKey.fromPem(pem("master", "privatePem"));
const minion = PrivateKey.fromPem(pem("minion", "privatePem"));
const NONCE = "0123456789abcdef0123456789abcdef";
const sealed: Plain = { enc: "aes", version: 3, id: "m", load: Buffer.alloc(64, 0xff) };

const REFUSALS: readonly (readonly [name: string, request: Uint8Array, reply: Plain])[] = [
  ["bytes that are not msgpack", Buffer.from([0xc1]), { msg: "bad load" }],
  ["nothing", Buffer.alloc(0), { msg: "bad load" }],
  ["a bare value", encode(7), "bad load"],
  ["a map without enc", encode({ load: {} }), "bad load"],
  ["a map without load", encode({ enc: "clear" }), "bad load"],
  ["a version that is no number", encode({ enc: "clear", load: {}, version: "3" }), "bad load"],
  [
    "a clear load that is no map",
    encode({ enc: "clear", load: [], version: 3 }),
    "payload and load must be a dict",
  ],
  ["an id with NUL", encode({ enc: "clear", load: { id: "a\0b" } }), "bad load: id contains a null byte"],
  ["an id that is no text", encode({ enc: "clear", load: { id: 7 } }), "bad load: id is not a string"],
  ["an unknown enc", encode({ enc: "pub", load: {} }), "Some exception handling minion payload"],
  ["a sealed load that is a map", encode({ ...sealed, load: {} }), "bad load"],
  ["a sealed request of nobody", encode({ ...sealed, id: undefined }), "bad load"],
  ["a sealed request of a number", encode({ ...sealed, id: 5 }), "bad load"],
  ["an algorithm that is no text", encode({ ...sealed, enc_algo: [] }), "bad load"],
];

for (const [name, request, reply] of REFUSALS) {
  test(`refuses ${name} in the reference's words`, () => {
    assert.throws(
      () => parseRequest(request),
      (error) => error instanceof RequestRefused && encode(error.reply).equals(encode(reply)),
    );
  });
}

test("refuses a request that is too deep", () => {
  assert.throws(() => parseRequest(encodeClearRequest({ a: [[[[]]]] }), { maxDepth: 4 }), RequestRefused);
});

test("counts a missing version as 0", () => {
  assert.equal(parseRequest(encode({ enc: "clear", load: {} })).version, 0);
});

test("gives a sealed request back as it was made", () => {
  const crypticle = new Crypticle(Crypticle.generateKey());
  const bytes = encodeSealedRequest({
    id: "web1",
    crypticle,
    load: { cmd: "_return" },
    encAlgo: "OAEP-SHA224",
    sigAlgo: "PKCS1v15-SHA224",
  });
  const request = parseRequest(bytes);
  assert.ok(request.enc === "aes");
  assert.deepEqual([request.id, request.version], ["web1", 3]);
  assert.deepEqual([request.encAlgo, request.sigAlgo], ["OAEP-SHA224", "PKCS1v15-SHA224"]);
  assert.deepEqual(crypticle.open(request.load), new Map([["cmd", "_return"]]));
});

test("signs sign-in replies over the packed map", async () => {
  const bytes = await encodeSignedReply({
    privateKey: master,
    algorithm: "PKCS1v15-SHA1",
    load: { ret: true },
  });
  const { load, packed, sig } = parseAuthReply(bytes);
  assert.ok(packed !== undefined && sig !== undefined);
  assert.equal(load.get("ret"), true);
  assert.ok(master.publicKey.verify("PKCS1v15-SHA1", packed, sig));
});

test("reads unsigned refusals of an algorithm and refuses other unsigned replies", () => {
  const refusal = encode({ enc: "clear", load: { ret: "bad sig algo" } });
  assert.equal(parseAuthReply(refusal).load.get("ret"), "bad sig algo");
  assert.equal(parseAuthReply(refusal).sig, undefined);
  const wrong: readonly Plain[] = [
    "bad load",
    { msg: "bad load" },
    { enc: "clear", load: encode({ ret: true }) },
    { enc: "clear", load: { ret: true }, sig: Buffer.from([1]) },
    { enc: "clear", load: 7, sig: Buffer.from([1]) },
    { enc: "clear", load: encode([]), sig: Buffer.from([1]) },
  ];
  for (const reply of wrong) assert.throws(() => parseAuthReply(encode(reply)), { code: "MALFORMED" });
});

test("publications are signed over the sealed bytes, or not at all", async () => {
  const crypticle = new Crypticle(Crypticle.generateKey());
  const parts = { crypticle, privateKey: master, algorithm: "PKCS1v15-SHA224", load: { serial: 1 } } as const;
  const signed = parsePublication(await sealPublication(parts));
  assert.ok(signed.sig !== undefined && signed.sigAlgo === "PKCS1v15-SHA224");
  assert.ok(master.publicKey.verify(signed.sigAlgo, signed.load, signed.sig));
  const unsigned = await sealPublication({ ...parts, privateKey: undefined });
  assert.deepEqual(parsePublication(unsigned).sig, undefined);
  const envelope = decode(unsigned);
  assert.ok(isDict(envelope));
  assert.deepEqual([...envelope.keys()], ["enc", "load"]);
});

test("refuses what is no publication", () => {
  const load = Buffer.alloc(64, 0xff);
  const wrong: readonly Plain[] = [
    null,
    {},
    { enc: "clear", load },
    { enc: "aes" },
    { enc: "aes", load: {} },
    { enc: "aes", load, sig: 1 },
    { enc: "aes", load, sig_algo: 1 },
    { enc: "aes", load, extra: [[]] },
  ];
  for (const publication of wrong)
    assert.throws(() => parsePublication(encode(publication)), { code: "MALFORMED" });
});

const reply = {
  minionKey: minion.publicKey,
  masterKey: master,
  encAlgo: "OAEP-SHA1",
  sigAlgo: "PKCS1v15-SHA1",
  nonce: NONCE,
} as const;
const opening = { ...reply, privateKey: minion, masterKey: master.publicKey };

test("a pillar is read by its minion, from its master, for its request only", async () => {
  const bytes = await sealPillarReply({ ...reply, pillar: { secret: "x" } });
  assert.deepEqual(openPillarReply({ ...opening, bytes }), new Map([["secret", "x"]]));
  const wrong = [
    { ...opening, bytes, privateKey: master },
    { ...opening, bytes, masterKey: minion.publicKey },
    { ...opening, bytes, nonce: NONCE.replace("0", "1") },
    { ...opening, bytes, encAlgo: "OAEP-SHA224" as const },
    { ...opening, bytes, sigAlgo: "PKCS1v15-SHA224" as const },
    { ...opening, bytes: encode("bad load") },
    { ...opening, bytes: encode({ error: "bad load" }) },
    { ...opening, bytes: encode({ key: Buffer.alloc(256), pillar: Buffer.alloc(64) }) },
    { ...opening, bytes: bytes.subarray(1) },
  ];
  for (const attempt of wrong) assert.throws(() => openPillarReply(attempt), { code: "SEAL" });
});

test("a pillar under the outer key of another reply is refused", async () => {
  const pack = async (data: Plain, key: Uint8Array, keyText: string): Promise<Uint8Array> => {
    const packed = encode(data);
    const sig = master.signNow("PKCS1v15-SHA1", packed);
    return encode({ key, pillar: new Crypticle(keyText).seal({ data: packed, sig }) });
  };
  const keyText = Crypticle.generateKey();
  const key = minion.publicKey.encrypt("OAEP-SHA1", Buffer.from(keyText));
  const other = await pack({ key: Buffer.alloc(256, 1), pillar: {}, nonce: NONCE }, key, keyText);
  assert.throws(() => openPillarReply({ ...opening, bytes: other }), { code: "SEAL" });
  const right = await pack({ key, pillar: { a: 1 }, nonce: NONCE }, key, keyText);
  assert.deepEqual(openPillarReply({ ...opening, bytes: right }), new Map([["a", 1]]));
});

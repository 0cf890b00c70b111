import assert from "node:assert/strict";
import { createHash, generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { at, hex, pem, readVectors, text } from "../testing/vectors.js";
import {
  ENCRYPTION_ALGORITHMS,
  isEncryptionAlgorithm,
  isSigningAlgorithm,
  KeyError,
  SIGNING_ALGORITHMS,
} from "./algorithms.js";
import { PublicKeyCache } from "./key-cache.js";
import { PrivateKey } from "./private-key.js";
import { PublicKey } from "./public-key.js";

const rsa = at(readVectors("crypto"), "rsa");
const master = PrivateKey.fromPem(pem("master", "privatePem"));
const minion = PrivateKey.fromPem(pem("minion", "privatePem"));
const masterSign = PrivateKey.fromPem(pem("master_sign", "privatePem"));
const message = hex(rsa, "message");
const aesText = text(rsa, "aes_key_string");

for (const algorithm of SIGNING_ALGORITHMS) {
  test(`signs and verifies with ${algorithm} as the reference does`, async () => {
    const expected = hex(rsa, `sign_master_${algorithm}`);
    assert.deepEqual(master.signNow(algorithm, message), expected);
    assert.deepEqual(await master.sign(algorithm, message), expected);
    assert.equal(master.publicKey.verify(algorithm, message, expected), true);
    assert.equal(minion.publicKey.verify(algorithm, message, expected), false);
    assert.equal(master.publicKey.verify(algorithm, message, expected.subarray(1)), false);
    assert.equal(master.publicKey.verify(algorithm, Buffer.from("another"), expected), false);
  });

  test(`makes the pub_sig of ${algorithm}`, () => {
    const clean = text(rsa, "clean_master_pub");
    const sig = masterSign.signNow(algorithm, Buffer.from(clean));
    assert.equal(`${sig.toString("base64")}\n`, text(rsa, `pub_sig_by_master_sign_${algorithm}`));
  });

  test(`signs a return as minion_sign_messages with ${algorithm} does`, () => {
    const vector = at(readVectors("crypto"), "minion_sign_messages");
    assert.deepEqual(minion.signNow(algorithm, hex(vector, "serialized")), hex(vector, `sig_${algorithm}`));
  });
}

for (const algorithm of ENCRYPTION_ALGORITHMS) {
  test(`decrypts ${algorithm} on the thread and off it`, async () => {
    const sealed = hex(rsa, `encrypt_to_minion_${algorithm}`);
    assert.deepEqual(minion.decrypt(algorithm, sealed), message);
    assert.deepEqual(await minion.decryptAsync(algorithm, sealed), message);
    const own = master.publicKey.encrypt(algorithm, Buffer.from("x"));
    assert.equal(master.decrypt(algorithm, own).toString(), "x");
    assert.throws(() => minion.decrypt(algorithm, own), KeyError);
    await assert.rejects(minion.decryptAsync(algorithm, own), KeyError);
    assert.throws(() => master.publicKey.encrypt(algorithm, Buffer.alloc(300)), KeyError);
  });
}

test("makes and recovers the token of each request", () => {
  const token = hex(rsa, "x931_minion_token_of_salt");
  assert.deepEqual(minion.signX931(Buffer.from("salt")), token);
  assert.equal(minion.publicKey.recoverX931(token)?.toString(), "salt");
  assert.notEqual(master.publicKey.recoverX931(token)?.toString(), "salt");
});

test("makes and recovers the digest in a sign-in reply", () => {
  const digest = createHash("sha256").update(aesText).digest("hex");
  assert.equal(digest, text(rsa, "sha256_hex_of_aes_key_string"));
  assert.deepEqual(master.signX931(Buffer.from(digest)), hex(rsa, "x931_master_sig_of_digest"));
  assert.equal(master.publicKey.recoverX931(hex(rsa, "x931_master_sig_of_digest"))?.toString(), digest);
});

test("recovers nothing from values that are no token", () => {
  const { publicKey } = minion;
  for (const value of [Buffer.alloc(0), Buffer.alloc(255), Buffer.alloc(256), Buffer.alloc(256, 0xff)]) {
    assert.equal(publicKey.recoverX931(value), undefined);
  }
});

test("fits messages of every length that X9.31 has room for", () => {
  for (const size of [0, 1, 252, 253, 254]) {
    const data = Buffer.alloc(size, 0xbb);
    assert.deepEqual(minion.publicKey.recoverX931(minion.signX931(data)), data);
  }
  assert.throws(() => minion.signX931(Buffer.alloc(255)), KeyError);
});

test("prints the fingerprints that master_finger is compared with", () => {
  for (const [name, key] of [["master", master] as const, ["minion", minion] as const]) {
    for (const hash of ["sha256", "md5"]) {
      assert.equal(key.publicKey.fingerprint(hash), text(rsa, "fingerprints", `${name}_${hash}`));
    }
  }
  assert.throws(() => master.publicKey.fingerprint("sha0"), KeyError);
});

test("reads a public key whatever its line ends, to the same text", () => {
  const clean = text(rsa, "clean_master_pub");
  for (const form of [
    clean,
    `${clean}\n`,
    clean.replaceAll("\n", "\r\n"),
    `  ${clean.replaceAll("\n", "\r")} `,
  ]) {
    assert.equal(PublicKey.fromPem(form).pem, clean);
  }
  assert.equal(PublicKey.fromPem(clean).bits, 2048);
});

const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const weak = generateKeyPairSync("rsa", { modulusLength: 1024 });
const oddExponent = generateKeyPairSync("rsa", { modulusLength: 2048, publicExponent: 2 ** 31 + 11 });
const spki = { type: "spki", format: "pem" } as const;
const clean = text(rsa, "clean_master_pub");

const REFUSED: Readonly<Record<string, string>> = {
  nothing: "",
  "some text": "hello",
  "a private key": pem("master", "privatePem"),
  "a key of another kind": String(ec.publicKey.export(spki)),
  "a weak key": String(weak.publicKey.export(spki)),
  "a key with text before it": `x\n${clean}`,
  "two keys": `${clean}\n${clean}`,
  "a key with something else inside": clean.replace("MIIB", "AAAA"),
  "a key that is cut off": clean.slice(0, 200),
  "a huge text": `-----BEGIN PUBLIC KEY-----\n${"A".repeat(64)}\n`.repeat(10_000),
};

for (const [name, refused] of Object.entries(REFUSED)) {
  test(`refuses ${name} as a public key`, () => assert.throws(() => PublicKey.fromPem(refused), KeyError));
}

test("takes exponents of 32 bits", () => {
  assert.equal(PublicKey.fromPem(String(oddExponent.publicKey.export(spki))).bits, 2048);
});

test("reads and writes private keys with and without a passphrase", () => {
  assert.equal(master.toPem(), pem("master", "privatePem"));
  const locked = master.toPem("secret words");
  assert.match(locked, /^-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED/);
  assert.equal(PrivateKey.fromPem(locked, "secret words").toPem(), master.toPem());
  assert.throws(() => PrivateKey.fromPem(locked), KeyError);
  assert.throws(() => PrivateKey.fromPem(locked, "another"), KeyError);
  assert.throws(() => PrivateKey.fromPem("no key"), KeyError);
  assert.throws(() => PrivateKey.fromPem(clean), KeyError);
});

test("says in an error neither the key nor the passphrase", () => {
  const locked = master.toPem("secret words");
  assert.throws(
    () => PrivateKey.fromPem(locked, "wrong words"),
    (error: Error) => !/words|BEGIN/.test(error.message),
  );
});

test("makes keys of the size asked for", async () => {
  assert.equal((await PrivateKey.generate(2048)).publicKey.bits, 2048);
});

test("knows the names of algorithms and no others", () => {
  assert.ok(isSigningAlgorithm("PKCS1v15-SHA224"));
  assert.ok(isEncryptionAlgorithm("OAEP-SHA1"));
  for (const name of ["OAEP-SHA256", "", undefined, 1, "toString"]) {
    assert.equal(isSigningAlgorithm(name) || isEncryptionAlgorithm(name), false);
  }
});

test("keeps the keys used last, and as many as it may", () => {
  const cache = new PublicKeyCache(2);
  const [a, b, c] = [master, minion, masterSign].map((key) => key.publicKey.pem);
  assert.ok(a !== undefined && b !== undefined && c !== undefined);
  const first = cache.get(a);
  const second = cache.get(b);
  assert.equal(cache.get(a), first);
  cache.get(c);
  assert.equal(cache.get(a), first);
  assert.notEqual(cache.get(b), second);
});

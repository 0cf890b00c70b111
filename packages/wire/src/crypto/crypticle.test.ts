import assert from "node:assert/strict";
import { createCipheriv, createHmac } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { at, hex, list, readVectors, text } from "../testing/vectors.js";
import { KeyError } from "./algorithms.js";
import { Crypticle, SealError } from "./crypticle.js";

const vectors = at(readVectors("crypto"), "crypticle");
const keyText = text(vectors, "key_string");
const NONCE = "0123456789abcdef0123456789abcdef";

for (const row of list(vectors, "cases")) {
  test(`seals and opens: ${text(row, "name")}`, () => {
    const packed = hex(row, "plain_msgpack");
    const found = at(row, "nonce");
    const nonce = typeof found === "string" ? found : undefined;
    const crypticle = new Crypticle(keyText, () => hex(row, "iv"));
    const sealed = crypticle.sealBytes(packed, nonce);
    assert.equal(sealed.toString("hex"), text(row, "ciphertext"));
    assert.deepEqual(crypticle.openBytes(sealed, nonce), packed);
    const opened = crypticle.open(sealed, nonce);
    assert.deepEqual(crypticle.seal(opened, nonce), sealed);
  });
}

test("takes keys of 56 bytes and no others", () => {
  assert.equal(new Crypticle(keyText).keyText, keyText);
  assert.match(Crypticle.generateKey(), /^[A-Za-z0-9+/]{75}=$/);
  assert.notEqual(Crypticle.generateKey(), Crypticle.generateKey());
  const bad = ["", keyText.slice(1), `${keyText}\n`, "A".repeat(76), `${"A".repeat(74)}==`, "é".repeat(76)];
  for (const key of bad) assert.throws(() => new Crypticle(key), KeyError);
});

test("seals the same value differently each time", () => {
  const crypticle = new Crypticle(keyText);
  assert.notDeepEqual(crypticle.seal(1), crypticle.seal(1));
});

test("opens only replies to its own request", () => {
  const crypticle = new Crypticle(keyText);
  const sealed = crypticle.seal({ a: 1 }, NONCE);
  assert.throws(() => crypticle.open(sealed, NONCE.replace("0", "1")), SealError);
  assert.throws(() => crypticle.open(crypticle.seal(1), NONCE), SealError);
  assert.throws(() => crypticle.seal(1, "short"), SealError);
});

test("opens nothing of another key, and nothing that was changed", () => {
  const crypticle = new Crypticle(keyText);
  const sealed = crypticle.seal("value");
  assert.throws(() => new Crypticle(Crypticle.generateKey()).open(sealed), SealError);
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.throws(() => crypticle.open(changed), SealError);
  }
  for (let length = 0; length < sealed.length; length++) {
    assert.throws(() => crypticle.open(sealed.subarray(0, length)), SealError);
  }
});

/** Seals any plaintext rightly, as the holder of the key could. */
function sealRaw(padded: Uint8Array): Buffer {
  const key = Buffer.from(keyText, "base64");
  const iv = Buffer.alloc(16);
  const cipher = createCipheriv("aes-192-cbc", key.subarray(0, 24), iv).setAutoPadding(false);
  const body = Buffer.concat([iv, cipher.update(padded), cipher.final()]);
  return Buffer.concat([body, createHmac("sha256", key.subarray(24)).update(body).digest()]);
}

test("refuses what is sealed rightly but is wrong inside", () => {
  const crypticle = new Crypticle(keyText);
  const inside = [
    "0123456789abcde\x01",
    "pickle::\xc1......\x01",
    "pickle::\x01\x02.....\x01",
    "pickle::.......\x00",
    "................",
  ];
  for (const plain of inside) {
    assert.equal(plain.length, 16);
    assert.throws(() => crypticle.open(sealRaw(Buffer.from(plain, "latin1"))), SealError);
  }
  assert.throws(
    () => crypticle.open(sealRaw(Buffer.from("pickle\x0a\x0a\x0a\x0a\x0a\x0a\x0a\x0a\x0a\x0a", "latin1"))),
    SealError,
  );
});

test("throws nothing but SealError, whatever it is given", () => {
  const crypticle = new Crypticle(keyText);
  const onlySealErrors = (sealed: Uint8Array, nonce: string | undefined): void => {
    try {
      crypticle.open(sealed, nonce);
    } catch (error) {
      assert.ok(error instanceof SealError);
    }
  };
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 160 }),
      fc.option(fc.string(), { nil: undefined }),
      (bytes, nonce) => {
        onlySealErrors(bytes, nonce);
        onlySealErrors(crypticle.sealBytes(bytes), nonce);
        onlySealErrors(sealRaw(bytes.subarray(0, bytes.length - (bytes.length % 16))), nonce);
      },
    ),
    { numRuns: 1000 },
  );
});

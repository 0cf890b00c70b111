import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import type { Dict } from "@salt/core";
import { get, getDict, getString, parseJson } from "@salt/core";
import type { SigningAlgorithm } from "@salt/wire";
import { Crypticle, PublicKeyCache, SIGNING_ALGORITHMS } from "@salt/wire";
import { AcceptedKey } from "../keys/accepted-keys.js";
import type { MinionRequest } from "../sessions/gate.js";
import { vectorKey } from "../testing/scratch.js";
import { signatureFault } from "./message-signature.js";

const path = new URL("../../../../test/vectors/crypto.json", import.meta.url);
const vector = get(parseJson(readFileSync(path, "utf8")), "minion_sign_messages");
const load = getDict(vector, "load") ?? new Map();
const strict = { require_minion_sign_messages: true, drop_messages_signature_fail: false };
const lenient = { require_minion_sign_messages: false, drop_messages_signature_fail: false };

function request(sigAlgo: SigningAlgorithm, fields: Dict): MinionRequest {
  const key = new AcceptedKey(vectorKey("minion").publicKey.pem, new PublicKeyCache(1));
  const crypticle = new Crypticle(Crypticle.generateKey());
  return { id: "vecminion", load: fields, nonce: "", key, crypticle, encAlgo: "OAEP-SHA1", sigAlgo };
}

describe("signatureFault", () => {
  for (const algorithm of SIGNING_ALGORITHMS) {
    const sig = Buffer.from(getString(vector, `sig_${algorithm}`) ?? "", "hex");

    test(`knows the reference's own signature by ${algorithm}`, () => {
      assert.equal(signatureFault(strict, request(algorithm, new Map([...load, ["sig", sig]]))), undefined);
    });

    test(`refuses a changed load by ${algorithm}`, () => {
      const forged = request(algorithm, new Map([...load, ["return", "forged"], ["sig", sig]]));
      assert.equal(signatureFault(strict, forged), "its signature is wrong");
      assert.equal(
        signatureFault({ ...lenient, drop_messages_signature_fail: true }, forged),
        "its signature is wrong",
      );
      assert.equal(signatureFault(lenient, forged), undefined);
    });
  }

  test("asks for a signature only where that is configured", () => {
    assert.equal(signatureFault(strict, request("PKCS1v15-SHA1", load)), "it is not signed");
    assert.equal(signatureFault(lenient, request("PKCS1v15-SHA1", load)), undefined);
  });
});

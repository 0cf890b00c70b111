import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Value } from "@salt/core";
import { dict, get, getString } from "@salt/core";
import { asBytes, decode } from "@salt/wire";
import { openKeyStore } from "../keys/key-store.js";
import { vectorKey } from "../testing/scratch.js";
import { newNonce, SealedSender } from "../testing/sealed-sender.js";
import { stage } from "../testing/stage.js";

const minionKey = vectorKey("minion");
const otherKey = vectorKey("master_sign");

describe("keys", () => {
  test("a deleted key ends access at the next request, and the AES key is made anew", async (t) => {
    const s = await stage(t);
    const web1 = await s.minion("web1");
    const before = web1.aes.keyText;
    assert.equal(await web1.request({ cmd: "_mine_flush" }), true);
    const events = await s.events();
    openKeyStore(s.config).delete(["web1"]);
    assert.deepEqual(await web1.request({ cmd: "_mine_flush" }), dict({ refused: "bad load" }));
    await events.until("key");
    const again = await s.minion("web1");
    assert.notEqual(again.aes.keyText, before);
  });

  test("a minion may give up its own key", async (t) => {
    const s = await stage(t);
    const web1 = await s.minion("web1");
    assert.equal(await web1.request({ cmd: "revoke_auth" }), true);
    assert.equal(await web1.signIn(), true);
    assert.deepEqual(openKeyStore(s.config).lists().pending, ["web1"]);
  });

  test("every pair of algorithms signs in, and the token comes back", async (t) => {
    const s = await stage(t, { master_sign_pubkey: true });
    openKeyStore(s.config).files.write("accepted", "web1", minionKey.publicKey.pem);
    const master = vectorKey("master").publicKey;
    for (const enc_algo of ["OAEP-SHA1", "OAEP-SHA224"] as const) {
      for (const sig_algo of ["PKCS1v15-SHA1", "PKCS1v15-SHA224"] as const) {
        const token = master.encrypt(enc_algo, Buffer.from("my token"));
        const web1 = new SealedSender("web1", minionKey, s.send);
        const nonce = newNonce();
        const reply = await s.clear(web1.authLoad({ enc_algo, sig_algo, token, nonce }));
        const packed = bytes(get(reply, "load"));
        assert.ok(master.verify(sig_algo, packed, bytes(get(reply, "sig"))));
        const load = decode(packed);
        assert.equal(get(load, "nonce"), nonce);
        assert.equal(minionKey.decrypt(enc_algo, bytes(get(load, "token"))).toString(), "my token");
        assert.ok(getString(load, "pub_sig")?.endsWith("\n"));
      }
    }
  });

  test("the state of minions is told to whoever has the local key", async (t) => {
    const s = await stage(t);
    const web1 = await s.minion("web1");
    await web1.request({ cmd: "_mine_flush" });
    await new SealedSender("web2", otherKey, s.send).signIn();
    const load = { cmd: "_salt_ts_minion_state", ids: ["web1", "web2", "web3", "../x"], user: "root" };
    assert.deepEqual(await s.clear({ ...load, key: "wrong" }), new Map());
    const states = await s.clear({ ...load, key: s.rootKey });
    assert.deepEqual(
      ["web1", "web2", "web3", "../x"].map((id) => getString(get(states, id), "state")),
      ["accepted", "pending", "unknown", undefined],
    );
    assert.ok(get(get(states, "web1"), "connected") === true);
  });
});

function bytes(value: Value | undefined): Uint8Array {
  const found = asBytes(value);
  assert.ok(found !== undefined);
  return found;
}

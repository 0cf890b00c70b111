import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Plain } from "@salt/core";
import { dict, getDict, getString } from "@salt/core";
import { decode, encode } from "@salt/wire";
import { openKeyStore } from "../keys/key-store.js";
import { vectorKey } from "../testing/scratch.js";
import { SealedSender } from "../testing/sealed-sender.js";
import type { Fields } from "../testing/stage.js";
import { stage } from "../testing/stage.js";

const minionKey = vectorKey("minion");
const otherKey = vectorKey("master_sign");

describe("bad requests", () => {
  test("in clear get the reference's own texts, and the next honest one is answered", async (t) => {
    const s = await stage(t);
    const envelope = (fields: Fields): Buffer => encode({ version: 3, ...fields });
    const rows: readonly (readonly [Uint8Array, Plain])[] = [
      [Buffer.from([0xc1, 1, 2]), { msg: "bad load" }],
      [Buffer.from([]), { msg: "bad load" }],
      [Buffer.alloc(600, 0x91), { msg: "bad load" }],
      [encode({}), "bad load"],
      [encode("text"), "bad load"],
      [envelope({ enc: "clear", load: { cmd: "ping" }, version: 2 }), "bad load"],
      [encode({ enc: "clear", load: { cmd: "ping" } }), "bad load"],
      [envelope({ enc: "clear", load: { cmd: "ping" }, version: "3" }), "bad load"],
      [envelope({ enc: "clear", load: "x" }), "payload and load must be a dict"],
      [envelope({ enc: "clear", load: { cmd: "_auth", id: "a\0b" } }), "bad load: id contains a null byte"],
      [envelope({ enc: "pub", load: { cmd: "ping" } }), "Some exception handling minion payload"],
      [envelope({ enc: "aes", load: Buffer.alloc(64), id: "web1" }), "bad load"],
      [envelope({ enc: "aes", load: Buffer.alloc(64), id: "../web1" }), "bad load"],
      [envelope({ enc: "aes", load: Buffer.alloc(64) }), "bad load"],
      [envelope({ enc: "clear", load: { cmd: "nothing" } }), {}],
      [envelope({ enc: "clear", load: { cmd: "_return", id: "web1" } }), {}],
      [envelope({ enc: "clear", load: { cmd: "__init__" } }), {}],
      [envelope({ enc: "clear", load: { cmd: ["ping"] } }), {}],
      [envelope({ enc: "clear", load: {} }), {}],
      [envelope({ enc: "clear", load: { cmd: "mk_token", eauth: "pam" } }), ""],
      [envelope({ enc: "clear", load: { cmd: "get_token" } }), false],
      [envelope({ enc: "clear", load: { cmd: "get_token", token: "x" } }), {}],
      [envelope({ enc: "clear", load: { cmd: "ping", a: [1] } }), { cmd: "ping", a: [1] }],
    ];
    for (const [request, reply] of rows) {
      assert.deepEqual(
        await s.raw(request),
        decode(encode(reply)),
        Buffer.from(request.subarray(0, 40)).toString("latin1"),
      );
    }
    assert.equal(
      getString(getDict(await s.clear({ cmd: "runner", fun: "x" }), "error"), "name"),
      "UserAuthenticationError",
    );
  });

  test("a sign-in that is wrong changes nothing", async (t) => {
    const s = await stage(t);
    const web1 = new SealedSender("web1", minionKey, s.send);
    assert.deepEqual(
      await s.clear(web1.authLoad({ sig_algo: "none" })),
      dict({ enc: "clear", load: { ret: "bad sig algo" } }),
    );
    assert.deepEqual(
      await s.clear(web1.authLoad({ enc_algo: "none" })),
      dict({ enc: "clear", load: { ret: "bad enc algo" } }),
    );
    assert.equal(await s.clear(web1.authLoad({ nonce: "short" })), "bad load");
    for (const id of [
      "../x",
      "a/b",
      "a\\b",
      "",
      "x".repeat(300),
      "a\nb",
      "*",
      "$(id)",
      ".",
      "..",
      "-x",
      "\u001b[31m",
    ]) {
      assert.equal(await web1.signIn({ id }), false, JSON.stringify(id));
    }
    for (const pub of ["", "x", null, 7, ["x"]]) assert.equal(await web1.signIn({ pub }), false);
    assert.deepEqual(openKeyStore(s.config).lists(), { accepted: [], pending: [], denied: [], rejected: [] });
    assert.ok(!existsSync(join(s.config.cachedir, "x")));
    assert.equal(await web1.signIn(), true);
  });

  test("a sealed request is refused unless everything about it fits, and works once", async (t) => {
    const s = await stage(t);
    const web1 = await s.minion("web1");
    const web2 = await s.minion("web2", otherKey);
    const refused = dict({ refused: "bad load" });
    const load = { cmd: "_mine_flush" };
    const tok = otherKey.signX931(Buffer.from("salt"));
    for (const [what, wrong] of Object.entries<Fields>({
      "another id": { id: "web2" },
      "no id": { id: null },
      "another's token": { tok },
      "no token": { tok: null },
      "a short nonce": { nonce: "abc" },
      "no time": { ts: null },
    })) {
      assert.deepEqual(decode(await s.send(web1.seal({ ...load, ...wrong }))), "bad load", what);
    }
    assert.deepEqual(decode(await s.send(web1.seal(load, "web2"))), "bad load");
    assert.deepEqual(await web2.request({ ...load, id: "web1" }), refused);
    const once = web1.seal(load);
    assert.notDeepEqual(await s.raw(once), "bad load");
    assert.deepEqual(await s.raw(once), "bad load");
    assert.equal(await web1.request(load), true);
  });

  test("request_server_ttl refuses old requests", async (t) => {
    const s = await stage(t, { request_server_ttl: 60 });
    const web1 = await s.minion("web1");
    const ts = Math.floor(Date.now() / 1000);
    assert.deepEqual(await web1.request({ cmd: "_mine_flush", ts: ts - 100 }), dict({ refused: "bad load" }));
    assert.equal(await web1.request({ cmd: "_mine_flush", ts }), true);
  });

  test("a minion whose clock was set back gets on after it has signed in again", async (t) => {
    const s = await stage(t);
    const web1 = await s.minion("web1");
    const ts = Math.floor(Date.now() / 1000);
    for (const ahead of [0, 100, 200, 300])
      assert.equal(await web1.request({ cmd: "_mine_flush", ts: ts + ahead }), true);
    assert.deepEqual(await web1.request({ cmd: "_mine_flush", ts: ts - 500 }), dict({ refused: "bad load" }));
    assert.equal(await web1.signIn(), "accepted");
    assert.equal(await web1.request({ cmd: "_mine_flush", ts: ts - 500 }), true);
  });
});

/**
 * Frames that no honest peer sends: each is answered or dropped, changes nothing, and the next honest request works.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Plain } from "@salt/core";
import { TimeoutError } from "@salt/core";
import type { SimMinion } from "@salt/testkit";
import { TestCluster } from "@salt/testkit";
import { decode, encode } from "@salt/wire";

const MAX_REQUEST = 65_536;

/** A list in a list in a list. */
function nested(depth: number): Buffer {
  return Buffer.concat([Buffer.alloc(depth, 0x91), Buffer.from([0xc0])]);
}

const auth = {
  cmd: "_auth",
  nonce: "0".repeat(32),
  enc_algo: "OAEP-SHA1",
  sig_algo: "PKCS1v15-SHA1",
  pub: "x",
};
const clear = (load: Plain, version: Plain = 3): Buffer => encode({ enc: "clear", load, version });

/** Frames by what is wrong with them. */
const FRAMES: { readonly [what: string]: Uint8Array } = {
  "nothing at all": new Uint8Array(),
  "text that is no msgpack": Buffer.from("GET / HTTP/1.1\r\n\r\n"),
  "a map that ends early": clear({ cmd: "ping" }).subarray(0, 20),
  "bytes after the map": Buffer.concat([clear({ cmd: "ping" }), Buffer.from([0xc0])]),
  "a text that claims four gigabytes": Buffer.from([0xdb, 0xff, 0xff, 0xff, 0xff, 0x41]),
  "a map that claims four billion entries": Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff, 0xa1, 0x61]),
  "fifty thousand levels": nested(50_000),
  "a number": encode(7),
  "a list": encode([1, 2]),
  "no enc": encode({ load: { cmd: "ping" }, version: 3 }),
  "no load": encode({ enc: "clear", version: 3 }),
  "a word for enc that is none": encode({ enc: "pub", load: { cmd: "ping" }, version: 3 }),
  "enc as a map": encode({ enc: { clear: true }, load: {}, version: 3 }),
  "a load that is text": clear("cmd"),
  "a load that is a list": clear([["cmd", "ping"]]),
  "a version that is text": clear({ cmd: "ping" }, "3"),
  "an old version": clear({ cmd: "ping" }, 2),
  "a negative version": clear({ cmd: "ping" }, -1),
  "a fractional version": clear({ cmd: "ping" }, 3.5),
  "sealed without an id": encode({ enc: "aes", load: new Uint8Array(64), version: 3 }),
  "sealed with a map": encode({ enc: "aes", load: {}, version: 3, id: "honest" }),
  "sealed with too few bytes": encode({ enc: "aes", load: new Uint8Array(3), version: 3, id: "honest" }),
  "sealed with bytes of nobody": encode({ enc: "aes", load: new Uint8Array(96), version: 3, id: "honest" }),
  "sealed for a path": encode({ enc: "aes", load: new Uint8Array(96), version: 3, id: "../../etc/passwd" }),
  "an algorithm that is a list": encode({
    enc: "aes",
    load: new Uint8Array(96),
    version: 3,
    id: "honest",
    sig_algo: [],
  }),
  "a command that is a map": clear({ cmd: {} }),
  "no command": clear({}),
  "a command of the language": clear({ cmd: "constructor" }),
  "an inner command": clear({ cmd: "__proto__" }),
  "a private method": clear({ cmd: "_handle_aes", load: {} }),
  "a sealed command in clear": clear({
    cmd: "_return",
    id: "honest",
    jid: "20260101000000000000",
    return: true,
  }),
  "a sign-in without an id": clear(auth),
  "a sign-in with a list of ids": clear({ ...auth, id: ["a"] }),
  "a sign-in with a key that is a map": clear({ ...auth, id: "stranger", pub: {} }),
  "a sign-in with a nonce that is a map": clear({ ...auth, id: "stranger", nonce: {} }),
  "a sign-in with an algorithm that does not exist": clear({ ...auth, id: "stranger", sig_algo: "none" }),
  "a sign-in with a token of nothing": clear({ ...auth, id: "honest", token: new Uint8Array(256) }),
  "a job without a key": clear({ cmd: "publish", fun: "test.ping", tgt: "*", arg: [] }),
  "a job with a key that is a list": clear({
    cmd: "publish",
    fun: "test.ping",
    tgt: "*",
    arg: [],
    key: [],
    user: "root",
  }),
};

describe("frames that no honest peer sends", () => {
  let cluster: TestCluster;
  let honest: SimMinion;
  before(async () => {
    cluster = await TestCluster.start({ master: { max_request_size: MAX_REQUEST, auto_accept: false } });
    honest = await cluster.simulate("honest");
  });
  after(() => cluster.close());

  const noneStored = (): void => {
    for (const state of ["minions_pre", "minions_denied", "minions_rejected"]) {
      assert.equal(cluster.hasKey(state, "stranger"), false, state);
    }
  };

  for (const [what, frame] of Object.entries(FRAMES)) {
    test(what, async () => {
      const reply = decode(await honest.raw(frame));
      assert.notEqual(reply, null);
      noneStored();
      assert.equal(await honest.request({ cmd: "_minion_event", tag: "still/here", data: {} }), null);
    });
  }

  test("a request beyond the limit gets no answer, and the next one does", async () => {
    const huge = clear({ cmd: "ping", padding: "x".repeat(MAX_REQUEST) });
    await assert.rejects(honest.raw(huge, 500), TimeoutError);
    assert.equal(await honest.request({ cmd: "_minion_event", tag: "still/here", data: {} }), null);
  });

  test("sealed commands that do not exist give an empty map", async () => {
    for (const cmd of ["", "_handle_clear", "constructor", "__proto__", "_master_state", "toString"]) {
      assert.deepEqual(await honest.request({ cmd }), new Map(), cmd);
    }
  });

  test("sealed commands with arguments of the wrong kind are answered", async () => {
    const wrong: readonly { readonly [field: string]: Plain }[] = [
      { cmd: "_return", jid: 5, fun: {}, return: true },
      { cmd: "_return" },
      { cmd: "_minion_event", tag: 7, data: {} },
      { cmd: "_minion_event", events: "x" },
      { cmd: "_minion_event", events: [null, 5, { tag: [] }] },
      { cmd: "_pillar", grains: [], saltenv: {}, ver: 2 },
      { cmd: "_syndic_return", load: 7 },
      { cmd: "_mine", data: [] },
      { cmd: "_mine_get", tgt: {}, fun: null },
      { cmd: "_serve_file", path: "../../etc/shadow", loc: -1, saltenv: "base" },
      { cmd: "_file_recv", path: ["..", "x"], data: "", loc: 0 },
      { cmd: "minion_pub", fun: "cmd.run", arg: ["id"], tgt: "*" },
      { cmd: "minion_runner", fun: "state.event" },
      { cmd: "revoke_auth", id: "other" },
    ];
    for (const load of wrong) await honest.raw(honest.sealed(load));
    assert.equal(await honest.request({ cmd: "_minion_event", tag: "still/here", data: {} }), null);
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Plain, Value } from "@salt/core";
import { dict, get, getString } from "@salt/core";
import { decode, encode, openPillarReply } from "@salt/wire";
import { vectorKey } from "../testing/scratch.js";
import { newNonce } from "../testing/sealed-sender.js";
import { stage } from "../testing/stage.js";

const minionKey = vectorKey("minion");
const otherKey = vectorKey("master_sign");

describe("commands of minions", () => {
  test("the pillar is private, and its grains are kept for targets", async (t) => {
    const s = await stage(t);
    const web1 = await s.minion("web1");
    const nonce = newNonce();
    const bytesBack = await s.send(
      web1.seal({ cmd: "_pillar", nonce, grains: { os: "Debian", id: "web9" }, ver: "2" }),
    );
    const opening = {
      bytes: bytesBack,
      privateKey: minionKey,
      masterKey: vectorKey("master").publicKey,
      nonce,
    };
    assert.deepEqual(
      openPillarReply({ ...opening, encAlgo: "OAEP-SHA1", sigAlgo: "PKCS1v15-SHA1" }),
      new Map(),
    );
    const load = (tgt: string): Promise<Value> => s.publish({ tgt, tgt_type: "grain" });
    assert.deepEqual(get(get(await load("os:Debian"), "load"), "minions"), ["web1"]);
    assert.deepEqual(get(get(await load("id:web9"), "load"), "minions"), []);
  });

  test("the mine gives to others what was left in it, and nothing of another's is changed", async (t) => {
    const s = await stage(t);
    const web1 = await s.minion("web1");
    const web2 = await s.minion("web2", otherKey);
    const secret = { __saltmine_acl__: 1, __data__: "hidden", allow_tgt: "db*", allow_tgt_type: "glob" };
    assert.equal(await web1.request({ cmd: "_mine", data: { "net.ip": ["1.2.3.4"], secret } }), true);
    const ask = (fun: Plain): Promise<Value> => web2.request({ cmd: "_mine_get", tgt: "web*", fun });
    assert.deepEqual(await ask("net.ip"), dict({ web1: ["1.2.3.4"] }));
    assert.deepEqual(await ask(["net.ip"]), dict({ "net.ip": { web1: ["1.2.3.4"] } }));
    assert.deepEqual(await ask("secret"), new Map());
    await web2.request({ cmd: "_mine_flush" });
    assert.deepEqual(await ask("net.ip"), dict({ web1: ["1.2.3.4"] }));
    assert.equal(await web1.request({ cmd: "_mine_delete", fun: "net.ip" }), true);
    assert.deepEqual(await ask("net.ip"), new Map());
  });

  test("events pass by the rules, in both forms", async (t) => {
    const s = await stage(t);
    const web1 = await s.minion("web1");
    const events = await s.events();
    const own = { cmd: "_minion_event", pretag: null };
    await web1.request({ ...own, tag: "salt/key", data: "x" });
    await web1.request({
      ...own,
      events: [
        { tag: "salt/key", data: {} },
        { tag: "salt/minion/web2/start", data: {} },
      ],
    });
    await web1.request({ ...own, events: [{ tag: "new", data: { id: "web9" } }], pretag: "salt/job/x" });
    await web1.request({ ...own, tag: "mine/end", data: { a: 1 } });
    const seen = await events.until("mine/end");
    assert.deepEqual(
      seen.map(({ tag }) => tag),
      ["new", "mine/end"],
    );
    assert.equal(get(seen[0]?.data, "id"), "web1");
    assert.deepEqual([get(seen[1]?.data, "id"), get(seen[1]?.data, "data")], ["web1", dict({ a: 1 })]);
  });

  test("the file server has no files", async (t) => {
    const s = await stage(t);
    const web1 = await s.minion("web1");
    const replies: readonly (readonly [string, Plain])[] = [
      ["_file_envs", ["base"]],
      ["_file_list", []],
      ["_symlink_list", {}],
      ["_file_hash", ""],
      ["_file_find", { path: "", rel: "" }],
      ["_serve_file", { data: "", dest: "" }],
      ["_file_recv", false],
      ["_master_tops", {}],
      ["_ext_nodes", {}],
      ["_syndic_return", false],
      ["minion_runner", {}],
      ["minion_pub", ""],
      ["_handle_aes", {}],
      ["__proto__", {}],
    ];
    for (const [cmd, reply] of replies) {
      assert.deepEqual(
        await web1.request({ cmd, path: "../../x", saltenv: "base" }),
        decode(encode(reply)),
        cmd,
      );
    }
    const opts = await web1.request({ cmd: "_master_opts" });
    assert.ok(opts instanceof Map && opts.size === 16);
  });

  test("publish for others where peer allows it, and read only what they published", async (t) => {
    const s = await stage(t, { peer: dict({ web1: ["test\\..*"] }) });
    const web1 = await s.minion("web1");
    const web2 = await s.minion("web2", otherKey);
    const load = { cmd: "minion_pub", tgt: "web2", tgt_type: "glob", arg: [], ret: "", fun: "test.ping" };
    assert.deepEqual(await web2.request(load), new Map());
    assert.deepEqual(await web1.request({ ...load, fun: "cmd.run" }), new Map());
    assert.deepEqual(await web1.request({ ...load, fun: "publish.publish" }), new Map());
    const job = await web1.request(load);
    assert.deepEqual(get(job, "minions"), ["web2"]);
    const jid = getString(job, "jid") ?? "";
    await web2.request({ cmd: "_return", jid, fun: "test.ping", return: true });
    assert.deepEqual(get(get(await web1.request({ cmd: "pub_ret", jid }), "web2"), "ret"), true);
    assert.deepEqual(await web2.request({ cmd: "pub_ret", jid }), new Map());
  });
});

import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Plain } from "@salt/core";
import { dict, get, getDict, getList, getString, isJid, sleep } from "@salt/core";
import { parsePublication } from "@salt/wire";
import { openJobReader } from "../jobs/open-job-reader.js";
import { scratch, vectorKey } from "../testing/scratch.js";
import type { Fields } from "../testing/stage.js";
import { stage } from "../testing/stage.js";

const otherKey = vectorKey("master_sign");

describe("a job", () => {
  test("goes out sealed and signed, and its return is in the job cache before it is acknowledged", async (t) => {
    const s = await stage(t);
    const web1 = await s.minion("web1");
    const publications = await s.subscribe();
    const events = await s.events();
    // A new connection is no subscription yet: the first jobs may pass before it is one.
    let frames: Uint8Array[] | undefined;
    const next = publications.next().then(({ value }) => {
      frames = value;
    });
    let jid = "";
    while (frames === undefined) {
      jid = await s.mustPublish({ arg: [1, "two"], kwargs: { client: "salt-ts", metadata: { a: 1 } } });
      await Promise.race([next, sleep(50)]);
    }
    const { load, sig, sigAlgo } = parsePublication(frames[0] ?? new Uint8Array());
    assert.equal(sigAlgo, "PKCS1v15-SHA1");
    assert.ok(vectorKey("master").publicKey.verify("PKCS1v15-SHA1", load, sig ?? new Uint8Array()));
    const job = web1.aes.open(load);
    assert.deepEqual(get(job, "arg"), [1, "two"]);
    assert.deepEqual(get(job, "metadata"), dict({ a: 1 }));
    assert.ok(Number(get(job, "serial")) >= 1);
    assert.ok(!(job instanceof Map && job.has("key")));

    assert.equal(
      await web1.request({ cmd: "_return", jid, fun: "test.ping", return: true, retcode: 0, success: true }),
      null,
    );
    const jobs = openJobReader(s.config);
    t.after(() => jobs.close());
    assert.deepEqual(jobs.returns(jid), [
      { id: "web1", return: true, retcode: 0, success: true, out: undefined },
    ]);
    const stored = jobs.job(jid);
    assert.equal(getString(stored?.load, "user"), "root");
    assert.ok(!JSON.stringify([...(stored?.load ?? [])]).includes(s.rootKey));

    const seen = await events.until(`salt/job/${jid}/ret/web1`);
    const start = seen.findIndex(({ tag }) => tag === jid);
    assert.deepEqual(
      seen.slice(start).map(({ tag }) => tag),
      [jid, `salt/job/${jid}/new`, `salt/job/${jid}/ret/web1`],
    );
    assert.deepEqual(get(seen[start + 1]?.data, "minions"), ["web1"]);
    assert.equal(get(seen.at(-1)?.data, "return"), true);
    assert.ok(!seen.some(({ data }) => data.has("tok") || data.has("nonce") || data.has("key")));
  });

  test("for nobody is refused with a sentence", async (t) => {
    const s = await stage(t);
    assert.deepEqual(
      get(get(await s.publish({ tgt: "web*" }), "load"), "error"),
      "Master could not resolve minions for target web*",
    );
  });

  test("names the ids of a list that have no key", async (t) => {
    const s = await stage(t);
    await s.minion("web1");
    const load = get(await s.publish({ tgt: ["web1", "web2"], tgt_type: "list" }), "load");
    assert.deepEqual([getList(load, "minions"), getList(load, "missing")], [["web1"], ["web2"]]);
  });

  test("does not take the id of another job, but may go on with its own", async (t) => {
    const s = await stage(t);
    await s.minion("web1");
    await s.minion("web2");
    const jid = await s.mustPublish({ tgt: ["web1"], tgt_type: "list" });
    assert.equal(
      getString(getDict(await s.publish({ jid, fun: "cmd.run" }), "error"), "name"),
      "SaltInvocationError",
    );
    assert.equal(await s.mustPublish({ jid, tgt: ["web2"], tgt_type: "list" }), jid);
    const jobs = openJobReader(s.config);
    t.after(() => jobs.close());
    assert.deepEqual(jobs.job(jid)?.minions, ["web1", "web2"]);
    for (const wrong of ["../../x", "1", `${jid}/x`, "20260102030405000678\n"]) {
      assert.ok(get(await s.publish({ jid: wrong }), "error") !== undefined, wrong);
    }
  });

  test("of the reference's own command is kept in its layout before the reply, and its return before the event", async (t) => {
    const s = await stage(t);
    const web1 = await s.minion("web1");
    const jid = await s.mustPublish({ kwargs: {} });
    const outer = join(s.config.cachedir, "jobs");
    const files = (): string[] =>
      readdirSync(outer, { recursive: true })
        .map(String)
        .map((name) => name.split("/").slice(2).join("/"));
    assert.ok([".load.p", ".minions.p", "jid"].every((name) => files().includes(name)));
    await web1.request({ cmd: "_return", jid, fun: "test.ping", return: true, retcode: 0, success: true });
    assert.ok(files().includes("web1/return.p"));
  });

  test("a return comes in once, by whom the job was sent to, for a job that is known", async (t) => {
    const s = await stage(t);
    const web1 = await s.minion("web1");
    const web2 = await s.minion("web2", otherKey);
    const jid = await s.mustPublish({ tgt: ["web1"], tgt_type: "list" });
    const answer = (value: Plain): Fields => ({
      cmd: "_return",
      jid,
      fun: "test.ping",
      return: value,
      retcode: 0,
      success: true,
    });
    assert.equal(await web2.request(answer("forged")), false);
    assert.equal(await web1.request({ ...answer(1), jid: "20200102030405000678" }), false);
    assert.equal(await web1.request({ ...answer(1), jid: "../../../x" }), false);
    assert.equal(await web1.request(answer(1)), null);
    assert.equal(await web1.request(answer(2)), null);
    const jobs = openJobReader(s.config);
    t.after(() => jobs.close());
    assert.deepEqual(
      jobs.returns(jid).map((each) => [each.id, each.return]),
      [["web1", 1]],
    );
  });

  test("that a minion ran on its own account gets an id", async (t) => {
    const s = await stage(t);
    const web1 = await s.minion("web1");
    assert.equal(
      await web1.request({ cmd: "_return", jid: "req", fun: "test.ping", fun_args: [], return: true }),
      null,
    );
    assert.equal(
      await web1.request({ cmd: "_return", jid: "nocache", fun: "test.ping", return: true }),
      null,
    );
    const jobs = openJobReader(s.config);
    t.after(() => jobs.close());
    const [job, ...more] = [...jobs.jobs()];
    assert.ok(isJid(job?.jid) && more.length === 0);
    assert.deepEqual([job.minions, jobs.returns(job.jid).length], [["web1"], 1]);
  });

  test("survives a restart of the master", async (t) => {
    const dir = scratch(t);
    const first = await stage(t, {}, dir);
    await first.minion("web1");
    const jid = await first.mustPublish();
    await first.close();
    const second = await stage(t, {}, dir);
    const web1 = await second.minion("web1");
    assert.equal(await web1.request({ cmd: "_return", jid, fun: "test.ping", return: true }), null);
  });
});

describe("who may publish", () => {
  test("nobody with a wrong key, or none, or credentials of another kind", async (t) => {
    const s = await stage(t);
    await s.minion("web1");
    for (const changes of [
      { key: "wrong" },
      { key: null },
      { key: "" },
      { kwargs: { eauth: "pam", username: "root", password: "x" } },
      { kwargs: { token: "x" } },
    ]) {
      assert.deepEqual(
        await s.publish(changes),
        dict({ error: { name: "AuthenticationError", message: "Authentication error occurred." } }),
      );
    }
  });

  test("the key file is private and new at each start", async (t) => {
    const dir = scratch(t);
    const first = await stage(t, {}, dir);
    const key = first.rootKey;
    assert.equal(key.length, 76);
    assert.equal(statSync(join(first.config.cachedir, ".root_key")).mode & 0o077, 0);
    await first.close();
    const second = await stage(t, {}, dir);
    assert.notEqual(second.rootKey, key);
  });
});

/**
 * Minions that lie: about who they are, which job they did, and what happened.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import type { JobReader, Plain } from "@salt/core";
import { dict, get, isDict } from "@salt/core";
import { openJobReader } from "@salt/master";
import { BusWatch, newNonce, type SimMinion, TestCluster } from "@salt/testkit";
import { decode } from "@salt/wire";

describe("minions that lie", () => {
  let cluster: TestCluster;
  let good: SimMinion;
  let evil: SimMinion;
  let bus: BusWatch;
  before(async () => {
    cluster = await TestCluster.start();
    good = await cluster.simulate("good");
    evil = await cluster.simulate("evil");
    bus = await BusWatch.open(cluster.config.sock_dir);
  });
  after(async () => {
    bus?.close();
    await cluster.close();
  });

  /** Sends a job to `good` alone, without waiting for anything. */
  const jobForGood = async (): Promise<string> => {
    const client = await cluster.client();
    const target = { tgt: ["good"], tgtType: "list", delimiter: ":" } as const;
    const job = await client.publish({ target, fun: "test.ping" }, { listen: false });
    assert.ok(job !== undefined);
    return job.jid;
  };

  /** Looks into the job cache. */
  const inJobs = <T>(look: (jobs: JobReader) => T): T => {
    const reader = openJobReader(cluster.config);
    try {
      return look(reader);
    } finally {
      reader.close();
    }
  };

  const returnsOf = (jid: string): readonly { readonly id: string; readonly return: unknown }[] =>
    inJobs((jobs) => jobs.returns(jid).map((one) => ({ id: one.id, return: one.return })));

  /** An event that comes after everything sent before it. */
  const settled = async (): Promise<void> => {
    const tag = `settled/${newNonce()}`;
    await good.request({ cmd: "_minion_event", tag, data: {} });
    await bus.seen(tag);
  };

  test("a return for a job that was sent to someone else is not stored", async () => {
    const jid = await jobForGood();
    await evil.returnFor(jid, { return: "lie" });
    await settled();
    assert.deepEqual(returnsOf(jid), []);
    assert.deepEqual(bus.tagged(`salt/job/${jid}/ret/`), []);
    await good.returnFor(jid);
    assert.deepEqual(returnsOf(jid), [{ id: "good", return: true }]);
  });

  test("a return in another's name is refused", async () => {
    const jid = await jobForGood();
    const asGood = { cmd: "_return", jid, fun: "test.ping", return: "lie", id: "good" };
    const inside = decode(await evil.raw(evil.sealed(asGood)));
    const outside = decode(await evil.raw(evil.sealed(asGood, { id: "good" })));
    assert.equal(inside, "bad load");
    assert.equal(outside, "bad load");
    assert.deepEqual(returnsOf(jid), []);
  });

  test("another's token with one's own key is refused", async () => {
    const stolen = good.key.signX931(Buffer.from("salt"));
    const reply = decode(
      await evil.raw(evil.sealed({ cmd: "_minion_event", tag: "x", data: {}, tok: stolen })),
    );
    assert.equal(reply, "bad load");
  });

  test("a second return does not replace the first", async () => {
    const jid = await jobForGood();
    await good.returnFor(jid, { return: "first" });
    await good.returnFor(jid, { return: "second" });
    assert.deepEqual(returnsOf(jid), [{ id: "good", return: "first" }]);
  });

  test("a replayed request has no effect", async () => {
    const tag = `once/${newNonce()}`;
    const frame = good.sealed({ cmd: "_minion_event", tag, data: {} });
    await good.raw(frame);
    await good.raw(frame);
    await settled();
    assert.equal(bus.tagged(tag).length, 1);
  });

  test("an altered request is refused", async () => {
    const frame = Buffer.from(good.sealed({ cmd: "_minion_event", tag: "altered", data: {} }));
    const at = Math.floor(frame.length / 2);
    frame[at] = (frame[at] ?? 0) ^ 1;
    assert.equal(decode(await good.raw(frame)), "bad load");
  });

  test("job ids that are no job ids write nothing", async () => {
    const jids: readonly Plain[] = [
      "../../../etc/cron.d/x",
      "",
      "x",
      "2026",
      "1".repeat(500),
      "20260101000000000000\0",
      5,
      null,
      [],
    ];
    for (const jid of jids)
      await evil.raw(evil.sealed({ cmd: "_return", jid, fun: "test.ping", return: true }));
    await settled();
    assert.equal(existsSync(cluster.tree.at("etc", "cron.d", "x")), false);
    assert.deepEqual(bus.tagged("salt/job/..").length, 0);
  });

  test("a return for a job that never was is not stored", async () => {
    await evil.returnFor("20200101000000000000");
    await settled();
    assert.deepEqual(returnsOf("20200101000000000000"), []);
  });

  test("a syndic's returns are taken from syndics only", async () => {
    const jid = await jobForGood();
    const load = {
      jid,
      id: "evil",
      fun: "test.ping",
      return: { good: { return: "lie", retcode: 0, success: true } },
    };
    await evil.raw(evil.sealed({ cmd: "_syndic_return", load: [load] }));
    await evil.raw(evil.sealed({ cmd: "_syndic_return", ...load }));
    await settled();
    assert.deepEqual(returnsOf(jid), []);
  });

  test("tags that are the master's own are refused in both forms", async () => {
    const jid = await jobForGood();
    const tags = [
      ...["salt/auth", "salt/key", "key", "salt/presence/present", "salt/presence/change", "salt/cloud/x"],
      ...["salt/run/20260101000000000000/ret", "salt/wheel/20260101000000000000/ret", "salt/cluster/x"],
      ...[`salt/job/${jid}/ret/good`, `salt/job/${jid}/new`, "20260101000000000000", "minion/refresh/good"],
      ...["salt/batch/20260101000000000000/complete", "salt/minion/good/start"],
    ];
    for (const tag of tags) {
      await evil.request({ cmd: "_minion_event", tag, data: { forged: true } });
      await evil.request({ cmd: "_minion_event", events: [{ tag, data: { forged: true } }] });
      await evil.request({
        cmd: "_minion_event",
        events: [{ tag: tag.split("/").at(-1) ?? "", data: { forged: true } }],
        pretag: tag.split("/").slice(0, -1).join("/"),
      });
    }
    await settled();
    const forged = bus.events.filter(
      ({ tag, data }) =>
        tags.includes(tag) && (data.has("forged") || get(data.get("data"), "forged") === true),
    );
    assert.deepEqual(forged, []);
  });

  test("an event carries the id of its sender, whatever it says", async () => {
    const tag = `who/${newNonce()}`;
    await evil.request({ cmd: "_minion_event", tag, data: { id: "good" } });
    const event = await bus.seen(tag);
    assert.equal(event.data.get("id"), "evil");
  });

  test("jobs need the local key", async () => {
    const load = {
      cmd: "publish",
      fun: "test.ping",
      tgt: "*",
      tgt_type: "glob",
      arg: [],
      ret: "",
      jid: "",
      user: "root",
    };
    for (const key of ["", "x".repeat(76), null, [], dict({})]) {
      const reply = await evil.clear({ ...load, key });
      assert.ok(
        isDict(reply) ? reply.has("error") : reply === "bad load" || reply === "",
        JSON.stringify(key),
      );
    }
  });

  test("a job id from outside does not replace a job", async () => {
    const jid = await jobForGood();
    await good.returnFor(jid);
    const client = await cluster.client();
    const target = { tgt: ["good"], tgtType: "list", delimiter: ":" } as const;
    await client
      .publish({ target, fun: "test.echo", arg: ["other"], jid }, { listen: false })
      .catch(() => undefined);
    const job = inJobs((jobs) => jobs.job(jid));
    assert.equal(job?.load.get("fun"), "test.ping");
    assert.deepEqual(returnsOf(jid), [{ id: "good", return: true }]);
  });
});

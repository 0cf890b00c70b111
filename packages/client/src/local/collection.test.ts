import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { BusEvent, Plain } from "@salt/core";
import { dict } from "@salt/core";
import { Collection } from "./collection.js";

const JID = "20260101000000000001";
const PROBE = "20260101000005000001";
const PATIENCE = { timeoutMs: 5000, gatherMs: 10_000, syndicMs: 0 };

const event = (tag: string, data: { readonly [key: string]: Plain }): BusEvent => ({ tag, data: dict(data) });
const returned = (id: string, value: Plain = true): BusEvent =>
  event(`salt/job/${JID}/ret/${id}`, { id, jid: JID, return: value, retcode: 0, fun: "test.ping" });
const workReport = (id: string, value: Plain, retcode = 0): BusEvent =>
  event(`salt/job/${PROBE}/ret/${id}`, { id, jid: PROBE, return: value, retcode });
const collect = (
  minions: readonly string[],
  missing: readonly string[] = [],
  patience = PATIENCE,
): Collection => new Collection({ jid: JID, minions, missing }, patience, 0);

describe("Collection", () => {
  it("ends when every minion has answered", () => {
    const collection = collect(["a", "b"]);
    assert.equal(collection.event(returned("a"), 1)?.id, "a");
    assert.deepEqual(collection.next(1), { do: "wait", until: 5000 });
    assert.equal(collection.event(returned("b"), 2)?.id, "b");
    assert.deepEqual(collection.next(2), { do: "end" });
  });

  it("gives each minion's return once", () => {
    const collection = collect(["a"]);
    assert.notEqual(collection.event(returned("a"), 1), undefined);
    assert.equal(collection.event(returned("a"), 2), undefined);
  });

  it("ignores returns of other jobs and events without a return", () => {
    const collection = collect(["a"]);
    const other = event("salt/job/20260101000000000002/ret/a", { id: "a", jid: "x", return: true });
    assert.equal(collection.event(other, 1), undefined);
    assert.equal(collection.event(event(`salt/job/${JID}/ret/a`, { id: "a" }), 1), undefined);
    assert.deepEqual(collection.silent(), ["a"]);
  });

  it("asks the silent ones at the timeout and gives them up after the gather timeout", () => {
    const collection = collect(["a", "b", "c"]);
    collection.event(returned("a"), 1);
    assert.deepEqual(collection.next(5000), { do: "ask", ids: ["b", "c"] });
    collection.wasAsked(PROBE, 5000);
    assert.deepEqual(collection.next(5001), { do: "wait", until: 15_000 });
    collection.event(workReport("b", {}), 5100);
    assert.deepEqual(collection.next(15_000), { do: "end" });
    assert.deepEqual(collection.silent(), ["b", "c"]);
    assert.deepEqual(collection.report("b"), { running: false, pid: undefined, at: 5100, worked: false });
    assert.equal(collection.report("c"), undefined);
  });

  it("waits on for a minion that is still at work, and asks again", () => {
    const collection = collect(["a"]);
    collection.wasAsked(PROBE, 5000);
    collection.event(workReport("a", { pid: 42, fun: "test.sleep", jid: JID }), 5100);
    assert.deepEqual(collection.report("a"), { running: true, pid: 42, at: 5100, worked: true });
    assert.deepEqual(collection.next(14_999), { do: "wait", until: 15_000 });
    assert.deepEqual(collection.next(15_000), { do: "ask", ids: ["a"] });
    collection.wasAsked(undefined, 15_000);
    assert.deepEqual(collection.next(25_000), { do: "end" });
  });

  it("does not take an error of find_job for a job at work", () => {
    const collection = collect(["a"]);
    collection.wasAsked(PROBE, 5000);
    collection.event(workReport("a", { some: "trouble" }, 1), 5100);
    assert.deepEqual(collection.next(15_000), { do: "end" });
  });

  it("adds minions that masters below name, and waits for them", () => {
    const collection = collect([], [], { ...PATIENCE, syndicMs: 3000 });
    assert.deepEqual(collection.next(0), { do: "wait", until: 3000 });
    collection.event(event(`syndic/south/${JID}`, { minions: ["s1", 7] }), 100);
    assert.deepEqual(collection.silent(), ["s1"]);
    assert.equal(
      collection.event({ ...returned("s1"), tag: `syndic/south/salt/job/${JID}/ret/s1` }, 200)?.id,
      "s1",
    );
    assert.deepEqual(collection.next(3000), { do: "end" });
  });

  it("keeps ids without a key apart from silent ones", () => {
    const collection = collect(["a"], ["nosuch"]);
    collection.event(returned("a"), 1);
    assert.deepEqual(collection.next(1), { do: "end" });
    assert.deepEqual(collection.keyless(), ["nosuch"]);
  });

  it("tells a refusal that came as an event", () => {
    const collection = collect(["a"]);
    collection.event(event(`salt/job/${JID}/error`, { error: "no" }), 1);
    assert.match(collection.refusal ?? "", /Authorization/);
  });

  it("knows that a minion has been at work when it says later that it is not", () => {
    const collection = collect(["a", "b", "c"]);
    collection.wasAsked(PROBE, 5000);
    collection.event(workReport("a", { pid: 42 }), 5100);
    collection.event(event(`salt/job/${JID}/start/b`, { id: "b" }), 5200);
    for (const id of ["a", "b", "c"]) collection.event(workReport(id, {}), 20_000);
    assert.deepEqual(
      ["a", "b", "c"].map((id) => collection.report(id)?.worked),
      [true, true, false],
    );
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dict } from "@salt/core";
import { missingReason, readMinionStates } from "./minion-state.js";

const accepted = { key: "accepted", lastSeen: undefined, connected: false } as const;

describe("why a minion does not answer", () => {
  it("is what it said itself, if it said something", () => {
    const running = { running: true, pid: 7, at: 9000, worked: true };
    assert.deepEqual(missingReason(accepted, running, 4000), {
      kind: "running",
      pid: 7,
      startedAt: 4000,
      at: 9000,
    });
    const idle = { running: false, pid: undefined, at: 9000, worked: false };
    assert.deepEqual(missingReason(accepted, idle, 0), { kind: "job-unknown" });
    assert.deepEqual(missingReason(accepted, { ...idle, worked: true }, 0), { kind: "return-lost" });
  });

  it("is otherwise what the master knows of its key and of its last message", () => {
    assert.deepEqual(missingReason({ ...accepted, key: "denied" }, undefined, 0), {
      kind: "key",
      key: "denied",
    });
    assert.deepEqual(missingReason(accepted, undefined, 0), { kind: "never-connected" });
    assert.deepEqual(missingReason({ ...accepted, lastSeen: 50 }, undefined, 100), {
      kind: "disconnected",
      since: 50,
      connected: false,
    });
    assert.deepEqual(missingReason({ ...accepted, lastSeen: 150 }, undefined, 100), {
      kind: "silent",
      seen: 150,
    });
  });

  it("is not known with a master that does not tell", () => {
    assert.equal(readMinionStates("bad load").size, 0);
    assert.deepEqual(missingReason(undefined, undefined, 0), { kind: "unknown" });
  });
});

describe("readMinionStates", () => {
  it("reads times in seconds and skips what is no state", () => {
    const reply = dict({
      a: { state: "accepted", last_seen: 1.5, connected: true },
      b: { state: "odd" },
      c: { state: "pending", last_seen: null },
    });
    assert.deepEqual(
      [...readMinionStates(reply)],
      [
        ["a", { key: "accepted", lastSeen: 1500, connected: true }],
        ["c", { key: "pending", lastSeen: undefined, connected: false }],
      ],
    );
  });
});

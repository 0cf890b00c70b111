/** The reactor: which events call for what, and what ends a loop. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import type { BusEvent, Clock, Dict, Plain, Value } from "@salt/core";
import { dict, getString, nullLogger, SaltError, toValue } from "@salt/core";
import { LogLimiter } from "../log-limiter.js";
import { scratch } from "../testing/scratch.js";
import { LoopGuard } from "./loop-guard.js";
import { Reactor } from "./reactor.js";
import { ReactorMap } from "./reactor-map.js";

const still: Clock = { now: () => 1000, sleep: async () => {} } as never;

function bench(reactor: Plain, hwm = 100) {
  const listeners: ((event: BusEvent) => void)[] = [];
  const fired: BusEvent[] = [];
  const asked: Dict[] = [];
  const done: Dict[] = [];
  const lines: string[] = [];
  const log = { ...nullLogger, error: (_fields: unknown, message: string) => void lines.push(message) };
  const limited = new LogLimiter(log as never, still);
  const made = new Reactor({
    config: { reactor: toValue(reactor), reactor_refresh_interval: 60, reactor_worker_hwm: hwm },
    opts: dict({ id: "master1" }),
    events: {
      fire: (tag, data) => void fired.push({ tag, data: toValue(data) as Dict }),
      subscribe: (listener) => {
        listeners.push(listener);
        return { close: () => {} };
      },
    },
    pool: {
      compile: async ({ event }) => {
        asked.push(event ?? new Map());
        if (getString(event, "tag") === "my/broken") throw new SaltError("X", "it took too long");
        return dict({ chunks: [{ state: "local", fun: "test.ping" }], errors: [] });
      },
    },
    desk: {
      perform: async (chunk) => {
        done.push(chunk);
        return "20260101120000000001";
      },
    },
    ...{ clock: still, log: log as never, limited },
  });
  const tell = (tag: string, data: Plain = {}): void => {
    for (const listener of listeners) listener({ tag, data: toValue(data) as Dict });
  };
  return { made, tell, fired, asked, done, lines };
}

describe("the reactor", () => {
  test("renders the files of all globs that match, one event after another", async () => {
    const { made, tell, asked, done } = bench([{ "my/*": "/a.sls" }, { "my/x": ["/b.sls", "/c.sls"] }]);
    tell("my/x", { n: 1 });
    tell("other", {});
    tell("my/y", { n: 2 });
    await made.settled();
    assert.deepEqual(
      asked.map((event) => [event.get("tag"), event.get("files")]),
      [
        ["my/x", ["/a.sls", "/b.sls", "/c.sls"]],
        ["my/y", ["/a.sls"]],
      ],
    );
    assert.equal(done.length, 2);
    await made.close();
  });

  test("leaves alone what its own runs tell, and whatever it is told when it is no leader", async () => {
    const { made, tell, asked, fired } = bench([{ "*": "/a.sls" }]);
    tell("my/x", { user: "Reactor" });
    tell("salt/reactors/manage/set_leader", { id: "another", value: false, nonce: 1 });
    tell("salt/reactors/manage/set_leader", { id: "master1", value: false, nonce: 2 });
    tell("my/x", {});
    await made.settled();
    assert.equal(asked.length, 0);
    assert.deepEqual(
      fired.map(({ data }) => [data.get("result"), data.get("nonce")]),
      [
        [true, 1],
        [false, 2],
      ],
    );
    await made.close();
  });

  test("says what it leaves out when it is behind, and goes on after a file that is given up", async () => {
    const { made, tell, asked, lines } = bench([{ "my/*": "/a.sls" }], 1);
    tell("my/broken");
    tell("my/1");
    tell("my/2");
    await made.settled();
    tell("my/3");
    await made.settled();
    assert.deepEqual(
      asked.map((event) => event.get("tag")),
      ["my/broken", "my/1", "my/3"],
    );
    assert.deepEqual(lines.toSorted(), [
      "Files of the reactor were given up",
      "The reactor is behind, and leaves an event out; see reactor_worker_hwm",
    ]);
    await made.close();
  });

  test("ends a chain of jobs that cause each other", async () => {
    const { made, tell, asked, lines } = bench([{ "salt/job/*": "/a.sls" }]);
    for (let round = 0; round < 20; round++) {
      tell("salt/job/20260101120000000001/ret/web1", { round });
      await made.settled();
    }
    assert.ok(asked.length > 1 && asked.length < 10, `${asked.length} reactions`);
    assert.match(lines[0] ?? "", /again and again/);
    await made.close();
  });
});

test("one tag of one sender is reacted to a bounded number of times in a minute", () => {
  let now = 0;
  const guard = new LoopGuard({ ...still, now: () => now });
  const event = (id: string) => ({ tag: "my/x", data: dict({ id }) });
  let count = 0;
  while (guard.depthOf(event("a")) === 0) count += 1;
  assert.equal(count, 600);
  assert.equal(guard.depthOf(event("b")), 0);
  now = 60_000;
  assert.equal(guard.depthOf(event("a")), 0);
});

describe("rules", () => {
  const map = (reactor: Value, now = () => 0) =>
    new ReactorMap({ reactor, refreshSeconds: 60, clock: { ...still, now }, log: nullLogger });

  test("are added and removed", () => {
    const rules = map([dict({ a: "/a.sls" }), "wrong"]);
    assert.equal(rules.add("a", ["/b.sls"]).get("status"), false);
    assert.equal(rules.add("b*", ["/b.sls"]).get("status"), true);
    assert.deepEqual(rules.filesFor("b1"), ["/b.sls"]);
    assert.deepEqual(rules.list(), [dict({ a: "/a.sls" }), dict({ "b*": ["/b.sls"] })]);
    assert.equal(rules.delete("a").get("status"), true);
    assert.equal(rules.delete("a").get("comment"), "Reactor does not exists.");
  });

  test("come from a file, which is read again after a while", (t: TestContext) => {
    const path = join(scratch(t), "reactor.yaml");
    let now = 0;
    const rules = map(path, () => now);
    assert.deepEqual(rules.filesFor("a"), []);
    writeFileSync(path, "- 'a': [/x.sls]\n");
    assert.deepEqual(rules.filesFor("a"), []);
    now = 60_000;
    assert.deepEqual(rules.filesFor("a"), ["/x.sls"]);
    assert.equal(rules.add("b", "/y.sls").get("status"), false);
  });
});

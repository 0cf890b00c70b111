/** Beacons of a minion whose plugins are a table of answers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dict, LogFields, Plain, Value } from "@salt/core";
import { dict, getDict, loggerTo, SaltError, toValue } from "@salt/core";
import { FactStore } from "../facts/minion-facts.js";
import { HangingPluginError } from "../worker/plugin-process.js";
import { MAX_EVENTS } from "./found-events.js";
import { MinionBeacons } from "./minion-beacons.js";

type Answers = { readonly [fun: string]: (config: Value) => Plain };

function bench(
  configured: { readonly [name: string]: Plain },
  answers: Answers,
  atWork: readonly string[] = [],
) {
  const facts = new FactStore("m1", dict({ beacons: configured }));
  const sent: Dict[] = [];
  const logged: LogFields[] = [];
  const asked: string[] = [];
  const time = { now: 0 };
  const call = async (fun: string, [config = null]: readonly Value[]): Promise<Value> => {
    asked.push(fun);
    if (fun === "") return Object.keys(answers);
    const answer = answers[fun];
    if (answer === undefined) throw new SaltError("FUNCTION_NOT_AVAILABLE", `'${fun}' is not available.`);
    return toValue(answer(config));
  };
  const beacons = new MinionBeacons({
    config: { loop_interval: 1, max_event_size: 1000 },
    facts,
    process: { call, close: async () => {} },
    atWork: () => atWork.map((fun) => dict({ fun })),
    send: async (events) => {
      sent.push(...events);
    },
    clock: { now: () => time.now },
    log: loggerTo((_level, fields) => logged.push(fields)),
  });
  const look = async (): Promise<void> => {
    time.now += 1000;
    beacons.look();
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return { beacons, facts, sent, logged, asked, look };
}

const VALID = { "load.validate": () => [true, "Valid beacon configuration"] };

test("what is found becomes events under the beacon's name, with the minion's id", async () => {
  const found = [
    { tag: "a/b", x: 1 },
    { y: 2, id: "other" },
  ];
  const { look, sent } = bench(
    { mine: [{ beacon_module: "load" }] },
    { ...VALID, "load.beacon": () => found },
  );
  await look();
  assert.deepEqual(sent, [
    dict({ tag: "salt/beacon/m1/mine/a/b", data: { x: 1, id: "m1" }, beacon_name: "load" }),
    dict({ tag: "salt/beacon/m1/mine/", data: { y: 2, id: "other" }, beacon_name: "load" }),
  ]);
});

test("the plugin gets its list, with its name and without what only the minion reads", async () => {
  const seen: Value[] = [];
  const take = (config: Value): Plain => {
    seen.push(config);
    return [];
  };
  const { look } = bench(
    { load: [{ a: 1 }, { enabled: true }, { disable_during_state_run: true }] },
    { ...VALID, "load.beacon": take },
  );
  await look();
  assert.deepEqual(seen, [[dict({ a: 1 }), dict({ _beacon_name: "load" })]]);
});

test("a configuration that the plugin refuses is named once in the log, and does not run", async () => {
  const { look, asked, logged } = bench(
    { load: [] },
    { "load.validate": () => [false, "Averages are missing."], "load.beacon": () => [] },
  );
  await look();
  await look();
  assert.deepEqual(asked, ["load.validate", "load.validate"]);
  assert.deepEqual(logged, [{ beacon: "load", reason: "Averages are missing." }]);
});

test("a plugin without a check takes lists only", async () => {
  const { look, sent, logged } = bench({ a: [], b: {} }, { "a.beacon": () => [{}], "b.beacon": () => [{}] });
  await look();
  assert.deepEqual(
    sent.map((event) => event.get("tag")),
    ["salt/beacon/m1/a/"],
  );
  assert.deepEqual(logged, [{ beacon: "b", reason: "Configuration for beacon must be a list." }]);
});

test("a look that fails fires an event without data", async () => {
  const fail = (): never => {
    throw new SaltError("X", "no such file");
  };
  const { look, sent } = bench({ load: [] }, { ...VALID, "load.beacon": fail });
  await look();
  assert.deepEqual(sent, [
    dict({ tag: "salt/beacon/m1/load/", error: "no such file", data: {}, beacon_name: "load" }),
  ]);
});

test("a beacon that hangs rests, the others go on", async () => {
  const hang = (): never => {
    throw new HangingPluginError("load.beacon", 120_000);
  };
  const { look, asked } = bench(
    { load: [], ps: [] },
    { ...VALID, "load.beacon": hang, "ps.beacon": () => [] },
  );
  await look();
  await look();
  assert.equal(asked.filter((fun) => fun === "load.beacon").length, 1);
  assert.equal(asked.filter((fun) => fun === "ps.beacon").length, 2);
});

test("events that are too many or too large are left out, and the log says how many", async () => {
  const many = Array.from({ length: MAX_EVENTS + 5 }, () => ({ x: 1 }));
  const { look, sent, logged } = bench(
    { load: [] },
    { ...VALID, "load.beacon": () => [{ big: "x".repeat(2000) }, ...many] },
  );
  await look();
  assert.equal(sent.length, MAX_EVENTS - 1);
  assert.deepEqual(logged, [{ beacon: "load", dropped: 7 }]);
});

test("switches: all of them, one, those of the pillar, and run_once", async () => {
  const { look, beacons, sent, facts } = bench(
    { load: [{ run_once: true }], enabled: false },
    { ...VALID, "load.beacon": () => [{}], "ps.beacon": () => [{}] },
  );
  facts.setPillar(dict({ beacons: { ps: [{ enabled: false }] } }));
  await look();
  assert.equal(sent.length, 0);
  await beacons.manage(dict({ func: "enable" }));
  await look();
  await look();
  assert.equal(sent.length, 1);
  const { data } = await beacons.manage(dict({ func: "list" }));
  assert.deepEqual(getDict(data, "beacons")?.get("load"), [
    dict({ run_once: true }),
    dict({ enabled: false }),
  ]);
});

test("with disable_during_state_run a beacon lets go of what it holds while states run", async () => {
  const { look, asked } = bench(
    { load: [{ disable_during_state_run: true }] },
    { ...VALID, "load.beacon": () => [], "load.close": () => null },
    ["state.apply"],
  );
  await look();
  assert.deepEqual(asked, ["load.validate", "load.close"]);
});

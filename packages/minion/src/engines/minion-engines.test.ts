/** Engines of a minion whose plugins are a function of the test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogFields, Value } from "@salt/core";
import { dict, loggerTo, SaltError, toValue } from "@salt/core";
import { readEngines } from "./engine-plan.js";
import { MinionEngines } from "./minion-engines.js";

test("engines are a list of names and maps, or one map; engine_module names the plugin", () => {
  const plan = { name: "a", module: "a", settings: new Map() };
  const hook = { name: "b", module: "webhook", settings: dict({ port: 1 }) };
  const settings = { engine_module: "webhook", port: 1 };
  assert.deepEqual(readEngines(toValue(["a", { b: settings }])), [plan, hook]);
  assert.deepEqual(readEngines(toValue({ a: null, b: settings })), [plan, hook]);
  assert.deepEqual(readEngines(null), []);
});

test("an engine that ends is started again, after a longer pause each time; one that is not there is not", async () => {
  const logged: LogFields[] = [];
  const started: string[] = [];
  const closed: string[] = [];
  const time = { now: 0 };
  let engines: MinionEngines | undefined;
  const all = new Promise<void>((resolve) => {
    const call = async (fun: string): Promise<Value> => {
      started.push(fun);
      if (fun === "nosuch.start")
        throw new SaltError("FUNCTION_NOT_AVAILABLE", "'nosuch.start' is not available.");
      resolve();
      throw new SaltError("X", "it broke");
    };
    const close = async (): Promise<void> => {
      closed.push("process");
    };
    engines = new MinionEngines({
      config: { engines: ["nosuch", "mine"] },
      process: () => ({ call, close }),
      clock: { now: () => time.now },
      log: loggerTo((level, fields) => void (level === "error" && logged.push(fields))),
    });
    engines.start();
  });
  await all;
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  await engines?.close();
  assert.deepEqual(started, ["nosuch.start", "mine.start"]);
  assert.deepEqual(logged, [
    { engine: "nosuch", reason: "'nosuch.start' is not available." },
    { engine: "mine", reason: "it broke", pause_ms: 1000 },
  ]);
  assert.ok(closed.length >= 2);
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Dict, ExecutionFunction } from "@salt/core";
import { dict, FunctionNotAvailableError, fn, needed } from "@salt/core";
import { makeContext } from "@salt/loader";
import { FakeControl, LogBook } from "../../testing/scratch.js";
import { namesOf, Returners } from "./returners.js";

describe("returners", () => {
  const made = (always: string | readonly string[] = "") => {
    const taken: (readonly [string, Dict])[] = [];
    const find = async (name: string): Promise<ExecutionFunction> => {
      if (name === "none.returner") throw new FunctionNotAvailableError(name);
      return fn({
        doc: "Takes.",
        params: { ret: needed.dict("R.") },
        run: ({ ret }) => {
          if (name === "bad.returner") throw new TypeError("on purpose");
          taken.push([name, ret]);
          return null;
        },
      });
    };
    const log = new LogBook();
    const nothing = new Map();
    const functions = {
      find,
      names: async () => [],
      has: async () => false,
      provider: async () => undefined,
    };
    const around = { id: "web1", opts: nothing, grains: nothing, pillar: nothing, log };
    const ofKind = () => functions;
    const here = { ...around, ofKind, control: new FakeControl(), memory: new Map<string, unknown>() };
    const context = (signal: AbortSignal) => makeContext(here, undefined, signal);
    return { taken, log, returners: new Returners({ loader: { find }, context, always, log }) };
  };
  const load = dict({ cmd: "_return", id: "web1", return: 1, jid: "20260101000000000001" });
  const job = (ret: string, more = {}) => ({ jid: "20260101000000000001", ret, load: dict(more) });

  test("get the return, each once, without what is for the master", async () => {
    const { returners, taken } = made("b,c");
    returners.hand(job("a, b", { ret_config: "alternative" }), load);
    await returners.idle();
    assert.deepEqual(taken.map(([name]) => name).sort(), ["a.returner", "b.returner", "c.returner"]);
    const ret = { id: "web1", return: 1, jid: "20260101000000000001", ret_config: "alternative" };
    assert.deepEqual(taken[0]?.[1], dict(ret));
    await returners.close();
  });

  test("that fail or are not there leave the others alone", async () => {
    const { returners, taken, log } = made();
    returners.hand(job("bad,none,good"), load);
    await returners.idle();
    assert.deepEqual(
      taken.map(([name]) => name),
      ["good.returner"],
    );
    const told = log.lines.map((line) => line.slice(0, line.indexOf(" {"))).sort();
    assert.deepEqual(told, ["A returner failed", "There is no such returner here"]);
    await returners.close();
  });

  test("are named by the job and by the configuration", () => {
    assert.deepEqual(namesOf("", ""), []);
    assert.deepEqual(namesOf("a,a", ["b", 1]), ["a", "b"]);
    assert.deepEqual(namesOf("", null), []);
  });
});

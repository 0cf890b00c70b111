import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  dict,
  FunctionNotAvailableError,
  getString,
  PluginCatalog,
  runnerFn,
  runnerModule,
} from "@salt/core";
import { runnerFunctions } from "./function-index.js";
import { endEvent, startEvent } from "./run-events.js";

const manage = runnerModule("manage", {
  doc: "M.",
  functions: { up: runnerFn({ doc: "Up.", run: () => [] }) },
});
const other = runnerModule("jobs", { doc: "J.", functions: {} });

function index(loaded: string[] = []): ReturnType<typeof runnerFunctions> {
  const entries = [other, manage].map((plugin) => ({
    kind: "runner" as const,
    name: plugin.name,
    virtualName: plugin.virtualName,
    load: async () => {
      loaded.push(plugin.name);
      return plugin;
    },
  }));
  return runnerFunctions(new PluginCatalog(entries));
}

describe("functions by name", () => {
  it("loads only the module asked for", async () => {
    const loaded: string[] = [];
    assert.equal((await index(loaded).find("manage.up")).doc, "Up.");
    assert.deepEqual(loaded, ["manage"]);
  });

  it("does not know what is not there", async () => {
    for (const name of ["manage.nosuch", "nosuch.up", "manage", "", "manage.constructor.name"]) {
      await assert.rejects(index().find(name), FunctionNotAvailableError, name);
    }
  });
});

describe("events of a run", () => {
  const run = {
    client: "runner" as const,
    jid: "20260101000000000001",
    fun: "jobs.active",
    args: [1],
    user: "root",
  };

  it("tell function, user and arguments", () => {
    const [tag, data] = startEvent(run, 0);
    assert.equal(tag, "salt/run/20260101000000000001/new");
    assert.deepEqual(data.get("fun_args"), [1]);
    assert.equal(getString(data, "fun"), "runner.jobs.active");
    assert.equal(getString(data, "_stamp"), "1970-01-01T00:00:00.000000");
  });

  it("tell how it ended", () => {
    const [tag, data] = endEvent(run, { value: dict({ a: 1 }), success: false, retcode: 1 }, 0);
    assert.equal(tag, "salt/run/20260101000000000001/ret");
    assert.deepEqual(
      [data.get("return"), data.get("success"), data.get("retcode")],
      [dict({ a: 1 }), false, 1],
    );
    assert.equal(endEvent(run, { value: 1, success: true, retcode: undefined }, 0)[1].has("retcode"), false);
  });

  it("of a wheel function have tags of their own", () => {
    const [tag, data] = startEvent({ ...run, client: "wheel", fun: "key.list" }, 0);
    assert.equal(tag, "salt/wheel/20260101000000000001/new");
    assert.equal(getString(data, "fun"), "wheel.key.list");
    assert.equal(getString(data, "tag"), "salt/wheel/20260101000000000001");
  });
});

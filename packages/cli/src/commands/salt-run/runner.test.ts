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
import { runnerDocs } from "./runner-docs.js";
import { endEvent, startEvent } from "./runner-events.js";
import { RunnerIndex } from "./runner-index.js";

const jobs = runnerModule("jobs", {
  doc: "Jobs.",
  functions: {
    active: runnerFn({ doc: "What is at work.", examples: ["salt-run jobs.active"], run: () => null }),
    list: runnerFn({ doc: "What there was.", run: () => null }),
  },
});
const manage = runnerModule("manage", {
  doc: "M.",
  functions: { up: runnerFn({ doc: "Up.", run: () => [] }) },
});

function index(loaded: string[] = []): RunnerIndex {
  const entries = [jobs, manage].map((plugin) => ({
    kind: "runner" as const,
    name: plugin.name,
    virtualName: plugin.virtualName,
    load: async () => {
      loaded.push(plugin.name);
      return plugin;
    },
  }));
  return new RunnerIndex(new PluginCatalog(entries));
}

describe("RunnerIndex", () => {
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

describe("documentation of runners", () => {
  it("is found by name, module, glob, or all of it", async () => {
    const names = async (asked: string): Promise<readonly string[]> => [
      ...(await runnerDocs(index(), asked)).keys(),
    ];
    assert.deepEqual(await names("jobs.active"), ["jobs.active"]);
    assert.deepEqual(await names("jobs"), ["jobs.active", "jobs.list"]);
    assert.deepEqual(await names("*.u*"), ["manage.up"]);
    assert.deepEqual(await names(""), ["jobs.active", "jobs.list", "manage.up"]);
    assert.deepEqual(await names("job"), []);
  });

  it("is without marks for page renderers", async () => {
    assert.doesNotMatch((await runnerDocs(index(), "jobs.active")).get("jobs.active") ?? "", /code-block/);
  });
});

describe("events of a run", () => {
  const run = { jid: "20260101000000000001", fun: "jobs.active", args: [1], user: "root" };

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
});

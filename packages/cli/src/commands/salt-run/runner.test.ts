import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PluginCatalog, runnerFn, runnerModule } from "@salt/core";
import { runnerFunctions } from "@salt/master";
import { runnerDocs } from "./runner-docs.js";

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

function index(): ReturnType<typeof runnerFunctions> {
  const entries = [jobs, manage].map((plugin) => ({
    kind: "runner" as const,
    name: plugin.name,
    virtualName: plugin.virtualName,
    load: async () => plugin,
  }));
  return runnerFunctions(new PluginCatalog(entries));
}

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

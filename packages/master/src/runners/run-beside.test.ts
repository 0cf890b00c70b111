/** Runners in the process of a minion, without a running master. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { FunctionNotAvailableError, nullLogger, PluginCatalog, runnerFn, runnerModule } from "@salt/core";
import { openJobReader } from "../jobs/open-job-reader.js";
import { scratch, testConfig } from "../testing/scratch.js";
import { runBeside } from "./run-beside.js";

const echo = runnerModule("echo", {
  doc: "Echoes.",
  functions: {
    back: runnerFn({
      doc: "Gives its arguments.",
      varargs: "args",
      varkw: "kwargs",
      run: (_args, _context, { args, kwargs }) => ({ args: [...args], kwargs: new Map(kwargs) }),
    }),
  },
});

test("a runner runs, and its return is kept", async (t) => {
  const dir = scratch(t);
  const configFile = join(dir, "master");
  const config = testConfig(dir);
  const options = ["cachedir", "sock_dir", "pki_dir"] as const;
  writeFileSync(configFile, options.map((name) => `${name}: ${config[name]}\n`).join(""));
  const load = async () => echo;
  const catalog = new PluginCatalog([{ kind: "runner", name: "echo", virtualName: "echo", load }]);
  const parts = { configFile, catalog, user: "ann", log: nullLogger, signal: new AbortController().signal };
  const { jid, args, value, success } = await runBeside(
    "runner",
    "echo.back",
    { arg: [1], kwarg: { a: "b" } },
    parts,
  );
  assert.equal(success, true);
  assert.deepEqual(args, [1, new Map(Object.entries({ a: "b", __pub_user: "UNKNOWN" }))]);
  assert.deepEqual(
    value,
    new Map<string, unknown>([
      ["args", [1]],
      ["kwargs", new Map([["a", "b"]])],
    ]),
  );
  const jobs = openJobReader(config);
  t.after(() => jobs.close());
  assert.equal(jobs.job(jid)?.load.get("user"), "ann");
  await assert.rejects(
    runBeside("runner", "echo.none", { arg: [], kwarg: {} }, parts),
    FunctionNotAvailableError,
  );
});

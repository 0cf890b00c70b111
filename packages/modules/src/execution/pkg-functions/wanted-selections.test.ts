import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dict } from "@salt/core";
import { fakeStates } from "../../testing/state-context.js";
import { applySelections } from "./wanted-selections.js";

const NOTHING = { path: null, selection: null, clear: false, saltenv: "base" };

function dpkg(file: string) {
  return fakeStates({
    "cp.cache_file": () => file,
    "cmd.run_all": (words) => {
      const isList = Array.isArray(words) && words.includes("--get-selections");
      return dict({ retcode: 0, stdout: isList ? "hello install\njq hold\n" : "", stderr: "" });
    },
  });
}

test("selections come from a file, and dpkg forgets the old ones first when it is told to", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "selections-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "list");
  writeFileSync(file, "# ours\nhello\thold\njq\t\thold\n\n");
  const { context, calls } = dpkg(file);
  const changed = await applySelections({ ...NOTHING, path: "salt://list", clear: true }, context);
  assert.deepEqual(changed, dict({ hello: { old: "install", new: "hold" } }));
  assert.ok(calls.findIndex((call) => call.includes("--clear-selections")) >= 0, calls.join("\n"));
  writeFileSync(file, "hello hold now\n");
  await assert.rejects(applySelections({ ...NOTHING, path: file }, context), /not a package and its state/);
});

test("without anything there is nothing to do, and both forms at once are refused", async () => {
  const { context, calls } = dpkg("");
  assert.deepEqual(await applySelections(NOTHING, context), new Map());
  assert.deepEqual(calls, []);
  const both = { ...NOTHING, path: "/x", selection: dict({ hold: ["jq"] }) };
  await assert.rejects(applySelections(both, context), /not both/);
  await assert.rejects(applySelections({ ...NOTHING, path: "salt://no" }, context), /is not there/);
});

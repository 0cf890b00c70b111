/**
 * States of ini files, on real files.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, it } from "node:test";
import type { Plain } from "@salt/core";
import { callDirectly, dict, get, isDict } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { ini } from "./ini.js";

let root = "";
before(() => {
  root = mkdtempSync(join(tmpdir(), "ini-states-"));
});
after(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => writeFileSync(join(root, "f"), "[A]\nx = 1\ny = 2\n\n[B]\nz = 3\n"));

async function state(
  fun: string,
  sections: Plain,
  args: { readonly [name: string]: Plain } = {},
  test = false,
) {
  const fn = ini.functions[fun];
  assert.ok(fn);
  const { context } = fakeContext({ opts: dict({ test }) });
  const given = dict({ sections, ...args, name: join(root, "f") });
  const kwargs = new Map([...given].map(([key, value]) => [String(key), value]));
  const answer = await callDirectly(`ini.${fun}`, fn, [], kwargs, context);
  assert.ok(isDict(answer));
  return answer;
}

const text = () => readFileSync(join(root, "f"), "utf8");

it("sets options, and then finds nothing to do", async () => {
  const answer = await state("options_present", { A: { x: "5" } });
  assert.deepEqual(get(answer, "changes"), dict({ A: { x: { before: "1", after: "5" } } }));
  const again = await state("options_present", { A: { x: "5" } });
  assert.equal(get(again, "comment"), "No anomaly detected");
});

it("removes what is not named when it is strict", async () => {
  await state("options_present", { A: { x: "1" } }, { strict: true });
  assert.ok(!text().includes("y = 2") && !text().includes("[B]"));
});

it("says in a trial what would change, and leaves the file", async () => {
  const was = text();
  const answer = await state("options_absent", { A: ["x", "nope"] }, {}, true);
  assert.equal(
    get(answer, "comment"),
    "Deleted key x in section A.\nKey nope in section A does not exist.\n",
  );
  assert.equal(get(answer, "result"), null);
  assert.equal(text(), was);
});

it("removes and makes sections", async () => {
  await state("sections_absent", ["B"]);
  assert.ok(!text().includes("[B]"));
  await state("sections_present", ["N"]);
  assert.ok(text().includes("[N]"));
});

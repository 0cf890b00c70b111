/**
 * States of archives, on a real tar file.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, it } from "node:test";
import type { Plain } from "@salt/core";
import { callDirectly, dict, get, isDict } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { archive } from "./archive.js";

let root = "";
before(() => {
  root = mkdtempSync(join(tmpdir(), "archive-states-"));
  mkdirSync(join(root, "app"));
  writeFileSync(join(root, "app", "a"), "one");
  execFileSync("tar", ["czf", join(root, "app.tgz"), "-C", root, "app"]);
});
after(() => rmSync(root, { recursive: true, force: true }));

async function extracted(name: string, args: { readonly [name: string]: Plain } = {}, test = false) {
  const fn = archive.functions.extracted;
  assert.ok(fn);
  const { context } = fakeContext({ opts: dict({ test, cachedir: join(root, "cache") }) });
  const given = dict({ source: join(root, "app.tgz"), ...args, name: join(root, name) });
  const kwargs = new Map([...given].map(([key, value]) => [String(key), value]));
  const answer = await callDirectly("archive.extracted", fn, [], kwargs, context);
  assert.ok(isDict(answer));
  return answer;
}

it("unpacks once", async () => {
  const first = await extracted("to");
  assert.deepEqual(get(get(first, "changes"), "extracted_files"), ["app", "app/a"]);
  assert.equal(readFileSync(join(root, "to/app/a"), "utf8"), "one");
  const second = await extracted("to");
  assert.equal(get(second, "comment"), "All files in archive are already present");
});

it("unpacks nothing in a trial, and nothing that has another checksum", async () => {
  assert.equal(get(await extracted("trial", {}, true), "result"), null);
  const wrong = await extracted("wrong", { source_hash: "0".repeat(32) });
  assert.match(String(get(wrong, "comment")), /does not match the desired source_hash/);
  assert.ok(!existsSync(join(root, "trial")) && !existsSync(join(root, "wrong")));
});

it("leaves what is in the way unless force says otherwise", async () => {
  mkdirSync(join(root, "way/app/a"), { recursive: true });
  const refused = await extracted("way");
  assert.equal(get(refused, "result"), false);
  await extracted("way", { force: true });
  assert.equal(readFileSync(join(root, "way/app/a"), "utf8"), "one");
});

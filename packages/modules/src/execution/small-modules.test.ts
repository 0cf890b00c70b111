/** Modules of a function or two. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { callLine, fakeContext } from "../testing/execution-context.js";

const call = (...line: string[]) => callLine(line, fakeContext().context);

test("temp makes private files and directories of new names", async (t) => {
  const parent = mkdtempSync(join(tmpdir(), "temp-"));
  t.after(() => rmSync(parent, { recursive: true, force: true }));
  const file = String(await call("temp.file", "prefix=a-", "suffix=.conf", `parent=${parent}`));
  const dir = String(await call("temp.dir", `parent=${parent}`));
  assert.equal(dirname(file), parent);
  assert.match(basename(file), /^a-\w{8}\.conf$/);
  assert.match(basename(dir), /^tmp\w{8}$/);
  assert.deepEqual([statSync(file).mode & 0o777, statSync(file).size], [0o600, 0]);
  assert.deepEqual([statSync(dir).mode & 0o777, statSync(dir).isDirectory()], [0o700, true]);
  await assert.rejects(call("temp.dir", `parent=${parent}/none`), /none\/tmp\w+ cannot be made: /);
});

test("salt_version compares code names with the release whose behaviour this is", async () => {
  assert.equal(await call("salt_version.get_release_number", "Oxygen"), "2018.3");
  assert.equal(await call("salt_version.get_release_number", "sulfur"), "3006");
  assert.equal(await call("salt_version.get_release_number", "granite"), null);
  const holds = async (name: string) => [
    await call("salt_version.less_than", name),
    await call("salt_version.equal", name),
    await call("salt_version.greater_than", name),
  ];
  assert.deepEqual(await holds("Argon"), [true, false, false]);
  assert.deepEqual(await holds("Sulfur"), [false, true, false]);
  assert.deepEqual(await holds("Nitrogen"), [false, false, true]);
  assert.deepEqual(await holds("granite"), [false, false, false]);
});

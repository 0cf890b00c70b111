/** Files that stay open between their pieces: how many, how long, and that a changed file is read anew. */
import assert from "node:assert/strict";
import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { FoundFile } from "./backend.js";
import { statOf } from "./backend.js";
import { KeptFiles } from "./kept-files.js";

const place = mkdtempSync(join(tmpdir(), "salt-kept-"));
after(() => rmSync(place, { recursive: true }));

const LARGE = 100_000;

function write(name: string, content: Uint8Array): FoundFile {
  const path = join(place, name);
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
  return { path, rel: name, ...statOf(statSync(path)) };
}

test("a large file is open from its first piece to its last", async () => {
  const files = new KeptFiles();
  const content = Buffer.alloc(LARGE, "0123456789");
  const file = write("large", content);
  assert.deepEqual(await files.read(file, 0, 60_000), content.subarray(0, 60_000));
  assert.equal(files.size, 1);
  const rest = await Promise.all([files.read(file, 70_000, 60_000), files.read(file, 60_000, 10_000)]);
  assert.deepEqual(rest, [content.subarray(70_000), content.subarray(60_000, 70_000)]);
  assert.equal(files.size, 0);
  assert.equal((await files.read(file, LARGE, 60_000)).length, 0);
  assert.equal(files.size, 0);
});

test("a file that was replaced is read anew", async () => {
  const files = new KeptFiles();
  await files.read(write("changing", Buffer.alloc(LARGE, "a")), 0, 10);
  const later = write("changing", Buffer.alloc(LARGE + 1, "b"));
  assert.equal((await files.read(later, 10, 3)).toString(), "bbb");
  assert.equal(files.size, 1);
  files.close();
  assert.equal(files.size, 0);
});

test("no more than 16 files are open, small ones never", async () => {
  const files = new KeptFiles();
  for (let i = 0; i < 20; i++) await files.read(write(`many-${i}`, Buffer.alloc(LARGE)), 0, 10);
  assert.equal(files.size, 16);
  files.close();
  assert.equal((await files.read(write("small", Buffer.from("small")), 1, 3)).toString(), "mal");
  assert.equal(files.size, 0);
});

test("a file that cannot be read is the system's error, and is not kept", async () => {
  const files = new KeptFiles();
  for (const size of [10, LARGE]) {
    const file = write("gone", Buffer.alloc(size));
    rmSync(file.path);
    await assert.rejects(files.read(file, 0, 10), { code: "ENOENT" });
  }
  assert.equal(files.size, 0);
});

test("a file that tells no size is read all the same", async (t) => {
  const path = "/proc/self/status";
  if (!statSync(path, { throwIfNoEntry: false })) return t.skip("there is no /proc");
  const read = await new KeptFiles().read({ path, rel: "status", ...statOf(statSync(path)) }, 0, 4096);
  assert.match(read.toString(), /^Name:/);
});

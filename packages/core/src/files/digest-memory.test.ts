/** Digests that are kept: the same for a file that stays, a new one for a file that changes. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DigestMemory } from "./digest-memory.js";

const place = mkdtempSync(join(tmpdir(), "salt-digests-"));
after(() => rmSync(place, { recursive: true, force: true }));

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

test("a file that changes has another digest, also when size and time of change look the same", async () => {
  const path = join(place, "a");
  const memory = new DigestMemory();
  for (const text of ["one", "two", "six"]) {
    writeFileSync(path, text);
    utimesSync(path, 1000, 1000);
    assert.equal(await memory.of(path, "sha256"), sha256(text));
    assert.equal(await memory.of(path, "sha256"), sha256(text));
  }
  assert.equal(await memory.of(path, "md5"), createHash("md5").update("six").digest("hex"));
});

test("a file of the system keeps its digest", async () => {
  const memory = new DigestMemory();
  const first = await memory.of(process.execPath, "sha1");
  assert.equal(await memory.of(process.execPath, "sha1"), first);
});

test("what is not there is the system's error", async () => {
  await assert.rejects(new DigestMemory().of(join(place, "none"), "sha256"), { code: "ENOENT" });
});

/** Digests of files of all sizes. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileDigest } from "./file-digest.js";

test("the digest of a file is that of its bytes, whatever its size", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "salt-digest-"));
  t.after(() => rmSync(dir, { recursive: true }));
  const path = join(dir, "file");
  for (const size of [0, 1, 65_535, 65_536, 65_537, (1 << 20) + 3]) {
    const content = Buffer.alloc(size, "ab\n");
    writeFileSync(path, content);
    assert.equal(
      await fileDigest(path, "sha256"),
      createHash("sha256").update(content).digest("hex"),
      `${size}`,
    );
  }
  await assert.rejects(fileDigest(join(dir, "none"), "md5"), { code: "ENOENT" });
});

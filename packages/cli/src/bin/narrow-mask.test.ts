/**
 * The file mask of programs that write into the system.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { narrowMask } from "./narrow-mask.js";

test("a lax mask becomes the usual one, a strict one stays", (t) => {
  const before = process.umask(0);
  t.after(() => process.umask(before));
  narrowMask();
  assert.equal(process.umask(0o077), 0o022);
  narrowMask();
  assert.equal(process.umask(), 0o077);
});

/** The minion's store of data as a file. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dict } from "@salt/core";
import { DatastoreFile } from "./datastore.js";

test("a packed map in Salt's file, which nobody else can read", (t) => {
  const dir = mkdtempSync(join(tmpdir(), "datastore-"));
  t.after(() => rmSync(dir, { recursive: true }));
  const store = new DatastoreFile(dir);
  const path = join(dir, "datastore");
  assert.deepEqual(store.read(), new Map());
  store.write(dict({ a: 1 }));
  // As real Salt writes {a: 1}.
  assert.equal(readFileSync(path).toString("hex"), "81a16101");
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(store.read(), dict({ a: 1 }));
  writeFileSync(path, "\xc1\xc1");
  assert.throws(() => store.read(), { code: "COMMAND_EXECUTION" });
  store.clear();
  assert.ok(!existsSync(path));
});

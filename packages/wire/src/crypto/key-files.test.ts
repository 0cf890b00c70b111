import assert from "node:assert/strict";
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { pem } from "../testing/vectors.js";
import { KeyError } from "./algorithms.js";
import { ensureKeyPair, readKeyPair, writeKeyPair } from "./key-files.js";
import { PrivateKey } from "./private-key.js";

const key = PrivateKey.fromPem(pem("master", "privatePem"));

function directory(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), "keys-"));
  t.after(() => rmSync(dir, { recursive: true }));
  return dir;
}

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test("writes both files with their modes whatever the umask, and reads them again", (t) => {
  const dir = directory(t);
  for (const umask of [0o000, 0o077]) {
    const before = process.umask(umask);
    t.after(() => process.umask(before));
    writeKeyPair(dir, "master", key);
    process.umask(before);
    assert.equal(modeOf(join(dir, "master.pem")), 0o400);
    assert.equal(modeOf(join(dir, "master.pub")), 0o644);
  }
  assert.equal(readFileSync(join(dir, "master.pub"), "utf8"), `${key.publicKey.pem}\n`);
  assert.equal(readKeyPair(dir, "master")?.toPem(), key.toPem());
  assert.deepEqual(readdirSync(dir).sort(), ["master.pem", "master.pub"]);
});

test("reads and writes through the links that 3008 makes", (t) => {
  const dir = directory(t);
  writeKeyPair(dir, "host", key);
  for (const end of ["pem", "pub"]) symlinkSync(join(dir, `host.${end}`), join(dir, `master.${end}`));
  assert.equal(readKeyPair(dir, "master")?.toPem(), key.toPem());
  const other = PrivateKey.fromPem(pem("minion", "privatePem"));
  writeKeyPair(dir, "master", other);
  assert.ok(lstatSync(join(dir, "master.pem")).isSymbolicLink());
  assert.equal(readKeyPair(dir, "host")?.toPem(), other.toPem());
});

test("there being no key is no error, and an unreadable one is", (t) => {
  const dir = directory(t);
  assert.equal(readKeyPair(dir, "master"), undefined);
  writeFileSync(join(dir, "master.pem"), "rubbish");
  assert.throws(() => readKeyPair(dir, "master"), KeyError);
  assert.throws(() => writeKeyPair(join(dir, "missing"), "master", key), KeyError);
});

test("makes a pair once, and a missing public half again", async (t) => {
  const dir = directory(t);
  const made = await ensureKeyPair(dir, "minion", { bits: 2048, passphrase: "pass" });
  renameSync(join(dir, "minion.pub"), join(dir, "away"));
  const again = await ensureKeyPair(dir, "minion", { bits: 2048, passphrase: "pass" });
  assert.equal(again.toPem(), made.toPem());
  assert.equal(readFileSync(join(dir, "minion.pub"), "utf8"), readFileSync(join(dir, "away"), "utf8"));
  await assert.rejects(ensureKeyPair(dir, "minion", { bits: 2048 }), KeyError);
});

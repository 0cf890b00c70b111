/** Files written whole, and private directories. */
import assert from "node:assert/strict";
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ConfigError } from "../base/errors.js";
import { withScratch } from "../testing/scratch.js";
import { writeFileAtomic } from "./atomic.js";
import { ensurePrivateDir } from "./private-dir.js";

const modeOf = (path: string): number => statSync(path).mode & 0o7777;

test("a file has its content and mode, whatever the umask, and nothing else is left", () =>
  withScratch({ old: "before" }, (dir) => {
    const umask = process.umask(0o077);
    try {
      writeFileAtomic(join(dir, "new"), "text", { mode: 0o644, fsync: true });
      writeFileAtomic(join(dir, "old"), new Uint8Array([1, 2]));
    } finally {
      process.umask(umask);
    }
    assert.equal(modeOf(join(dir, "new")), 0o644);
    assert.equal(modeOf(join(dir, "old")), 0o600);
    assert.deepEqual([...readFileSync(join(dir, "old"))], [1, 2]);
    assert.deepEqual(readdirSync(dir).sort(), ["new", "old"]);
  }));

test("a read-only mode works and a failure leaves nothing behind", () =>
  withScratch({ "dir/x": "" }, (dir) => {
    writeFileAtomic(join(dir, "key"), "k", { mode: 0o400 });
    assert.equal(modeOf(join(dir, "key")), 0o400);
    assert.throws(() => writeFileAtomic(join(dir, "dir"), "x"));
    assert.deepEqual(readdirSync(dir).sort(), ["dir", "key"]);
  }));

test("a link is replaced, not followed", () =>
  withScratch({ target: "keep" }, (dir) => {
    symlinkSync(join(dir, "target"), join(dir, "link"));
    writeFileAtomic(join(dir, "link"), "new");
    assert.equal(readFileSync(join(dir, "target"), "utf8"), "keep");
  }));

test("private directories are made, and mended", () =>
  withScratch({}, (dir) => {
    const path = join(dir, "a", "b");
    ensurePrivateDir(path);
    assert.equal(modeOf(path), 0o700);
    chmodSync(path, 0o777);
    ensurePrivateDir(path);
    assert.equal(modeOf(path), 0o700);
    ensurePrivateDir(path, 0o750);
    assert.equal(modeOf(path), 0o750);
  }));

test("links and files are no private directories", () =>
  withScratch({ file: "", "real/x": "" }, (dir) => {
    symlinkSync(join(dir, "real"), join(dir, "link"));
    assert.throws(() => ensurePrivateDir(join(dir, "link")), ConfigError);
    assert.throws(() => ensurePrivateDir(join(dir, "file")), ConfigError);
    assert.throws(() => ensurePrivateDir(join(dir, "file", "below")), ConfigError);
  }));

test("missing directories above a private one can be passed through, and not listed", () =>
  withScratch({}, (dir) => {
    const umask = process.umask(0o022);
    try {
      ensurePrivateDir(join(dir, "run", "salt", "master"), 0o700);
    } finally {
      process.umask(umask);
    }
    assert.equal(modeOf(join(dir, "run", "salt")), 0o711);
    assert.equal(modeOf(join(dir, "run", "salt", "master")), 0o700);
  }));

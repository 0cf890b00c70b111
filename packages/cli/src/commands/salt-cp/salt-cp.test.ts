import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { Plain } from "@salt/core";
import { copyInPieces } from "./copy-in-pieces.js";
import type { RunOnMinions } from "./run-copy.js";
import { readTree, readWhole } from "./sources.js";

const place = realpathSync(mkdtempSync(join(tmpdir(), "salt-cp-")));
const signal = new AbortController().signal;

before(() => {
  mkdirSync(join(place, "d/sub/empty"), { recursive: true });
  writeFileSync(join(place, "d/a"), "0123456789");
  writeFileSync(join(place, "d/sub/run"), "", { mode: 0o755 });
  symlinkSync("..", join(place, "d/sub/loop"));
  writeFileSync(join(place, "bytes"), Buffer.from([0xff, 0]));
});
after(() => rmSync(place, { recursive: true }));

describe("sources", () => {
  test("are read whole, as text where they are text", () => {
    const contents = readWhole([join(place, "d/a"), join(place, "bytes")]);
    assert.equal(contents.get(join(place, "d/a")), "0123456789");
    assert.deepEqual(contents.get(join(place, "bytes")), Buffer.from([0xff, 0]));
    assert.throws(() => readWhole([join(place, "d")]), /is a directory, only files/);
    assert.throws(() => readWhole([join(place, "nosuch")]), /is not available/);
  });

  test("go below a destination that must be a directory, with what lies in them", () => {
    const { files, folders } = readTree([join(place, "d")], "/to");
    assert.deepEqual(files.map(({ remote, mode }) => [remote, mode & 0o100]).sort(), [
      ["/to/d/a", 0],
      ["/to/d/sub/run", 0o100],
    ]);
    assert.deepEqual(folders, ["/to/d/sub/empty"]);
    assert.equal(readTree([join(place, "d/a")], "/to").files[0]?.remote, "/to");
    assert.equal(readTree([join(place, "d/a")], "/to/").files[0]?.remote, "/to/a");
    assert.deepEqual(
      readTree([join(place, "d/a"), join(place, "bytes")], "/to").files.map(({ remote }) => remote),
      ["/to/a", "/to/bytes"],
    );
  });
});

describe("copying in pieces", () => {
  const calls: (readonly Plain[])[] = [];
  const run: RunOnMinions = async (_fun, args) => {
    calls.push(args);
    return new Map<string, string | boolean>([
      ["web1", true],
      ["web2", calls.length === 2 ? "No space left" : true],
    ]);
  };

  test("sends each piece once, and keeps a minion's first failure", async () => {
    const tree = readTree([join(place, "d/a")], "/to");
    const copied = await copyInPieces(tree, run, { pieceSize: 4, packs: true, signal });
    const pieces = calls.map(([, piece]) => gunzipSync(Buffer.from(String(piece), "base64")).toString());
    assert.deepEqual(pieces, ["0123", "4567", "89"]);
    assert.deepEqual(
      calls.map(([, , append]) => append),
      [false, true, true],
    );
    assert.deepEqual(copied.get("web1"), new Map([["/to", true]]));
    assert.deepEqual(copied.get("web2"), new Map([["/to", "No space left"]]));
  });

  test("empty files and empty directories are made", async () => {
    calls.length = 0;
    const tree = readTree([join(place, "d/sub")], "/to");
    await copyInPieces(tree, run, { pieceSize: 4, packs: false, signal });
    assert.deepEqual(calls, [
      ["/to/sub/run", "", false, false, 0o755],
      ["/to/sub/empty", null],
    ]);
  });

  test("nobody is sent nothing more", async () => {
    let asked = 0;
    const nobody: RunOnMinions = async () => {
      asked += 1;
      return undefined;
    };
    const tree = readTree([join(place, "d/a")], "/to");
    assert.equal((await copyInPieces(tree, nobody, { pieceSize: 4, packs: false, signal })).size, 0);
    assert.equal(asked, 1);
  });
});

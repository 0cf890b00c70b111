import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { Plain } from "@salt/core";
import { dict } from "@salt/core";
import { readPushedPiece } from "./pushed-piece.js";
import { ReceivedFiles } from "./received-files.js";

const place = mkdtempSync(join(tmpdir(), "salt-received-"));
after(() => rmSync(place, { recursive: true }));

const piece = (
  path: readonly string[],
  loc: number,
  text: string,
): { path: readonly string[]; loc: number; data: Buffer } => ({
  path,
  loc,
  data: Buffer.from(text),
});

describe("pushed files", () => {
  const files = new ReceivedFiles(place, { file: 10, minion: 3 * 4096 });

  test("pieces are put together, for the master alone", () => {
    assert.equal(files.store("web1", piece(["etc", "motd"], 0, "hello")), undefined);
    assert.equal(files.store("web1", piece(["etc", "motd"], 5, " you")), undefined);
    const path = join(place, "web1/files/etc/motd");
    assert.equal(readFileSync(path, "utf8"), "hello you");
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(files.store("web1", piece(["etc", "motd"], 0, "new")), undefined);
    assert.equal(readFileSync(path, "utf8"), "new");
  });

  test("a piece that does not follow what is there is refused", () => {
    assert.match(files.store("web1", piece(["etc", "motd"], 7, "x")) ?? "", /goes on at 7/);
    assert.match(files.store("web1", piece(["gap"], 3, "x")) ?? "", /goes on at 3/);
  });

  test("limits count what came, for a file and for a minion", () => {
    assert.match(files.store("web1", piece(["large"], 0, "12345678901")) ?? "", /file_recv_max_size/);
    assert.equal(files.store("web1", piece(["two"], 0, "2")), undefined);
    assert.equal(files.store("web1", piece(["three"], 0, "3")), undefined);
    assert.match(files.store("web1", piece(["four"], 0, "4")) ?? "", /file_recv_quota/);
    assert.equal(files.store("web2", piece(["four"], 0, "4")), undefined);
    // Counted from the disk by the next master.
    const next = new ReceivedFiles(place, { file: 10, minion: 3 * 4096 });
    assert.match(next.store("web1", piece(["four"], 0, "4")) ?? "", /file_recv_quota/);
  });

  test("links are never followed", () => {
    mkdirSync(join(place, "web3/files"), { recursive: true });
    symlinkSync(place, join(place, "web3/files/dir"));
    symlinkSync(join(place, "target"), join(place, "web3/files/link"));
    assert.match(files.store("web3", piece(["dir", "x"], 0, "x")) ?? "", /directory is something else/);
    assert.match(files.store("web3", piece(["link"], 0, "x")) ?? "", /taken by something else/);
    assert.match(files.store("web1", piece(["etc"], 0, "x")) ?? "", /taken by something else/);
    assert.match(files.store("web1", piece(["two", "x"], 0, "x")) ?? "", /directory is something else/);
  });
});

describe("a pushed piece", () => {
  const read = (load: { readonly [key: string]: Plain }): unknown =>
    readPushedPiece(dict({ path: ["a"], loc: 0, data: "x", ...load }));

  test("is read", () => {
    assert.deepEqual(readPushedPiece(dict({ path: ["a", "b"], loc: 1, data: "x", size: 1 })), {
      path: ["a", "b"],
      loc: 1,
      data: Buffer.from("x"),
    });
  });

  test("has a path that stays below the minion's directory", () => {
    const wrong = [
      [],
      [".."],
      ["a", "..", "b"],
      [""],
      ["."],
      ["a/b"],
      ["/etc"],
      ["a\0"],
      [1],
      "a",
      ["x".repeat(256)],
    ];
    for (const path of wrong) assert.equal(read({ path }), undefined, JSON.stringify(path));
    assert.equal(read({ path: Array.from({ length: 65 }, () => "d") }), undefined);
  });

  test("has a place and data", () => {
    for (const loc of [-1, "0", 1.5, null]) assert.equal(read({ loc }), undefined);
    for (const data of [null, 1, []]) assert.equal(read({ data }), undefined);
  });
});

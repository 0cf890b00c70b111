/**
 * The functions of `file`, on real files; results as Salt 3006 gives them.
 */
import assert from "node:assert/strict";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Dict, Plain, Value } from "@salt/core";
import { dict, get, isDict, isList, toValue } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";

let root = "";
let at = "";

before(() => {
  root = mkdtempSync(join(tmpdir(), "file-functions-"));
});
after(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  at = mkdtempSync(join(root, "case-"));
});

const path = (name: string): string => join(at, name);
const put = (name: string, text: string): string => {
  writeFileSync(path(name), text);
  return path(name);
};
const text = (name: string): string => readFileSync(path(name), "utf8");

async function call(
  name: string,
  args: readonly Plain[],
  kwargs: { readonly [key: string]: Plain } = {},
  opts = {},
) {
  const { context } = fakeContext({ opts: dict({ cachedir: join(root, "cache"), test: false, ...opts }) });
  return await context.call(`file.${name}`, args, kwargs);
}

describe("file: contents", () => {
  it("are appended after a last line without an end, and prepended", async () => {
    const file = put("a", "x");
    assert.equal(await call("append", [file, "b", "c"]), `Wrote 2 lines to "${file}"`);
    assert.equal(await call("prepend", [file, "first"]), `Prepended 1 lines to "${file}"`);
    assert.equal(text("a"), "first\nx\nb\nc\n");
    await assert.rejects(call("append", [path("none"), "x"]), { name: "FileNotFoundError" });
  });

  it("are read and written at a place", async () => {
    const file = put("a", "0123456789");
    assert.equal(await call("seek_write", [file, "ab", 2]), 2);
    assert.equal(Buffer.from((await call("seek_read", [file, 4, 1])) as Uint8Array).toString(), "1ab4");
    await call("truncate", [file, 5]);
    assert.equal(text("a"), "01ab4");
  });
});

describe("file.replace", () => {
  it("gives the difference and keeps a copy", async () => {
    const file = put("a", "aaa\nbbb\n");
    const diff = await call("replace", [file, "^(a)(a)", "\\2-\\1"]);
    assert.equal(diff, "--- \n+++ \n@@ -1,2 +1,2 @@\n-aaa\n+a-aa\n bbb\n");
    assert.equal(text("a.bak"), "aaa\nbbb\n");
  });

  it("adds what is not found, once", async () => {
    const file = put("a", "aaa");
    const options = { append_if_not_found: true, backup: false };
    await call("replace", [file, "zzz", "X"], options);
    await call("replace", [file, "zzz", "X"], options);
    assert.equal(text("a"), "aaa\nX\n");
    assert.equal(existsSync(path("a.bak")), false);
  });

  it("compares bytes unless an encoding is named", async () => {
    const file = put("a", "café\n");
    await call("replace", [file, "\\w+", "e"], { backup: false });
    assert.equal(text("a"), "eé\n");
    writeFileSync(file, "café\n");
    await call("replace", [file, "\\w+", "e"], { backup: false, encoding: "utf-8" });
    assert.equal(text("a"), "e\n");
  });

  it("refuses what is no text or makes no sense", async () => {
    await assert.rejects(call("replace", [put("b", "a\0b"), "b", "x"]), /binary file/);
    await assert.rejects(call("replace", [path("none"), "b", "x"]), /File not found/);
    assert.equal(await call("replace", [path("none"), "b", "x"], { ignore_if_missing: true }), false);
    await assert.rejects(call("search", [put("a", "x"), "x"], { flags: "bogus" }), /Invalid re flag/);
  });
});

describe("file.line", () => {
  const rows: readonly (readonly [string, { readonly [key: string]: Plain }, string])[] = [
    ["a\nb\nc\n", { content: "q", mode: "ensure", before: "b" }, "a\nq\nb\nc\n"],
    ["a\n  b\nc\n", { content: "q", mode: "ensure", after: "b" }, "a\n  b\n  q\nc\n"],
    ["a\nb\nc\n", { content: "q", mode: "ensure", after: "a", before: "c" }, "a\nq\nc\n"],
    ["a\nb\nc\n", { content: "q", mode: "insert", location: "start" }, "q\na\nb\nc\n"],
    ["a\nb\nc\n", { content: "q", mode: "insert", location: "end" }, "a\nb\nc\n\nq"],
    ["\ta\nb\n", { content: "q", mode: "replace", match: "^\\s+a" }, "\tq\nb\n"],
    ["a\nb\nc\n", { match: "b", mode: "delete" }, "a\nc\n"],
  ];
  for (const [old, request, now] of rows) {
    it(`${JSON.stringify(request)}`, async () => {
      const file = put("a", old);
      assert.match(String(await call("line", [file], request)), /^--- \n\+\+\+ \n@@/);
      assert.equal(text("a"), now);
    });
  }

  it("leaves the file in a test", async () => {
    const file = put("a", "a\n");
    await call("line", [file], { content: "q", mode: "insert", location: "start" }, { test: true });
    assert.equal(text("a"), "a\n");
  });

  it("says which mode or place is missing", async () => {
    const file = put("a", "a\nb\nb\n");
    await assert.rejects(call("line", [file], { content: "q" }), /Mode was not defined/);
    await assert.rejects(call("line", [file], { content: "q", mode: "odd" }), /Unknown mode: "odd"/);
    await assert.rejects(
      call("line", [file], { content: "q", mode: "insert", after: "b" }),
      /more than expected/,
    );
  });
});

describe("file.blockreplace and file.comment", () => {
  it("replace a block, or add one", async () => {
    const file = put("a", "a\n#START\nold\n#END\nz\n");
    await call("blockreplace", [file, "#START", "#END", "new\nlines\n"]);
    assert.equal(text("a"), "a\n#START\nnew\nlines\n#END\nz\n");
    await call("blockreplace", [put("b", "a"), "#START", "#END", "n"], {
      append_if_not_found: true,
      append_newline: true,
    });
    assert.equal(text("b"), "a\n#START\nn\n#END\n");
    await assert.rejects(call("blockreplace", [put("c", "#START\n"), "#START", "#END", "n"]), /Unterminated/);
  });

  it("mark lines and take marks away", async () => {
    const file = put("a", "one\ntwo\n");
    assert.equal(await call("comment", [file, "^one"]), "--- \n+++ \n@@ -1 +1 @@\n-one\n+#one\n");
    assert.equal(text("a"), "#one\ntwo\n");
    await call("uncomment", [file, "one"]);
    assert.equal(text("a"), "one\ntwo\n");
    assert.equal(await call("comment", [file, "^zzz"]), false);
  });
});

describe("file: links, trees, names", () => {
  it("make links, and refuse to replace what is there", async () => {
    const file = put("a", "x");
    assert.equal(await call("symlink", [file, path("l")]), true);
    assert.equal(readlinkSync(path("l")), file);
    await assert.rejects(call("symlink", ["/other", path("l")]), /Found existing symlink/);
    assert.equal(await call("symlink", ["/other", path("l")], { atomic: true }), true);
    assert.equal(await call("readlink", [path("l")]), "/other");
  });

  it("copy, move and remove without following links", async () => {
    mkdirSync(path("d/e"), { recursive: true });
    put("d/e/f", "1");
    assert.equal(await call("copy", [path("d"), path("copy")], { recurse: true }), true);
    assert.equal(text("copy/e/f"), "1");
    symlinkSync(path("d"), path("l"));
    assert.equal(await call("remove", [path("l")]), true);
    assert.equal(existsSync(path("d/e/f")), true);
    assert.equal(await call("remove", [path("none")]), false);
    await assert.rejects(call("remove", ["relative"]), /must be absolute/);
    assert.equal(get(await call("move", [path("d"), path("moved")]), "result"), true);
    await assert.rejects(call("copy", [path("moved"), path("x")]), /without recurse/);
  });

  it("are taken apart as in Python", async () => {
    assert.equal(await call("normpath", ["/a/../b//c/./d/"]), "/b/c/d");
    assert.equal(await call("dirname", ["//a"]), "//");
    assert.equal(await call("basename", ["/a/b/"]), "");
    assert.equal(await call("join", ["a", "/b", "c"]), "/b/c");
  });
});

describe("file.find", () => {
  it("finds by name, type and size, and prints facts", async () => {
    mkdirSync(path("x/y"), { recursive: true });
    put("x/a.txt", "1\n");
    put("x/y/b.txt", "22\n");
    assert.deepEqual(await call("find", [path("x")], { name: "*.txt" }), [
      path("x/a.txt"),
      path("x/y/b.txt"),
    ]);
    assert.deepEqual(await call("find", [path("x")], { type: "f", print: "name,size" }), [
      ["a.txt", 2],
      ["b.txt", 3],
    ]);
    assert.deepEqual(await call("find", [path("x")], { maxdepth: 1, mindepth: 1 }), [
      path("x/a.txt"),
      path("x/y"),
    ]);
    assert.deepEqual(await call("find", [path("x")], { grep: "2+" }), [path("x/y/b.txt")]);
    assert.equal(await call("find", [path("x")], { odd: 1 }), 'error: invalid option "odd"');
    assert.deepEqual(await call("find", [path("x")], { size: "+3", delete: "f" }), [path("x/y/b.txt")]);
    assert.equal(existsSync(path("x/y/b.txt")), false);
  });

  it("gives a path to a command as one argument, whatever is in it", async () => {
    const name = "-n;touch bad\nx";
    put(name, "1");
    const found = await call("find", [at], { type: "f", exec: "printf %s {}" });
    assert.ok(isList(found) && String(found[0]).endsWith(`:\n${path(name)}\n`), String(found));
  });
});

describe("file: permissions and managed files", () => {
  it("are set, told, and left in a test", async () => {
    const file = put("a", "x");
    assert.equal(await call("set_mode", [file, "0604"]), "0604");
    assert.equal(await call("set_mode", [file, "9"]), "Invalid Mode 9");
    const changed = await call("check_perms", [file, {}, null, null, "0640"]);
    assert.deepEqual(get(isList(changed) ? changed[0] : null, "changes"), dict({ mode: "0640" }));
    await call("check_perms", [file, {}, null, null, "0600"], {}, { test: true });
    assert.equal(lstatSync(file).mode & 0o777, 0o640);
    assert.equal(await call("chown", [file, "nosuchuser", ""]), "User does not exist\n");
  });

  it("are created, changed with a difference, and left alone", async () => {
    const manage = async (contents: string): Promise<Dict> => {
      const args: Plain[] = [path("m"), "", {}, "", {}, null, null, "0600", null, "base", "minion"];
      const ret: Value = await call("manage_file", args, { contents });
      return isDict(ret) ? ret : dict();
    };
    assert.deepEqual((await manage("one\n")).get("changes"), dict({ diff: "New file" }));
    assert.equal(
      get((await manage("two\n")).get("changes"), "diff"),
      "--- \n+++ \n@@ -1 +1 @@\n-one\n+two\n",
    );
    assert.equal((await manage("two\n")).get("comment"), `File ${path("m")} is in the correct state`);
    const backups = await call("list_backups", [path("m")]);
    assert.equal(get(get(backups, 0), "Size"), 4);
    assert.equal(get(await call("restore_backup", [path("m"), 0]), "result"), true);
    assert.equal(text("m"), "one\n");
    assert.equal(get(await call("delete_backup", [path("m"), 7]), "result"), false);
  });

  it("take a source only with its checksum", async () => {
    const source = put("s", "source\n");
    const sum = toValue({ hsum: "0".repeat(64), hash_type: "sha256" });
    const args: Plain[] = [path("m"), source, {}, source, sum, null, null, null, null, "base", ""];
    assert.match(String(get(await call("manage_file", args), "comment")), /does not match actual checksum/);
    assert.equal(existsSync(path("m")), false);
  });
});

describe("file: programs get texts of users as one argument", () => {
  const hostile = ["-rf", "--help", "a;touch bad", "a\nb", "$(touch bad)"];
  for (const name of hostile) {
    it(`a file called ${JSON.stringify(name)}`, async () => {
      const file = put(name, "needle\n");
      assert.equal(get(await call("grep", [file, "needle"]), "stdout"), "needle");
      assert.equal(get(await call("grep", [file, "-e"]), "retcode"), 1);
      assert.equal(get(await call("sed", [file, "needle", "thread"], { backup: "" }), "retcode"), 0);
      assert.equal(text(name), "thread\n");
      assert.ok(isDict(await call("statvfs", [file])));
    });
  }
});

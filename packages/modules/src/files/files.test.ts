import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import type { Dict, Plain, Value } from "@salt/core";
import { DigestMemory, dict, getString, isInt, nullLogger, toValue } from "@salt/core";
import type { FileClient } from "./file-client.js";
import { cachePlace, externalPlace, localPlace } from "./file-places.js";
import { cacheFile, getFile } from "./get-file.js";
import { getFolder, includeExclude, mapSome } from "./many-files.js";
import { pushFile } from "./push-file.js";
import { parseSaltUrl } from "./salt-url.js";

const place = mkdtempSync(join(tmpdir(), "salt-client-"));
after(() => rmSync(place, { recursive: true }));

/** A file server of plain texts that hands out pieces of some length. */
class FakeFiles {
  readonly asked: Dict[] = [];
  readonly contents = new Map<string, Buffer>();
  piece = 4;
  /** Runs before each piece is served. */
  before: (path: string, loc: number) => void = () => {};

  readonly client: FileClient = {
    digests: new DigestMemory(),
    opts: dict({ cachedir: join(place, "cache"), file_buffer_size: 4, id: "web1" }),
    request: async (load) => toValue(this.#answer(load)),
    signal: new AbortController().signal,
    log: nullLogger,
  };

  count(cmd: string): number {
    return this.asked.filter((load) => load.get("cmd") === cmd).length;
  }

  #answer(load: Dict): Plain {
    this.asked.push(load);
    const path = getString(load, "path") ?? "";
    const content = this.contents.get(path);
    const cmd = load.get("cmd");
    if (cmd === "_file_list") return [...this.contents.keys()].sort();
    if (cmd === "_file_list_emptydirs") return ["dir/empty", "dirother/empty"];
    if (cmd === "_file_recv") return load.get("loc") !== 8;
    if (cmd === "_file_hash_and_stat") return content === undefined ? ["", null] : stateOf(content);
    const loc = load.get("loc");
    if (content === undefined || !isInt(loc)) return { data: "", dest: "" };
    this.before(path, Number(loc));
    const now = this.contents.get(path) ?? content;
    return { data: now.subarray(Number(loc), Number(loc) + this.piece), dest: path };
  }
}

function stateOf(content: Buffer): Plain {
  const hsum = createHash("sha256").update(content).digest("hex");
  return [{ hash_type: "sha256", hsum }, [0o100644, 0, 0, 1, 0, 0, content.length, 0, 0, 0]];
}

let files: FakeFiles;
let dest: string;
beforeEach(() => {
  files = new FakeFiles();
  dest = mkdtempSync(join(place, "dest-"));
});

const get = (path: string, to: string, makedirs = false): Promise<string | false> =>
  getFile(files.client, { path, saltenv: "base" }, to, { makedirs });

describe("fetching a file", () => {
  test("puts pieces together, and asks for no more than there are", async () => {
    files.contents.set("a/b.txt", Buffer.from("0123456789"));
    const to = join(dest, "out");
    assert.equal(await get("a/b.txt", to), to);
    assert.equal(readFileSync(to, "utf8"), "0123456789");
    assert.deepEqual(
      files.asked.flatMap((load) => (load.has("loc") ? [load.get("loc")] : [])),
      [0, 4, 8],
    );
  });

  test("a directory as destination keeps the name; an empty file is a file", async () => {
    files.contents.set("a/none", Buffer.alloc(0));
    assert.equal(await get("a/none", dest), join(dest, "none"));
    assert.equal(await get("a/none", `${dest}/x/`), false);
    assert.equal(await get("a/none", `${dest}/x/`, true), join(dest, "x", "none"));
    assert.equal(statSync(join(dest, "none")).size, 0);
  });

  test("is left out when the same is there already", async () => {
    files.contents.set("a", Buffer.from("same"));
    writeFileSync(join(dest, "a"), "same");
    await get("a", dest);
    assert.equal(files.count("_serve_file"), 0);
    writeFileSync(join(dest, "a"), "some");
    await get("a", dest);
    assert.equal(files.count("_serve_file"), 1);
  });

  test("keeps the permissions of an old file and follows a link", async () => {
    files.contents.set("a", Buffer.from("new"));
    writeFileSync(join(dest, "old"), "old");
    chmodSync(join(dest, "old"), 0o750);
    symlinkSync("old", join(dest, "link"));
    await get("a", join(dest, "link"));
    assert.equal(readFileSync(join(dest, "old"), "utf8"), "new");
    assert.equal(statSync(join(dest, "old")).mode & 0o777, 0o750);
    assert.deepEqual(readdirSync(dest).sort(), ["link", "old"]);
  });

  test("a file that changes on the way is fetched again", async () => {
    files.contents.set("a", Buffer.from("first content"));
    files.before = (_path, loc) => {
      if (loc === 8 && files.count("_file_hash_and_stat") === 1) files.contents.set("a", Buffer.from("2nd"));
    };
    await get("a", join(dest, "a"));
    assert.equal(readFileSync(join(dest, "a"), "utf8"), "2nd");
  });

  test("what never has its digest is an error, and the old file stays", async () => {
    files.contents.set("a", Buffer.from("content"));
    files.before = () => files.contents.set("a", Buffer.from(`${files.asked.length} ever changing`));
    writeFileSync(join(dest, "a"), "old");
    await assert.rejects(get("a", join(dest, "a")), /digest/);
    assert.equal(readFileSync(join(dest, "a"), "utf8"), "old");
    assert.deepEqual(readdirSync(dest), ["a"]);
  });

  test("pieces of other lengths than the first are taken as well", async () => {
    files.contents.set("a", Buffer.from("0123456789abcdefghijklmnop"));
    files.before = (_path, loc) => {
      files.piece = loc === 8 ? 2 : 4;
    };
    await get("a", join(dest, "a"));
    assert.equal(readFileSync(join(dest, "a"), "utf8"), "0123456789abcdefghijklmnop");
  });

  test("what is not there is not fetched", async () => {
    assert.equal(await get("nosuch", join(dest, "x")), false);
    assert.equal(existsSync(join(dest, "x")), false);
    assert.equal(await cacheFile(files.client, { path: "nosuch", saltenv: "base" }), false);
  });
});

describe("the cache", () => {
  test("has Salt's layout, for this account alone", async () => {
    files.contents.set("a/b", Buffer.from("b"));
    const path = await cacheFile(files.client, { path: "a/b", saltenv: "dev" });
    assert.equal(path, join(place, "cache/files/dev/a/b"));
    assert.equal(statSync(join(place, "cache/files/dev/a/b")).mode & 0o777, 0o600);
    assert.equal(statSync(join(place, "cache/files/dev/a")).mode & 0o777, 0o700);
  });

  test("a file that became a directory, and the other way round", async () => {
    files.contents.set("swap", Buffer.from("file"));
    await cacheFile(files.client, { path: "swap", saltenv: "base" });
    files.contents.set("swap/x", Buffer.from("x"));
    await cacheFile(files.client, { path: "swap/x", saltenv: "base" });
    assert.equal(readFileSync(join(place, "cache/files/base/swap/x"), "utf8"), "x");
    await cacheFile(files.client, { path: "swap", saltenv: "base" });
    assert.equal(readFileSync(join(place, "cache/files/base/swap"), "utf8"), "file");
  });

  test("a master cannot make a minion write outside of it", async () => {
    for (const path of ["../x", "a/../../x", "..", "a\0b"]) {
      files.contents.set(path, Buffer.from("evil"));
      await assert.rejects(cacheFile(files.client, { path, saltenv: "base" }), /names no file/, path);
    }
    files.contents.set("a", Buffer.from("a"));
    for (const saltenv of ["..", "../../x", "", "a\0", "a/../.."])
      await assert.rejects(cacheFile(files.client, { path: "a", saltenv }), /environment/, saltenv);
    assert.equal(existsSync(join(place, "x")), false);
  });

  test("places of files from elsewhere", () => {
    const { opts } = files.client;
    const below = (url: string): string | undefined =>
      externalPlace(opts, "base", new URL(url))?.slice(join(place, "cache/extrn_files/base/").length);
    assert.equal(below("http://me:secret@host:8080/a/b?c=d"), "host8080/a/b-c=d");
    assert.equal(below("https://host/../../etc/passwd"), "host/etc/passwd");
    assert.equal(below("https://host/"), undefined);
    assert.match(below(`https://host/${"x".repeat(300)}`) ?? "", /^host\/[0-9a-f]{64}$/);
    assert.equal(localPlace(opts, "/etc/../etc/hosts"), join(place, "cache/localfiles/etc/hosts"));
    assert.equal(cachePlace(opts, "base", "|a?b"), join(place, "cache/files/base/a?b"));
  });
});

describe("many files", () => {
  test("a directory comes with its empty ones, and without others whose name begins alike", async () => {
    for (const path of ["dir/a", "dir/sub/b", "dirother/c", "dir"])
      files.contents.set(path, Buffer.from(path));
    const got = await getFolder(files.client, "dir/", "base", dest, undefined);
    assert.deepEqual(got, [`${dest}/dir/a`, `${dest}/dir/empty`, `${dest}/dir/sub/b`]);
    assert.equal(readFileSync(`${dest}/dir/sub/b`, "utf8"), "dir/sub/b");
    assert.ok(statSync(`${dest}/dir/empty`).isDirectory());
  });

  test("results are in the order of what was asked for, and one failure is the failure of all", async () => {
    const numbers = Array.from({ length: 50 }, (_each, index) => index);
    assert.deepEqual(
      await mapSome(numbers, async (number) => number * 2),
      numbers.map((number) => number * 2),
    );
    await assert.rejects(mapSome(numbers, async (number) => assert.notEqual(number, 30)));
  });

  test("patterns of what is cached", () => {
    const isWanted = includeExclude("E@\\.py$", "*test*");
    assert.ok(isWanted("_modules/a.py"));
    assert.equal(isWanted("_modules/a.pyc"), false);
    assert.equal(isWanted("_modules/test_a.py"), false);
    assert.ok(includeExclude(undefined, undefined)("x"));
  });
});

describe("sending a file", () => {
  const options = { keepSymlinks: false, uploadPath: undefined, removeSource: false };
  const sent = (): (readonly Value[])[] =>
    files.asked.map((load) => [
      load.get("path") ?? null,
      load.get("loc") ?? null,
      Buffer.from(load.get("data") as Uint8Array).toString(),
    ]);

  test("piece by piece, an empty one too", async () => {
    mkdirSync(join(dest, "d"));
    writeFileSync(join(dest, "d/f"), "012345");
    assert.equal(await pushFile(files.client, join(dest, "d/f"), { ...options, uploadPath: "/x//y/" }), true);
    assert.deepEqual(sent(), [
      [["x", "y"], 0, "0123"],
      [["x", "y"], 4, "45"],
    ]);
    writeFileSync(join(dest, "none"), "");
    assert.equal(await pushFile(files.client, join(dest, "none"), { ...options, removeSource: true }), true);
    assert.equal(existsSync(join(dest, "none")), false);
  });

  test("ends when the master refuses a piece, and the file stays", async () => {
    writeFileSync(join(dest, "f"), "0123456789");
    assert.equal(await pushFile(files.client, join(dest, "f"), { ...options, removeSource: true }), false);
    assert.ok(existsSync(join(dest, "f")));
  });

  test("paths that are not absolute or lead elsewhere are not sent", async () => {
    writeFileSync(join(dest, "f"), "x");
    for (const path of ["f", `${dest}/../f`, `${dest}/nosuch`, dest, `${dest}/f\0`])
      assert.equal(await pushFile(files.client, path, options), false, path);
    for (const uploadPath of ["../x", "a/../../x", "..", "/", "a\0"])
      assert.equal(
        await pushFile(files.client, join(dest, "f"), { ...options, uploadPath }),
        false,
        uploadPath,
      );
    assert.equal(files.asked.length, 0);
  });
});

test("URLs of the file server", () => {
  assert.deepEqual(parseSaltUrl("salt://a/b?saltenv=dev"), { path: "a/b", saltenv: "dev" });
  assert.deepEqual(parseSaltUrl("salt://a?x=y"), { path: "a?x=y", saltenv: undefined });
  assert.throws(() => parseSaltUrl("/etc/passwd"), /Unsupported path/);
});

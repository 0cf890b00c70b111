import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { Dict, Plain } from "@salt/core";
import { defaultsOf, dict, get, isDict, masterOptions, nullLogger } from "@salt/core";
import type { FileServer } from "./file-server.js";
import { openFileServer } from "./open-file-server.js";

const place = mkdtempSync(join(tmpdir(), "salt-files-"));
const big = Buffer.alloc(2500, "0123456789");
let server: FileServer;

const ask = (cmd: string, load: { readonly [key: string]: Plain } = {}): Promise<Plain> =>
  server.request(dict({ cmd, saltenv: "base", ...load }));

before(() => {
  mkdirSync(join(place, "srv/sub/empty"), { recursive: true });
  writeFileSync(join(place, "srv/big"), big);
  writeFileSync(join(place, "srv/none"), "");
  const pushed = join(place, "cache/minions/web1/files/etc");
  mkdirSync(pushed, { recursive: true });
  writeFileSync(join(pushed, "motd"), "pushed");
  symlinkSync("/etc/passwd", join(pushed, "way-out"));
  server = openFileServer(
    {
      ...defaultsOf(masterOptions),
      cachedir: join(place, "cache"),
      file_roots: dict({ base: [join(place, "srv")], dev: [] }),
      fileserver_backend: ["roots", "minion"],
      minionfs_mountpoint: "salt://minions",
      file_buffer_size: 1024,
    },
    nullLogger,
  );
});
after(() => {
  server.close();
  rmSync(place, { recursive: true });
});

describe("the commands", () => {
  test("_serve_file gives pieces until there are no more", async () => {
    const pieces: Uint8Array[] = [];
    for (let loc = 0; ; ) {
      const data = get(toDict(await ask("_serve_file", { path: "big", loc })), "data");
      assert.ok(data instanceof Uint8Array);
      if (data.length === 0) break;
      pieces.push(data);
      loc += data.length;
    }
    assert.deepEqual(
      pieces.map((piece) => piece.length),
      [1024, 1024, 452],
    );
    assert.deepEqual(Buffer.concat(pieces), big);
  });

  test("_serve_file packs pieces when asked to, and tells where an empty file goes", async () => {
    const packed = toDict(await ask("_serve_file", { path: "big", loc: 1024, gzip: 9 }));
    assert.equal(packed.get("gzip"), 9);
    assert.deepEqual(gunzipSync(packed.get("data") as Uint8Array), big.subarray(1024, 2048));
    assert.equal(toDict(await ask("_serve_file", { path: "none", loc: 0 })).get("dest"), "none");
  });

  test("_serve_file refuses what is no place in a file of the roots", async () => {
    const wrong: { readonly [key: string]: Plain }[] = [
      { path: "nosuch", loc: 0 },
      { path: "big", loc: -1 },
      { path: "big", loc: "0" },
      { path: "big" },
      { path: "../cache/x", loc: 0 },
      { path: "/etc/passwd", loc: 0 },
      { path: "big\0", loc: 0 },
      { path: "big", loc: 0, saltenv: "../base" },
      { path: "big?saltenv=..", loc: 0 },
      { path: ["big"], loc: 0 },
      { path: "minions/web1/etc/way-out", loc: 0 },
      { path: "minions/../srv/big", loc: 0 },
      { path: "minions/web1", loc: 0 },
    ];
    for (const load of wrong) {
      const reply = toDict(await ask("_serve_file", load));
      assert.deepEqual([reply.get("data"), reply.get("dest")], ["", ""], JSON.stringify(load));
    }
  });

  test("digests and states", async () => {
    const hsum = createHash("sha256").update(big).digest("hex");
    assert.deepEqual(await ask("_file_hash", { path: "big" }), dict({ hash_type: "sha256", hsum }));
    assert.equal(await ask("_file_hash", { path: "nosuch" }), "");
    const [hash, stat] = (await ask("_file_hash_and_stat", { path: "big" })) as [unknown, number[]];
    assert.deepEqual(hash, dict({ hash_type: "sha256", hsum }));
    assert.equal(stat[6], 2500);
    assert.deepEqual(await ask("_file_hash_and_stat", { path: "nosuch" }), ["", null]);
  });

  test("a changed file has a new digest", async () => {
    writeFileSync(join(place, "srv/changing"), "one");
    const one = get(toDict(await ask("_file_hash", { path: "changing" })), "hsum");
    writeFileSync(join(place, "srv/changing"), "three");
    const three = get(toDict(await ask("_file_hash", { path: "changing" })), "hsum");
    assert.equal(three, createHash("sha256").update("three").digest("hex"));
    assert.notEqual(one, three);
    rmSync(join(place, "srv/changing"));
  });

  test("where a file lies on the master is not told", async () => {
    const found = toDict(await ask("_file_find", { path: "big" }));
    assert.equal(found.get("rel"), "big");
    assert.equal(JSON.stringify([...found]).includes(place), false);
  });

  test("lists of all backends, with and without a prefix", async () => {
    assert.deepEqual(await ask("_file_list"), ["big", "minions/web1/etc/motd", "none"]);
    assert.deepEqual(await ask("_file_list", { prefix: "minions/" }), ["minions/web1/etc/motd"]);
    assert.deepEqual(await ask("_dir_list", { fsbackend: "-minion" }), ["sub", "sub/empty"]);
    assert.deepEqual(await ask("_file_list_emptydirs"), ["sub/empty"]);
    assert.deepEqual(await ask("_file_list", { saltenv: "nosuch" }), []);
    assert.deepEqual(await ask("_file_envs"), ["base", "dev"]);
  });

  test("pushed files are served below the minion's name", async () => {
    const reply = toDict(await ask("_serve_file", { path: "minions/web1/etc/motd", loc: 0 }));
    assert.equal(Buffer.from(reply.get("data") as Uint8Array).toString(), "pushed");
  });

  test("a backend that is not known is an error of the configuration", () => {
    const config = { ...defaultsOf(masterOptions), fileserver_backend: ["svn"] };
    assert.throws(() => openFileServer(config, nullLogger), /svn/);
  });
});

function toDict(value: Plain): Dict {
  assert.ok(isDict(value));
  return value;
}

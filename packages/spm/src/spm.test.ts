/**
 * The commands of spm on a place of their own.
 */
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { pythonStr } from "@salt/core";
import { SpmError } from "./errors.js";
import type { HookRunner } from "./hook-runs.js";
import { SpmPlace } from "./testing/place.js";
import { takeLock } from "./transaction/lock.js";

describe("spm", () => {
  let place: SpmPlace;
  beforeEach(() => {
    place = new SpmPlace();
  });
  afterEach(() => place.close());

  /** A repository of packages, each with an init.sls; the definition may have more fields. */
  const offer = async (
    packages: Readonly<Record<string, Readonly<Record<string, string>>>>,
    more = "",
  ): Promise<void> => {
    for (const [name, fields] of Object.entries(packages))
      await place.build(
        place.source(name.replace(/@.*/, ""), { [`${name.replace(/@.*/, "")}/init.sls`]: name }, fields),
      );
    await place.run(["create_repo", join(place.dir, "build_dir")]);
    place.write("etc/spm.repos", `here:\n  url: file://${place.dir}/build_dir\n${more}`);
  };
  const fails = async (words: readonly string[], says: RegExp, force = false): Promise<void> => {
    const tree = place.tree();
    await assert.rejects(place.run(words, { force }), (error: unknown) => {
      assert.match(String(error), says);
      return true;
    });
    assert.deepEqual(place.tree(), tree, "something was changed");
  };

  test("puts each part of a package where it belongs", async () => {
    const files = {
      "web/init.sls": "i",
      "README.md": "r",
      "pillar.example": "p",
      "_modules/m.py": "m",
      "_states/s.py": "s",
      "other/x": "no",
      "web/a.txt": "doc",
    };
    for (const [name, more] of [
      ["web", {}],
      ["web-conf", { top_level_dir: "web" }],
      ["web-reactor", { top_level_dir: "web" }],
    ] as const)
      await place.run(["install", await place.build(place.source(name, files, more))], { force: true });
    const paths = Object.keys(place.tree()).filter((path) => !path.endsWith("/"));
    assert.deepEqual(paths.sort(), [
      "etc/README.md",
      "etc/spm",
      "etc/web/a.txt",
      "etc/web/init.sls",
      "formula/_modules/m.py",
      "formula/_states/s.py",
      "formula/web/README.md",
      "formula/web/a.txt",
      "formula/web/init.sls",
      "pillar/web-conf.sls.orig",
      "pillar/web-reactor.sls.orig",
      "pillar/web.sls.orig",
      "reactor/web-reactor/README.md",
      "reactor/web-reactor/web/a.txt",
      "reactor/web-reactor/web/init.sls",
    ]);
  });

  test("builds the same bytes from the same input", async () => {
    const source = place.source("web", { "web/init.sls": "x".repeat(100_000), "web/ü.txt": "y" });
    const first = readFileSync(await place.build(source));
    const again = readFileSync(await place.build(source));
    assert.ok(first.equals(again));
  });

  test("a list of files is what is built, in its order, with FORMULA", async () => {
    const source = place.source(
      "web",
      { "web/b": "1", "web/a": "2", "web/c": "3" },
      { files: "[d|web/b, web/a]" },
    );
    const file = await place.build(source);
    assert.deepEqual(await place.run(["local", "files", file]), [
      "web",
      "web/FORMULA",
      "web/web/b",
      "web/web/a",
    ]);
    await place.run(["install", file]);
    assert.deepEqual(
      Object.keys(place.tree()).filter((path) => /[abc]$/.test(path)),
      ["formula/web/a", "share_dir/web/b"],
    );
  });

  test("removing keeps what was changed, and says so", async () => {
    await place.run(["install", await place.build(place.source("web", { "web/a": "1", "web/b": "2" }))]);
    appendFileSync(join(place.dir, "formula/web/b"), "mine");
    await place.run(["remove", "web"]);
    assert.deepEqual(Object.keys(place.tree()), ["formula/web/", "formula/web/b", "etc/spm"]);
    assert.match(place.warnings.join(), /web\/b was changed/);
    assert.deepEqual(await place.run(["list", "packages"]), []);
  });

  test("dependencies come along, and a cycle ends", async () => {
    await offer({
      a: { dependencies: "b" },
      b: { dependencies: "c >= 2" },
      c: { version: "2", dependencies: "a" },
    });
    assert.deepEqual(await place.run(["install", "a"]), [
      "... installing a",
      "... installing b",
      "... installing c",
    ]);
    assert.deepEqual(await place.run(["list", "packages"]), ["a", "b", "c"]);
  });

  test("what cannot be resolved is named, and nothing is installed", async () => {
    await offer({ a: { dependencies: "b, nowhere" }, b: { dependencies: "c < 9" }, c: {}, d: {} });
    await fails(
      ["install", "d", "a"],
      /Cannot install d, a, .*needed:\n\nc < 9 \(202301 can be had\), for b\nnowhere, for a/s,
    );
  });

  test("an older version is found when a dependency asks for it", async () => {
    await offer({ "a@1": { version: "1" }, "a@2": { version: "2" }, b: { dependencies: "a < 2" } });
    await place.run(["install", "b"]);
    assert.match((await place.run(["info", "a"])).join(), /Version: 1\n/);
    assert.deepEqual(await place.run(["repo", "packages", "a"]), ["a\t1-1\there", "a\t2-1\there"]);
  });

  test("files of the user and of other packages are not written over", async () => {
    const web = await place.build(place.source("web", { "web/a": "1" }));
    place.write("formula/web/a", "mine");
    await fails(["install", web], /Not installing web due to existing files:\n\n.*formula\/web\/a$/s);
    await place.run(["install", web], { force: true });
    const other = await place.build(
      place.source("other", { "web/a": "2" }, { top_level_dir: "web", name: "web2" }),
    );
    await place.run(["install", other]);
    await fails(["install", web], /already installed/);
    assert.equal(place.tree()["formula/web/a"], "1");
  });

  test("a file of nobody that is the same already is taken over; another, or one of a package, is not", async () => {
    const web = await place.build(place.source("web", { "web/a": "1", "_modules/web.py": "x = 1" }));
    place.write("formula/web/a", "1");
    place.write("formula/_modules/web.py", "x = 1");
    await place.run(["install", web]);
    await place.run(["remove", "web"]);
    assert.equal(place.tree()["formula/web/a"], undefined);
    place.write("formula/web/a", "1");
    place.write("formula/_modules/web.py", "x = 2");
    await fails(["install", web], /existing files:\n\n[^\n]*_modules\/web.py$/);
    rmSync(join(place.dir, "formula/_modules/web.py"));
    await place.run(["install", web]);
    const twin = place.source("twin", { "_modules/web.py": "x = 1" });
    await fails(["install", await place.build(twin)], /web.py \(of web\)/);
  });

  test("a newer version takes away what it no longer has", async () => {
    const build = (files: Readonly<Record<string, string>>, version: string) =>
      place.build(place.source("web", files, { version }));
    await place.run(["install", await build({ "web/a": "1", "web/gone": "1" }, "1")]);
    rmSync(join(place.dir, "src/web/web/gone"));
    await place.run(["install", await build({ "web/a": "2" }, "2")], { force: true });
    assert.equal(place.tree()["formula/web/a"], "2");
    assert.equal(place.tree()["formula/web/gone"], undefined);
  });

  test("hooks run before and after, and one that fails before stops everything", async () => {
    const ran: string[] = [];
    const hooks = (failure?: string): HookRunner => ({
      run: async ({ source, target }, fields) => {
        const where = target === undefined ? "here" : `${target.tgtType} ${target.tgt}`;
        const moment = place.tree()["formula/web/a"] === undefined ? "before" : "after";
        ran.push(`${where} ${source} ${pythonStr(fields.get("name") ?? "")} ${moment}`);
        return { failure, jid: target === undefined ? undefined : "20260101000000000001" };
      },
    });
    const fields = {
      pre_local_state: "one",
      pre_tgt_state: "{tgt: 'os:Debian', tgt_type: grain, data: two}",
      post_local_state: "three",
    };
    const file = await place.build(place.source("web", { "web/a": "1" }, fields));
    await fails(["install", file], /pre_local_state failed: nothing here runs states/);
    await assert.rejects(
      place.run(["install", file], { hooks: hooks("no disk") }),
      /pre_local_state failed: no disk/,
    );
    assert.equal(place.tree()["formula/web/a"], undefined);
    ran.length = 0;
    await place.run(["install", file], { hooks: hooks() });
    assert.deepEqual(ran, ["here one web before", "grain os:Debian two web before", "here three web after"]);
    const bad = place.build(place.source("bad", {}, { post_tgt_state: "x" }));
    await assert.rejects(bad, /FORMULA: line \d+: 'post_tgt_state' must have 'tgt' and 'data'/);
  });

  test("two at once: the second is told to wait", async () => {
    const file = await place.build(place.source("web", { "web/a": "1" }));
    const lock = takeLock(join(place.dir, "cache_dir"));
    await fails(["install", file], /Another spm is at work/);
    await lock.close();
    await place.run(["install", file]);
  });

  test("a path through a file stops it before anything changed", async () => {
    const file = await place.build(place.source("web", { "web/a": "1", "pillar.example": "p" }));
    writeFileSync(join(place.dir, "pillar"), "a file where the directory should be");
    await fails(["install", file], /not a directory/);
  });

  test("signed repositories are verified, and what was changed is refused", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const key = place.write("key.pem", privateKey.export({ type: "pkcs8", format: "pem" }));
    place.write("etc/repo.pub", publicKey.export({ type: "spki", format: "pem" }));
    place.write("etc/spm", `spm_signing_key: ${key}\n`);
    const verify = "  verify: true\n  public_key: repo.pub\n";
    await offer({ a: {}, b: {} }, verify);
    await place.run(["install", "a"]);
    appendFileSync(join(place.dir, "build_dir", "b-202301-1.spm"), "x");
    await fails(["install", "b"], /does not have its checksum/);
    appendFileSync(join(place.dir, "build_dir", "SPM-METADATA"), "# changed\n");
    await fails(["update_repo"], /SPM-METADATA .* does not have its checksum/);
    appendFileSync(join(place.dir, "build_dir", "SPM-CHECKSUMS"), "\n");
    await fails(["update_repo"], /is not signed by the key/);
  });

  test("repositories over HTTP: password, HTML, lies about sizes", async () => {
    await offer({ a: {} });
    const answers = new Map<string, { status?: number; body: Uint8Array; length?: number }>();
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      const answer = answers.get(request.url ?? "") ?? { status: 404, body: new Uint8Array() };
      response.writeHead(answer.status ?? 200, { "content-length": answer.length ?? answer.body.length });
      response.end(answer.body);
      if (answer.length !== undefined) response.socket?.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const address = server.address();
      assert.ok(typeof address === "object" && address !== null);
      const url = `http://127.0.0.1:${address.port}/r`;
      place.write("etc/spm.repos", `far:\n  url: ${url}\n  username: me\n  password: secret\n`);
      const metadata = readFileSync(join(place.dir, "build_dir", "SPM-METADATA"));
      const file = readFileSync(join(place.dir, "build_dir", "a-202301-1.spm"));

      answers.set("/r/SPM-METADATA", { body: Buffer.from("<!DOCTYPE html><title>hi</title>") });
      await fails(["install", "a"], /is no metadata of a repository: it begins with "<!DOCTYPE/);
      answers.set("/r/SPM-METADATA", { body: metadata });
      await fails(["install", "a"], /a-202301-1.spm: HTTP 404/);
      answers.set("/r/a-202301-1.spm", { body: file.subarray(0, 200), length: file.length });
      await fails(["install", "a"], /cannot be fetched/);
      answers.set("/r/a-202301-1.spm", { body: file });
      await place.run(["install", "a"]);
      assert.equal(place.tree()["formula/a/init.sls"], "a");
      assert.equal(seen[0], `Basic ${Buffer.from("me:secret").toString("base64")}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  const usage: readonly [words: readonly string[], says: RegExp][] = [
    [["nosuch"], /Invalid command 'nosuch'/],
    [["local", "nosuch"], /Invalid local command 'nosuch'/],
    [["list", "nosuch"], /Invalid list command/],
    [["repo", "nosuch"], /Invalid repo command/],
    [["toString"], /Invalid command/],
    [["install"], /A package must be specified/],
    [["install", "nosuch"], /Unable to read formula for nosuch/],
    [["install", "nosuch.spm"], /Package file nosuch.spm not found/],
    [["info", "nosuch"], /package nosuch not installed/],
    [["files", "nosuch"], /package nosuch not installed/],
    [["remove", "nosuch"], /Package nosuch not installed/],
    [["build", "/nowhere"], /Formula file \/nowhere\/FORMULA not found/],
  ];
  test("refusals are Salt's", async () => {
    for (const [words, says] of usage) {
      await assert.rejects(place.run(words), (error: unknown) => {
        assert.ok(error instanceof SpmError && error.isSalts, words.join(" "));
        assert.match(error.message, says);
        return true;
      });
    }
  });

  test("a plugin that is not there is named", async () => {
    place.write("etc/spm", "spm_db_provider: nosuch\n");
    await fails(["list", "packages"], /names no plugin of the kind pkgdb: "nosuch"/);
    place.write("etc/spm", "spm_files_provider: ../../x\n");
    await fails(["list", "packages"], /names no plugin of the kind pkgfiles/);
  });
});

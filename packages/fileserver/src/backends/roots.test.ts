import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ignoredPaths } from "../paths/ignored.js";
import { RootsBackend } from "./roots.js";

const place = mkdtempSync(join(tmpdir(), "salt-roots-"));
const write = (name: string, text = name): void => {
  mkdirSync(dirname(join(place, name)), { recursive: true });
  writeFileSync(join(place, name), text);
};
const served = (
  options: { readonly followLinks?: boolean; readonly ignoreLinks?: boolean; readonly blocks?: boolean } = {},
): RootsBackend =>
  new RootsBackend(
    new Map([
      ["base", [join(place, "one"), join(place, "two")]],
      ["globbed", [join(place, "formulas", "*")]],
      ["__env__", [join(place, "envs", "__env__")]],
    ]),
    {
      ignored: ignoredPaths(["\\.swp$"], ["*.bak"]),
      followLinks: true,
      ignoreLinks: false,
      blocks: false,
      ...options,
    },
  );

before(() => {
  write("one/both.txt", "first");
  write("two/both.txt", "second");
  write("two/only.txt");
  write("one/sub/deep/x");
  write("one/x.swp");
  write("one/y.bak");
  mkdirSync(join(place, "one", "empty"));
  write("outside/secret");
  symlinkSync("both.txt", join(place, "one", "inside-link"));
  symlinkSync(join(place, "outside"), join(place, "one", "way-out"));
  symlinkSync("..", join(place, "one", "sub", "loop"));
  symlinkSync("nowhere", join(place, "one", "broken"));
  write("formulas/nginx/nginx/init.sls");
  write("formulas/redis/redis/init.sls");
  write("envs/dev/dev.txt");
  write("hidden");
});
after(() => rmSync(place, { recursive: true }));

describe("roots", () => {
  test("the first root that has a file wins; an index means one root", async () => {
    const roots = served();
    assert.equal((await roots.find("both.txt", "base"))?.path, join(place, "one/both.txt"));
    assert.equal((await roots.find("both.txt", "base", 1))?.path, join(place, "two/both.txt"));
    assert.equal((await roots.find("only.txt", "base"))?.rel, "only.txt");
    assert.equal(await roots.find("both.txt", "base", 2), undefined);
  });

  test("directories, ignored names and unknown environments are not found", async () => {
    const roots = served();
    for (const blocks of [false, true]) {
      for (const path of ["sub", "x.swp", "y.bak", "broken", "nosuch", "both.txt/below"])
        assert.equal(await served({ blocks }).find(path, "base"), undefined, path);
      assert.equal((await served({ blocks }).find("only.txt", "base"))?.rel, "only.txt");
    }
    assert.equal(await served().list("../one"), undefined);
    assert.equal(await roots.find("hidden", "envs/.."), undefined);
  });

  test("__env__ is any other name, but no way to another directory", async () => {
    const roots = served();
    assert.equal((await roots.find("dev.txt", "dev"))?.rel, "dev.txt");
    for (const name of ["..", ".", "dev/..", "../envs", "", "a\0b", "x/y"])
      assert.equal(await roots.find("hidden", name), undefined, name);
  });

  test("globs in roots stand for what is there", async () => {
    assert.deepEqual((await served().list("globbed"))?.files, ["nginx/init.sls", "redis/init.sls"]);
  });

  test("lists have files, directories, links; loops of links end", async () => {
    const list = await served().list("base");
    assert.ok(list !== undefined);
    assert.ok(list.files.includes("sub/deep/x"));
    assert.ok(list.files.includes("way-out/secret"));
    assert.equal(list.files.includes("y.bak"), false);
    assert.deepEqual(list.emptyDirs, ["empty"]);
    assert.equal(list.links.get("inside-link"), "both.txt");
    assert.equal(list.links.has("way-out"), false);
    assert.ok(list.files.every((path) => path.split("/").length < 6));
  });

  test("without fileserver_followsymlinks nothing outside is served or listed", async () => {
    const roots = served({ followLinks: false });
    assert.equal(await roots.find("way-out/secret", "base"), undefined);
    assert.equal((await roots.find("inside-link", "base"))?.rel, "inside-link");
    const list = await roots.list("base");
    assert.equal(list?.files.includes("way-out/secret"), false);
    assert.ok(list?.links.has("way-out"));
  });

  test("with fileserver_ignoresymlinks links are not listed", async () => {
    const list = await served({ ignoreLinks: true }).list("base");
    assert.equal(list?.links.size, 0);
    assert.equal(list.files.includes("inside-link"), false);
  });

  test("a kept list is made anew when a directory changed", async () => {
    const roots = served();
    const old = new Date(Date.now() - 60_000);
    for (const name of ["envs/dev"]) utimesSync(join(place, name), old, old);
    assert.deepEqual((await roots.list("dev"))?.files, ["dev.txt"]);
    assert.deepEqual(roots.forgetLists(["other"]), []);
    write("envs/dev/new.txt");
    assert.deepEqual((await roots.list("dev"))?.files, ["dev.txt", "new.txt"]);
    utimesSync(join(place, "envs/dev"), old, old);
    await roots.list("dev");
    assert.deepEqual(roots.forgetLists(null), ["dev"]);
  });
});

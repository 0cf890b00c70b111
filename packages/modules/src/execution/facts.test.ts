/**
 * The modules that look things up: grains, config, pillar, match, key, environ.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it, test } from "node:test";
import type { Dict } from "@salt/core";
import { CommandExecutionError, dict, get, parseYaml } from "@salt/core";
import { callLine, fakeContext } from "../testing/execution-context.js";

const GRAINS = {
  os_family: "Debian",
  roles: ["web", "db"],
  nested: { one: { two: 3, list: ["a", "b"] } },
  empty: null,
};

describe("grains", () => {
  let folder = "";
  let grains: Dict = new Map();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "grains-"));
    grains = dict(GRAINS);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const minion = () => fakeContext({ grains, opts: dict({ conf_file: join(folder, "minion") }) });
  const call = (...line: readonly string[]) => callLine(line, minion().context);
  const kept = () => parseYaml(readFileSync(join(folder, "grains"), "utf8"));

  it("are looked up by path", async () => {
    assert.equal(await call("grains.get", "nested:one:two"), 3);
    assert.equal(await call("grains.get", "nested:one:list:1"), "b");
    assert.equal(await call("grains.get", "nested/one/two", "delimiter=/"), 3);
    assert.equal(await call("grains.fetch", "nosuch", "none"), "none");
    assert.equal(await call("grains.has_value", "empty"), true);
    assert.equal(await call("grains.has_value", "nosuch"), false);
    assert.equal(await call("grains.equals", "nested:one:two", "3"), true);
    assert.deepEqual(
      await call("grains.item", "roles", "nosuch"),
      dict({ roles: ["web", "db"], nosuch: "" }),
    );
    assert.deepEqual(await call("grains.ls"), ["empty", "nested", "os_family", "roles"]);
  });

  it("can be shown without names and serial numbers", async () => {
    grains = dict({ host: "web1", serialnumber: "12345678", os: "Debian" });
    const shown = dict({ host: "MINION", serialnumber: "123456XX", os: "Debian" });
    assert.deepEqual(await call("grains.items", "sanitize=True"), shown);
  });

  it("choose among entries", async () => {
    const entries = "{Deb*: {a: 1}, default: {a: 2}, base: {b: 3}}";
    assert.deepEqual(
      await call("grains.filter_by", entries, "base=base", "merge={c: 4}"),
      dict({ b: 3, a: 1, c: 4 }),
    );
    assert.deepEqual(await call("grains.filter_by", entries, "nosuch"), dict({ a: 2 }));
  });

  it("are kept in a file, and the minion is told", async () => {
    const { context, asked } = minion();
    assert.deepEqual(await callLine(["grains.setval", "rack", "7"], context), dict({ rack: 7 }));
    assert.deepEqual(asked, ["refreshGrains()", "refreshPillar()"]);
    assert.deepEqual(kept(), dict({ rack: 7 }));
    assert.equal(statSync(join(folder, "grains")).mode & 0o777, 0o644);
    assert.equal(await callLine(["grains.get", "rack"], context), 7);
  });

  it("in a file that is no YAML are left alone", async () => {
    writeFileSync(join(folder, "grains"), "a: [");
    assert.match(String(await call("grains.setval", "rack", "7")), /^Unable to read existing grains file: /);
    assert.equal(readFileSync(join(folder, "grains"), "utf8"), "a: [");
  });

  it("that are lists take and give values", async () => {
    assert.deepEqual(await call("grains.append", "roles", "cache"), dict({ roles: ["web", "db", "cache"] }));
    assert.equal(await call("grains.append", "roles", "web"), "The val web was already in the list roles");
    assert.equal(await call("grains.append", "os_family", "x"), "The key os_family is not a valid list");
    assert.deepEqual(
      await call("grains.append", "os_family", "x", "convert=True"),
      dict({ os_family: ["Debian", "x"] }),
    );
    assert.deepEqual(await call("grains.remove", "roles", "web"), dict({ roles: ["db", "cache"] }));
    assert.equal(await call("grains.remove", "roles", "web"), "The val web was not in the list roles");
  });

  it("are set deep inside, and not overwritten by mistake", async () => {
    const comment = async (...words: string[]) => get(await call("grains.set", ...words), "comment");
    assert.deepEqual(get(await call("grains.set", "x:y", "5"), "changes"), dict({ x: { y: 5 } }));
    assert.equal(await comment("x:y", "5"), "Grain is already set");
    assert.match(String(await comment("x", "7")), /exists but is a dict or a list/);
    assert.match(String(await comment("os_family", "[1]")), /the given value is a dict or a list/);
    assert.match(String(await comment("os_family:a", "1")), /different from the provided key 'a'/);
    assert.deepEqual(
      get(await call("grains.set", "roles:web", "1"), "changes"),
      dict({ roles: [{ web: 1 }, "db"] }),
    );
    assert.deepEqual(get(await call("grains.set", "x", "7", "force=True"), "changes"), dict({ x: 7 }));
    assert.deepEqual(get(await call("grains.delkey", "x"), "changes"), dict({ x: null }));
    assert.equal(await call("grains.has_value", "x"), false);
    assert.equal(get(kept(), "x"), undefined);
  });

  it("need a configuration to be kept beside", async () => {
    await assert.rejects(callLine(["grains.setval", "a", "1"], fakeContext().context), CommandExecutionError);
  });
});

describe("config", () => {
  const { context } = fakeContext({
    opts: dict({ a: "opts", deep: { x: 1 }, "redis.host": "r1", list: [1], saltenv: null, output: null }),
    grains: dict({ a: "grains", b: "grains" }),
    pillar: dict({
      a: "pillar",
      b: "pillar",
      c: "pillar",
      deep: { y: 2 },
      list: [2],
      master: { d: "master" },
    }),
  });
  const call = (...line: readonly string[]) => callLine(line, context);

  it("looks in options, grains, pillar and the master's options, in this order", async () => {
    const found = [];
    for (const name of ["a", "b", "c", "d", "test.foo", "nosuch"]) found.push(await call("config.get", name));
    assert.deepEqual(found, ["opts", "grains", "pillar", "master", "unconfigured", ""]);
    assert.equal(await call("config.get", "a", "omit_opts=True"), "grains");
    assert.equal(await call("config.option", "d", "omit_master=True", "default=x"), "x");
    assert.equal(await call("config.get", "deep:y"), 2);
    assert.equal(await call("config.get", "saltenv", "default=base"), null);
    assert.equal(await call("config.get", "output"), "");
  });

  it("merges places where asked to", async () => {
    assert.deepEqual(await call("config.get", "deep"), dict({ x: 1 }));
    assert.deepEqual(await call("config.get", "deep", "merge=recurse"), dict({ y: 2, x: 1 }));
    assert.deepEqual(await call("config.get", "deep", "merge=overwrite"), dict({ x: 1 }));
    assert.deepEqual(await call("config.merge", "deep"), dict({ y: 2, x: 1 }));
    assert.deepEqual(await call("config.merge", "list"), [1, 2]);
  });

  it("finds options by their beginning", async () => {
    assert.deepEqual(await call("config.dot_vals", "redis"), dict({ "redis.host": "r1" }));
    const redis = await call("config.option", "redis.*", "wildcard=True");
    assert.equal(get(redis, "redis.host"), "r1");
    assert.equal(get(redis, "redis.port"), 6379);
  });

  it("reads modes and addresses", async () => {
    assert.deepEqual(
      [await call("config.manage_mode", "0o755"), await call("config.manage_mode", "'0644'")],
      ["0755", "0644"],
    );
    assert.equal(await call("config.valid_fileproto", "salt://x"), true);
    assert.equal(await call("config.valid_fileproto", "gopher://x"), false);
  });
});

describe("pillar", () => {
  const pillar = dict({ a: { b: { c: [1, 2] } }, secret: "s" });
  const call = (line: readonly string[], opts: Dict = new Map()) =>
    callLine(line, fakeContext({ pillar, opts }).context);

  it("is looked up by path", async () => {
    assert.equal(await call(["pillar.get", "a:b:c:1"]), 2);
    assert.equal(await call(["pillar.get", "nosuch"]), "");
    assert.equal(await call(["pillar.get", "nosuch", "default=None"]), null);
    await assert.rejects(call(["pillar.get", "x"], dict({ pillar_raise_on_missing: true })), {
      name: "KeyError",
    });
    assert.deepEqual(
      await call(["pillar.item", "secret", "x", "default=none"]),
      dict({ secret: "s", x: "none" }),
    );
    assert.deepEqual(await call(["pillar.raw", "nosuch"]), new Map());
    assert.deepEqual(await call(["pillar.keys", "a"]), ["b"]);
    await assert.rejects(call(["pillar.keys", "secret"]), { name: "ValueError" });
  });

  it("is laid over defaults", async () => {
    const merged = await call(["pillar.get", "a", "{b: {d: 3}, e: 4}", "merge=True"]);
    assert.deepEqual(merged, dict({ b: { d: 3, c: [1, 2] }, e: 4 }));
    assert.deepEqual(await call(["pillar.get", "a:b:c", "[2, 5]", "merge=True"]), [2, 5, 1]);
  });

  it("is fetched anew for items, with overrides", async () => {
    const { context, asked } = fakeContext({ pillar, opts: dict({ saltenv: "dev" }) });
    await callLine(["pillar.items", "pillar={x: 1}"], context);
    assert.deepEqual(asked, ['compilePillar({"override":{"x":1},"saltenv":"dev"})']);
    await callLine(["pillar.get", "a", "pillarenv=prod"], context);
    assert.equal(asked[1], 'compilePillar({"pillarenv":"prod"})');
  });

  it("shows its shape without its secrets", async () => {
    const { context } = fakeContext({ control: { compilePillar: async () => pillar } });
    const shape = dict({ a: { b: { c: ["<int>", "<int>"] } }, secret: "<str>" });
    assert.deepEqual(await callLine(["pillar.obfuscate"], context), shape);
  });
});

describe("match", () => {
  const { context } = fakeContext({ grains: dict({ os: "Debian" }), pillar: dict({ role: "web" }) });
  const call = (...line: readonly string[]) => callLine(line, context);

  it("tests targets on this minion, or on another id", async () => {
    assert.equal(await call("match.glob", "web*"), true);
    assert.equal(await call("match.glob", "db*", "minion_id=db7"), true);
    assert.equal(await call("match.compound", "G@os:Deb* and not I@role:db"), true);
    assert.equal(await call("match.list", "web2,web3"), false);
    assert.equal(await call("match.compound", "and ("), false);
  });

  it("chooses by targets", async () => {
    assert.deepEqual(await call("match.search_by", "{a: [web1], b: [x], c: ['G@os:Debian']}"), ["a", "c"]);
    assert.equal(await call("match.search_by", "{b: [x]}"), null);
    assert.equal(await call("match.ifelse", "db*", "1", "web*", "2", "3"), 2);
    assert.equal(await call("match.filter_by", "{x: 1, default: 9}"), 9);
    await assert.rejects(call("match.ifelse", "a", "b"), /odd number/);
  });
});

describe("key and environ", () => {
  it("show the fingerprint of a key", async () => {
    const folder = mkdtempSync(join(tmpdir(), "key-"));
    try {
      writeFileSync(join(folder, "minion.pub"), "-----BEGIN X-----\r\nQUJD\r\n-----END X-----\r\n");
      const { context } = fakeContext({ opts: dict({ pki_dir: folder }) });
      // md5 of "QUJD\n".
      const finger = "b0:00:85:06:1b:ae:b9:2f:d8:91:54:f9:46:06:5e:4d";
      assert.equal(await callLine(["key.finger", "hash_type=md5"], context), finger);
      assert.equal(await callLine(["key.finger_master"], context), "");
      await assert.rejects(callLine(["key.finger", "hash_type=x"], context), /no hash/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("set and remove variables", async () => {
    const { context } = fakeContext();
    const call = (...line: readonly string[]) => callLine(line, context);
    assert.equal(await call("environ.setval", "SALT_TEST_A", "v"), "v");
    assert.equal(await call("environ.has_value", "SALT_TEST_A", "v"), true);
    assert.equal(await call("environ.setval", "SALT_TEST_A", "False"), "");
    assert.equal(await call("environ.setval", "SALT_TEST_A", "False", "false_unsets=True"), null);
    assert.equal(await call("environ.get", "SALT_TEST_A", "none"), "none");
    assert.equal(await call("environ.setval", "SALT_TEST_A", "1"), false);
    assert.equal(await call("environ.setenv", "{SALT_TEST_B: 1}"), false);
    assert.equal(await call("environ.setval", "key=BAD=NAME", "val=v"), false);
  });
});

test("a grain that is there and empty is no missing grain", async () => {
  const { context } = fakeContext({ grains: new Map([["empty", null]]) });
  assert.equal(await callLine(["grains.get", "empty", "other"], context), null);
  assert.equal(await callLine(["grains.get", "missing", "other"], context), "other");
});

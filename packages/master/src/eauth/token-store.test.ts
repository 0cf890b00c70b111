import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import { dict, get, getString, nullLogger } from "@salt/core";
import { decode, encode } from "@salt/wire";
import { FakeClock, scratch } from "../testing/scratch.js";
import type { Token } from "./token-store.js";
import { TokenStore } from "./token-store.js";

function setup(t: TestContext) {
  const cachedir = scratch(t);
  const clock = new FakeClock();
  const store = new TokenStore({ cachedir, hash_type: "sha256" }, clock, nullLogger);
  const token: Token = {
    name: "ann",
    eauth: "pam",
    start: clock.now(),
    expire: clock.now() + 60_000,
    groups: ["ops"],
    rules: undefined,
  };
  const make = (changes: Partial<Token> = {}): string =>
    getString(store.make({ ...token, ...changes }), "token") ?? "";
  return { dir: join(cachedir, "tokens"), clock, store, token, make };
}

describe("TokenStore", () => {
  test("keeps a token in a file of its own that nobody else can read", (t) => {
    const { dir, make, store, token } = setup(t);
    const name = make();
    assert.match(name, /^[0-9a-f]{64}$/);
    assert.equal(statSync(join(dir, name)).mode & 0o777, 0o600);
    assert.equal(statSync(dir).mode & 0o777, 0o700);
    assert.deepEqual(readdirSync(dir), [name]);
    assert.deepEqual(store.find(name), token);
    assert.equal(get(decode(readFileSync(join(dir, name))), "token"), name);
  });

  test("the rules of the moment are kept where they are given", (t) => {
    const { make, store } = setup(t);
    assert.deepEqual(store.find(make({ rules: ["test.*"] }))?.rules, ["test.*"]);
  });

  test("forgets a token when its time is over", (t) => {
    const { dir, clock, make, store } = setup(t);
    const [used, unused] = [make(), make()];
    clock.pass(59);
    assert.ok(store.find(used));
    clock.pass(2);
    assert.equal(store.find(used), undefined);
    assert.ok(existsSync(join(dir, unused)));
    store.prune();
    assert.deepEqual(readdirSync(dir), []);
  });

  test("a name that is no digest is never a path", (t) => {
    const { dir, store, clock } = setup(t);
    mkdirSync(dir);
    const secret = dict({ name: "root", eauth: "pam", start: 0, expire: clock.now() });
    writeFileSync(join(dir, "..", "a".repeat(64)), encode(secret));
    for (const name of [`../${"a".repeat(64)}`, "", ".", "..", "a", `${"A".repeat(64)}`, "a\0b"]) {
      assert.equal(store.find(name), undefined, name);
      assert.equal(store.remove(name), false, name);
    }
    assert.ok(existsSync(join(dir, "..", "a".repeat(64))));
  });

  test("a file that is no token is removed", (t) => {
    const { dir, make, store } = setup(t);
    make();
    const broken = "b".repeat(64);
    writeFileSync(join(dir, broken), "\xc1");
    assert.equal(store.find(broken), undefined);
    assert.ok(!existsSync(join(dir, broken)));
  });

  test("removing says whether there was one", (t) => {
    const { make, store } = setup(t);
    const name = make();
    assert.equal(store.remove(name), true);
    assert.equal(store.remove(name), false);
  });
});

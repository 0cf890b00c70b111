/** Auth plugins on disk. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { dict, nullLogger, PluginCatalog } from "@salt/core";
import { scratch } from "../testing/scratch.js";
import { AuthSystems } from "./auth-systems.js";

const PLUGIN = `
def auth(username, password):
    if password == "crash":
        raise ValueError("no")
    return password == __opts__["secret"]

def groups(username, **kwargs):
    return ["ops"] if username == "ann" else False

def acl(username):
    return [{"web*": ["test.ping"]}]
`;

function systems(t: TestContext, files: Readonly<Record<string, string>>): AuthSystems {
  const dir = scratch(t);
  mkdirSync(join(dir, "auth"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, "auth", name), text);
  const made = new AuthSystems({
    opts: dict({ secret: "right", extension_modules: dir, cachedir: join(dir, "cache") }),
    plugins: new PluginCatalog([]),
    events: { fire: () => {} },
    log: nullLogger,
    signal: new AbortController().signal,
  });
  t.after(() => made.close());
  return made;
}

test("a plugin in Python authenticates, and knows groups and rules", async (t) => {
  const s = systems(t, { "mine.py": PLUGIN });
  const given = dict({ username: "ann", password: "right", eauth: "mine", cmd: "mk_token", show_jid: true });
  assert.equal(await s.fault("mine"), undefined);
  assert.equal(await s.call("mine.auth", given), true);
  assert.equal(await s.call("mine.auth", dict({ username: "ann", password: "x" })), false);
  assert.deepEqual(await s.call("mine.groups", given), ["ops"]);
  assert.deepEqual(await s.call("mine.acl", given), [dict({ "web*": ["test.ping"] })]);
  assert.equal(await s.nameOf("mine", given), "ann");
});

test("what fails, lacks an argument or is not there lets nobody in", async (t) => {
  const s = systems(t, { "mine.py": PLUGIN });
  assert.equal(await s.call("mine.auth", dict({ username: "ann", password: "crash" })), undefined);
  assert.equal(await s.call("mine.auth", dict({ username: "ann" })), undefined);
  assert.equal(await s.call("mine.nosuch", dict({ username: "ann" })), undefined);
  assert.equal(await s.call("nosuch.auth", dict({ username: "ann" })), undefined);
  assert.match((await s.fault("nosuch")) ?? "", /nosuch/);
});

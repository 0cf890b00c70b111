/** External authentication by way of the request port. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import type { Plain, Value } from "@salt/core";
import { authModule, dict, get, getString, needed, PluginCatalog, runnerFn, runnerModule } from "@salt/core";
import { openJobReader } from "../jobs/open-job-reader.js";
import { scratch } from "../testing/scratch.js";
import type { Fields, Stage } from "../testing/stage.js";
import { stage } from "../testing/stage.js";

const PASSWORD = "correct horse battery";
const fake = authModule("fake", {
  doc: "",
  auth: async ({ password }) => password === PASSWORD,
  groups: async ({ username }) => (username === "gus" ? ["ops"] : []),
});
const broken = authModule("broken", {
  doc: "",
  auth: async () => {
    throw new TypeError("down");
  },
});
const jobs = runnerModule("jobs", {
  doc: "",
  functions: {
    active: runnerFn({ doc: "", run: () => "active" }),
    lookup: runnerFn({ doc: "", params: { fun: needed.str("") }, run: ({ fun }) => fun }),
  },
});
const catalog = new PluginCatalog([
  { kind: "auth", name: "fake", virtualName: "fake", load: async () => fake },
  { kind: "auth", name: "broken", virtualName: "broken", load: async () => broken },
  {
    kind: "auth",
    name: "other",
    virtualName: "other",
    load: async () => ({ ...fake, name: "other", virtualName: "other" }),
  },
  { kind: "runner", name: "jobs", virtualName: "jobs", load: async () => jobs },
]);
const external_auth = dict({
  fake: {
    ann: ["test.ping", { "web*": ["cmd.run"] }, "@jobs"],
    all: [".*", "@runner", "@wheel"],
    "ops%": ["grains.items"],
    nobody: [],
    some: [{ "@runner": ["jobs.active"] }],
  },
  broken: { ann: [".*"] },
});

async function served(t: TestContext, changes: Parameters<typeof stage>[1] = {}): Promise<Stage> {
  const s = await stage(t, { external_auth, ...changes }, scratch(t), catalog);
  for (const id of ["web1", "db1"]) await s.minion(id);
  return s;
}

const as = (username: string, password = PASSWORD): Fields => ({ eauth: "fake", username, password });

/** Publishes as a user; the reason of a refusal, or the job id. */
async function sent(s: Stage, login: Fields, changes: Fields = {}): Promise<string> {
  const reply = await s.publish({ key: undefined, kwargs: { client: "salt-ts", ...login }, ...changes });
  const jid = getString(get(reply, "load"), "jid");
  return jid ?? getString(get(reply, "error"), "name") ?? JSON.stringify(reply);
}
const isJob = (answer: string): boolean => /^\d{20}$/.test(answer);

async function runner(s: Stage, login: Fields, fun: string, call: Fields = {}): Promise<Value> {
  return await s.clear({ cmd: "runner", fun, kwarg: { arg: [], kwarg: call }, ...login });
}
const errorName = (reply: Value): string | undefined => getString(get(reply, "error"), "name");

describe("publish by a user of an external system", () => {
  test("a name and its password allow what the rules of the name allow", async (t) => {
    const s = await served(t);
    assert.ok(isJob(await sent(s, as("ann"))));
    assert.equal(await sent(s, as("ann"), { fun: "cmd.run", arg: ["id"] }), "AuthorizationError");
    assert.ok(isJob(await sent(s, as("ann"), { fun: "cmd.run", arg: ["id"], tgt: "web1" })));
    assert.equal(await sent(s, as("ann"), { fun: "test.ping_all" }), "AuthorizationError");
    assert.equal(
      await sent(s, as("ann"), { fun: ["test.ping", "cmd.run"], arg: [[], ["id"]] }),
      "AuthorizationError",
    );
    assert.ok(isJob(await sent(s, as("ann"), { fun: "saltutil.find_job", arg: ["20260102030405000678"] })));
  });

  test("groups have rules; a name without any may do nothing", async (t) => {
    const s = await served(t);
    assert.ok(isJob(await sent(s, as("gus"), { fun: "grains.items" })));
    assert.equal(await sent(s, as("gus")), "AuthorizationError");
    assert.equal(await sent(s, as("nobody")), "AuthorizationError");
    assert.equal(await sent(s, as("stranger")), "AuthorizationError");
  });

  test("wrong passwords, unknown systems, systems that fail or are not allowed are all the same", async (t) => {
    const s = await served(t);
    const wrong: readonly Fields[] = [
      as("ann", "wrong"),
      as("ann", ""),
      { eauth: "fake", username: "ann" },
      { eauth: "fake", username: "ann", password: 5 },
      { eauth: "fake", username: ["ann"], password: PASSWORD },
      { ...as("ann"), eauth: "other" },
      { ...as("ann"), eauth: "nosuch" },
      { ...as("ann"), eauth: "broken" },
      { ...as("ann"), eauth: "fake.auth" },
      { ...as("ann"), eauth: "__proto__" },
      { token: "0".repeat(64) },
      { token: "../../keys" },
      { token: null },
    ];
    const answers = await Promise.all(wrong.map((login) => sent(s, login)));
    assert.deepEqual(new Set(answers), new Set(["AuthenticationError"]));
  });

  test("the key of the master's account adds nothing to a login that is wrong", async (t) => {
    const s = await served(t);
    assert.equal(await sent(s, as("ann", "wrong"), { key: s.rootKey }), "AuthenticationError");
    assert.equal(await sent(s, as("ann"), { key: s.rootKey, fun: "state.apply" }), "AuthorizationError");
  });

  test("the password is in no job, event or file of the master", async (t) => {
    const s = await served(t);
    const events = await s.events();
    const jid = await sent(s, as("ann"));
    const seen = await events.until(`salt/job/${jid}/new`);
    assert.ok(!JSON.stringify(plain(seen)).includes(PASSWORD));
    const reader = openJobReader(s.config);
    t.after(() => reader.close());
    const load = reader.job(jid)?.load;
    assert.equal(getString(load, "user"), "ann");
    assert.ok(!JSON.stringify(plain(load)).includes(PASSWORD));
  });
});

describe("tokens", () => {
  const make = async (s: Stage, login: Fields): Promise<string> =>
    getString(await s.clear({ cmd: "mk_token", ...login }), "token") ?? "";

  test("a token stands for who made it", async (t) => {
    const s = await served(t);
    const token = await make(s, as("ann"));
    assert.ok(isJob(await sent(s, { token })));
    assert.equal(await sent(s, { token }, { fun: "state.apply" }), "AuthorizationError");
    const data = await s.clear({ cmd: "get_token", token });
    assert.equal(getString(data, "name"), "ann");
    assert.equal(getString(data, "eauth"), "fake");
    const kept = readdirSync(join(s.config.cachedir, "tokens"));
    assert.deepEqual(kept, [token]);
    assert.ok(!readFileSync(join(s.config.cachedir, "tokens", token)).includes(PASSWORD));
  });

  test("groups of the moment stay with it", async (t) => {
    const s = await served(t);
    assert.ok(isJob(await sent(s, { token: await make(s, as("gus")) }, { fun: "grains.items" })));
  });

  test("a wrong password makes none, and wrong questions get the reference's answers", async (t) => {
    const s = await served(t);
    assert.equal(await s.clear({ cmd: "mk_token", ...as("ann", "wrong") }), "");
    assert.equal(await s.clear({ cmd: "get_token" }), false);
    assert.deepEqual(await s.clear({ cmd: "get_token", token: "../x" }), new Map());
  });

  test("users choose how long it lives only where they may", async (t) => {
    const lifetime = async (override: Value): Promise<number> => {
      const s = await served(t, { token_expire_user_override: override });
      const data = await s.clear({ cmd: "mk_token", ...as("ann"), token_expire: 5 });
      return Math.round(Number(get(data, "expire")) - Number(get(data, "start")));
    };
    assert.equal(await lifetime(false), 43200);
    assert.equal(await lifetime(true), 5);
    assert.equal(await lifetime(dict({ fake: ["ann"] })), 5);
    assert.equal(await lifetime(dict({ fake: ["bob"] })), 43200);
  });

  test("with keep_acl_in_token its rules are those of the moment it was made", async (t) => {
    const s = await served(t, { keep_acl_in_token: true });
    const data = await s.clear({ cmd: "mk_token", ...as("gus") });
    assert.deepEqual(get(data, "auth_list"), ["grains.items"]);
    assert.ok(isJob(await sent(s, { token: getString(data, "token") ?? "" }, { fun: "grains.items" })));
  });
});

describe("runner and wheel by a user of an external system", () => {
  test("rules name a client, a module, or single functions", async (t) => {
    const s = await served(t);
    assert.ok(getString(await runner(s, as("all"), "jobs.active"), "jid"));
    assert.ok(getString(await runner(s, as("ann"), "jobs.active"), "jid"));
    assert.ok(getString(await runner(s, as("some"), "jobs.active"), "jid"));
    for (const [user, fun] of [
      ["ann", "manage.up"],
      ["some", "jobs.lookup"],
      ["gus", "jobs.active"],
    ] as const) {
      assert.equal(errorName(await runner(s, as(user), fun)), "EauthAuthenticationError", `${user} ${fun}`);
    }
    assert.equal(
      errorName(await runner(s, { token: "0".repeat(64) }, "jobs.active")),
      "TokenAuthenticationError",
    );
    assert.equal(
      errorName(await s.clear({ cmd: "wheel", fun: "key.list_all", ...as("ann") })),
      "EauthAuthenticationError",
    );
  });

  test("arguments may be called as fields of a load are", async (t) => {
    const s = await served(t);
    const events = await s.events();
    const jid = getString(await runner(s, as("all"), "jobs.lookup", { fun: "x" }), "jid") ?? "";
    const seen = await events.until(`salt/run/${jid}/ret`);
    assert.equal(get(seen.at(-1)?.data ?? null, "return"), "x");
    assert.ok(!JSON.stringify(plain(seen)).includes(PASSWORD));
  });
});

/** Maps as objects, so that JSON shows what is in them. */
function plain(value: unknown): Plain | unknown {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, each]) => [String(key), plain(each)]));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  }
  return typeof value === "bigint" ? String(value) : value;
}

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import type { Dict, Plugin } from "@salt/core";
import {
  dict,
  get,
  getString,
  maybe,
  nullLogger,
  PluginCatalog,
  runnerFn,
  runnerModule,
  wheelFn,
  wheelModule,
} from "@salt/core";
import { Crypticle, PublicKeyCache } from "@salt/wire";
import { openJobReader } from "../jobs/open-job-reader.js";
import { AcceptedKey } from "../keys/accepted-keys.js";
import { LogLimiter } from "../log-limiter.js";
import type { RunEnd } from "../runners/run-events.js";
import type { MinionRequest } from "../sessions/gate.js";
import { FakeClock, scratch, vectorKey } from "../testing/scratch.js";
import type { Stage } from "../testing/stage.js";
import { stage } from "../testing/stage.js";
import { minionRunnerCommand } from "./minion-runner.js";

const params = { a: maybe.any(null, "One."), b: maybe.any(null, "Two.") };
const runners = runnerModule("demo", {
  doc: "D.",
  functions: {
    pair: runnerFn({ doc: "Gives both back.", params, run: ({ a, b }) => [a, b] }),
    keys: runnerFn({ doc: "Counts keys.", run: async (_a, c) => (await c.keys()).accepted.length }),
  },
});
const wheels = wheelModule("demo", {
  doc: "D.",
  functions: {
    pair: wheelFn({ doc: "Gives both back.", params, run: ({ a, b }) => [a, b] }),
    match: wheelFn({ doc: "M.", params: { match: maybe.any("", "M.") }, run: ({ match }) => match }),
  },
});

const row = (plugin: Plugin) => ({
  kind: plugin.kind,
  name: plugin.name,
  virtualName: plugin.virtualName,
  load: async () => plugin,
});

function demo(t: TestContext, changes: Parameters<typeof stage>[1] = {}): Promise<Stage> {
  return stage(t, changes, scratch(t), new PluginCatalog([row(runners), row(wheels)]));
}

describe("runners over the port", () => {
  test("answer with a tag, then by events, and are kept", async (t) => {
    const at = await demo(t);
    const bus = await at.events();
    const load = { cmd: "runner", fun: "demo.pair", key: at.rootKey, user: "root" };
    const reply = await at.clear({ ...load, kwarg: { arg: [1], kwarg: { b: 2 } } });
    const jid = getString(reply, "jid") ?? "";
    assert.equal(getString(reply, "tag"), `salt/run/${jid}`);
    const events = await bus.until(`salt/run/${jid}/ret`);
    const [first, last] = [events.at(-2), events.at(-1)];
    assert.equal(first?.tag, `salt/run/${jid}/new`);
    assert.deepEqual(get(last?.data, "return"), [1, 2]);
    assert.equal(get(last?.data, "fun"), "runner.demo.pair");
    const cache = openJobReader(at.config);
    t.after(() => cache.close());
    assert.equal(cache.job(jid)?.load.get("fun"), "runner.demo.pair");
    assert.deepEqual(get(cache.returns(jid)[0]?.return, "return"), [1, 2]);
  });

  test("what is not there, or cannot be called so, is told in the last event", async (t) => {
    const at = await demo(t);
    for (const [fun, text] of [
      ["no.such", /is not available/],
      ["demo.keys", /Passed invalid arguments/],
    ] as const) {
      const bus = await at.events();
      const reply = await at.clear({
        cmd: "runner",
        fun,
        key: at.rootKey,
        user: "root",
        arg: [1, 2, 3],
      });
      const end = (await bus.until(`${getString(reply, "tag")}/ret`)).at(-1);
      assert.match(getString(end?.data, "return") ?? "", text);
    }
  });

  test("need the master's own key, or a row for them", async (t) => {
    const at = await demo(t, {
      publisher_acl: dict({ nobody: ["test.*", { "@runner": ["demo.pai"] }, "@wheel"] }),
    });
    const key = readFileSync(join(at.config.cachedir, ".nobody_key"), "utf8");
    const as = (cmd: string, fun: string, user: string, secret: string) =>
      at.clear({ cmd, fun, user, key: secret });
    const refused = "UserAuthenticationError";
    const reason = async (reply: ReturnType<typeof as>) => getString(get(await reply, "error"), "name");
    assert.equal(await reason(as("runner", "demo.pair", "root", "wrong")), refused);
    assert.equal(await reason(as("runner", "demo.pair", "nobody", key)), refused);
    assert.equal(await reason(as("wheel", "demo.pair", "nobody", key)), undefined);
    assert.equal(await reason(as("wheel", "demo.pair", "root", key)), refused);
  });
});

describe("wheel over the port", () => {
  test("answers with the result", async (t) => {
    const at = await demo(t);
    const load = { cmd: "wheel", key: at.rootKey, user: "root" };
    const data = get(await at.clear({ ...load, fun: "demo.pair", a: 1, kwarg: { b: 2 } }), "data");
    assert.deepEqual([get(data, "return"), get(data, "success")], [[1, 2], true]);
    assert.equal(getString(data, "fun"), "wheel.demo.pair");
    assert.match(getString(data, "_stamp") ?? "", /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}$/);
    const matched = get(await at.clear({ ...load, fun: "demo.match", match: "web*" }), "data");
    assert.equal(get(matched, "return"), "web*");
    const absent = get(await at.clear({ ...load, fun: "no.such" }), "data");
    assert.equal(get(absent, "success"), false);
  });
});

describe("minion_runner", () => {
  test("runs what peer_run allows, by its whole name", async (t) => {
    const at = await demo(t, { peer_run: dict({ "web.*": ["demo.pair"], db1: [".*"], mail: ["demo"] }) });
    const ask = async (id: string, fun: string, arg: string[] = []) =>
      (await at.minion(id)).request({ cmd: "minion_runner", id, fun, arg });
    assert.deepEqual(await ask("web1", "demo.pair", ["1", "b=[x]"]), [1, ["x"]]);
    assert.deepEqual(await ask("web1", "demo.keys"), new Map());
    assert.deepEqual(await ask("web1", "xdemo.pair"), new Map());
    assert.deepEqual(await ask("mail", "demo.pair"), new Map());
    assert.deepEqual(await ask("other", "demo.pair"), new Map());
    assert.equal(await ask("db1", "demo.keys"), 4);
  });

  test("one minion cannot keep the master busy alone", async () => {
    const ends: ((end: RunEnd) => void)[] = [];
    const run = { client: "runner", jid: "1", fun: "demo.pair", args: [], user: "web1" } as const;
    const start = () => ({ run, end: new Promise<RunEnd>((resolve) => ends.push(resolve)) });
    const limited = new LogLimiter(nullLogger, new FakeClock());
    const config = { peer_run: dict({ ".*": ["demo.*"] }) };
    const command = minionRunnerCommand({ config, runners: { hasRoom: true, start }, limited });
    const load = dict({ fun: "demo.pair", arg: [] });
    const ask = async (id: string) => await command(fakeRequest(id, load));
    const waiting = Array.from({ length: 5 }, () => ask("web1"));
    assert.deepEqual(await ask("web1"), {});
    const other = ask("web2");
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(ends.length, 6);
    for (const end of ends) end({ value: 1, success: true, retcode: undefined });
    assert.deepEqual(await Promise.all([...waiting, other]), [1, 1, 1, 1, 1, 1]);
    const again = ask("web1");
    await new Promise((resolve) => setImmediate(resolve));
    ends.at(-1)?.({ value: 2, success: true, retcode: undefined });
    assert.equal(await again, 2);
  });
});

function fakeRequest(id: string, load: Dict): MinionRequest {
  return {
    id,
    load,
    nonce: "",
    key: new AcceptedKey(vectorKey("minion").publicKey.pem, new PublicKeyCache(1)),
    crypticle: new Crypticle(Crypticle.generateKey()),
    encAlgo: "OAEP-SHA1",
    sigAlgo: "PKCS1v15-SHA1",
  };
}

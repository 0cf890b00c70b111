/**
 * salt-api of ours beside masters of real Salt, and real salt-api beside our master: the same questions, the same
 * answers.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { freePorts, until } from "@salt/testkit";
import { Cluster, EVERYONE } from "./cluster.js";
import { all, type Installation, ours } from "./installation.js";

const BOB = { username: "bob", password: "hush", eauth: "sharedsecret" };
const FORM = { "Content-Type": "application/json", Accept: "application/json" };
const START_MS = 60_000;
const ENABLED = ["local", "local_async", "local_batch", "runner", "wheel"];
const REAL = all.filter(({ name }) => name === "3006" || name === "3008");
const PAIRS: readonly (readonly [master: Installation, api: Installation])[] = [
  ...REAL.map((master) => [master, ours] as const),
  ...REAL.map((api) => [ours, api] as const),
];

for (const [installation, by] of PAIRS) {
  describe(`salt-api of ${by.name} beside a master of ${installation.name}`, () => {
    let cluster: Cluster;
    let api: ChildProcess;
    let base = "";

    before(async () => {
      const [port = 0] = await freePorts(1);
      base = `http://127.0.0.1:${port}`;
      cluster = await Cluster.start(installation, [ours], {
        auto_accept: true,
        ...(installation === ours ? { cli_event_framing: by.name === "3006" ? "3006" : "3007" } : {}),
        sharedsecret: BOB.password,
        external_auth: { sharedsecret: { bob: [".*", "@runner", "@wheel"], eve: ["test.*"] } },
        netapi_enable_clients: ENABLED,
        rest_cherrypy: { host: "127.0.0.1", port, disable_ssl: true },
      });
      await cluster.untilUp();
      const words = ["-c", cluster.master.directory, "--log-file", join(cluster.master.directory, "api.log")];
      words.push("--pid-file", join(cluster.master.directory, "api.pid"));
      api = spawn(join(by.bin, "salt-api"), words, { stdio: "ignore", detached: true });
      await until("salt-api to listen", () => ask("/").then(isWell, () => false), START_MS);
    });
    after(async () => {
      if (api !== undefined) await end(api);
      await cluster?.close();
    });

    const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${base}${path}`, init);
    const post = (path: string, data: object, headers: Record<string, string> = {}): Promise<Response> =>
      ask(path, { method: "POST", headers: { ...FORM, ...headers }, body: JSON.stringify(data) });
    const told = async (data: object): Promise<unknown> => (await post("/run", { ...BOB, ...data })).json();

    test("runs functions of minions and of the master", async () => {
      const ping = { client: "local", tgt: EVERYONE, fun: "test.ping" };
      assert.deepEqual(await told(ping), { return: [{ "m-ours": true }] });
      assert.deepEqual(await told({ ...ping, client: "local_batch" }), { return: [{ "m-ours": true }] });
      const given = { return: [{ args: [], kwargs: { x: 1 } }] };
      assert.deepEqual(await told({ client: "runner", fun: "test.arg", kwarg: { x: 1 } }), given);
      const keys = (await told({ client: "wheel", fun: "key.list", match: "accepted" })) as Wheel;
      assert.ok(keys.return[0].data.return.minions.includes("m-ours"));
    });

    test("says of whom nothing came", async () => {
      const ping = { client: "local", tgt: "*", fun: "test.ping", timeout: 1, gather_job_timeout: 1 };
      const {
        return: [returns],
      } = (await told(ping)) as { return: [Record<string, unknown>] };
      // From 3007 on Salt has a text there, which begins with these words.
      const spare = String(returns.spare).replace(/^Minion did not return.*/s, "false");
      assert.deepEqual({ ...returns, spare }, { "m-ours": true, spare: "false" });
    });

    test("refuses what the rules of the master do not allow", async () => {
      const run = { ...BOB, client: "local", tgt: EVERYONE, fun: "cmd.run", arg: ["id"] };
      for (const who of [{ username: "eve" }, { password: "wrong" }, { eauth: "nosuch" }]) {
        assert.equal((await post("/run", { ...run, ...who })).status, 401);
      }
    });

    test("opens sessions, tells events, keeps jobs", async () => {
      const session = { "X-Auth-Token": (await post("/login", BOB)).headers.get("x-auth-token") ?? "" };
      const listening = await ask("/events", { headers: session });
      const heard = untilHeard(listening, "salt/netapi/hook/built");
      await post("/hook/built", { ok: true }, session);
      await heard;
      const started = await post("/minions", { tgt: "m-ours", fun: "test.echo", arg: ["kept"] }, session);
      const {
        return: [{ jid }],
      } = (await started.json()) as { return: [{ jid: string }] };
      await until(
        "the return to be kept",
        async () =>
          (await (await ask(`/jobs/${jid}`, { headers: session })).text()).includes('"m-ours": "kept"'),
        START_MS,
      );
      assert.equal((await post("/logout", {}, session)).status, 200);
      assert.equal((await ask("/minions", { headers: session })).status, 401);
    });
  });
}

/** What a wheel function gives. */
interface Wheel {
  readonly return: readonly [{ readonly data: { readonly return: { readonly minions: readonly string[] } } }];
}

function isWell({ status }: Response): boolean {
  return status === 200;
}

/** Reads events until one has a tag. */
async function untilHeard(listening: Response, tag: string): Promise<void> {
  const reader = (listening.body as ReadableStream<Uint8Array>).getReader();
  let text = "";
  while (!text.includes(`tag: ${tag}\n`)) {
    const { value, done } = await reader.read();
    assert.equal(done, false, "the stream of events ended");
    text += Buffer.from(value ?? []).toString();
  }
  await reader.cancel();
}

/** Real salt-api has children in its process group. */
async function end(api: ChildProcess): Promise<void> {
  const gone = once(api, "exit");
  if (api.pid !== undefined) process.kill(-api.pid, "SIGTERM");
  await gone;
}

/**
 * salt-api beside a running master: what is asked over HTTP, what is refused, and what is told of it.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { RunningApi } from "@salt/api";
import { startApi } from "@salt/api";
import { currentAccount } from "@salt/client";
import { loadConfig, masterOptions } from "@salt/core";
import { LogBook, TestCluster } from "@salt/testkit";

const BOB = { username: "bob", password: "hushhush", eauth: "sharedsecret" };
const EVE = { ...BOB, username: "eve" };
const CLIENTS = ["local", "local_async", "local_batch", "local_subset", "runner", "runner_async", "wheel"];
const MASTER = {
  external_auth: { sharedsecret: { bob: [".*", "@runner", "@wheel"], eve: ["test.*"] } },
  sharedsecret: "hushhush",
  netapi_enable_clients: CLIENTS,
  rest_cherrypy: {
    host: "127.0.0.1",
    port: 0,
    disable_ssl: true,
    max_request_body_size: 2000,
    cors_origin: ["https://console.example"],
    api_acl: { users: { "*": ["*"], mallory: ["192.0.2.1"] } },
  },
};

describe("salt-api", () => {
  let cluster: TestCluster;
  let api: RunningApi;
  const log = new LogBook();
  before(async () => {
    cluster = await TestCluster.start({ minions: ["web1", "web2"], master: MASTER });
    const configFile = cluster.tree.at("master", "master");
    const { config } = loadConfig(masterOptions, { file: configFile });
    api = await startApi({ config, configFile, user: currentAccount(), log: log.log });
  });
  after(async () => {
    await api?.close();
    await cluster?.close();
  });

  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${api.port}${path}`, init);
  const post = (path: string, data: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    ask(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(data),
    });
  const answer = async (response: Response): Promise<[number, unknown]> => [
    response.status,
    await response.json(),
  ];
  const logIn = async (who: object): Promise<Record<string, string>> => {
    const response = await post("/login", who);
    assert.equal(response.status, 200);
    return { "X-Auth-Token": response.headers.get("x-auth-token") ?? "" };
  };

  test("functions of minions and of the master, by credentials of the request", async () => {
    const ping = { client: "local", tgt: "*", fun: "test.ping", ...BOB };
    assert.deepEqual(await answer(await post("/run", ping)), [200, { return: [{ web1: true, web2: true }] }]);
    const args = { ...ping, tgt: ["web1"], fun: "test.arg_clean", arg: [1], kwarg: { a: "x" } };
    const told = { web1: { args: [1], kwargs: { a: "x" } } };
    assert.deepEqual(await answer(await post("/run", [args])), [200, { return: [told] }]);
    const up = { client: "runner", fun: "manage.up", ...BOB };
    assert.deepEqual(await answer(await post("/run", up)), [200, { return: [["web1", "web2"]] }]);
    const batch = { ...ping, client: "local_batch", batch: 1 };
    const [, { return: returns }] = (await answer(await post("/run", batch))) as [
      number,
      { return: object[] },
    ];
    assert.deepEqual(returns.map((one) => JSON.stringify(one)).sort(), ['{"web1":true}', '{"web2":true}']);
  });

  test("forms, YAML, and answers in YAML", async () => {
    const form = new URLSearchParams({ client: "local", tgt: "web1", fun: "test.arg_clean", ...BOB });
    form.append("arg", "1");
    form.append("arg", "[a, b]");
    const headers = { Accept: "application/x-yaml" };
    const response = await ask("/run", { method: "POST", body: form, headers });
    assert.equal(
      await response.text(),
      "return:\n- web1:\n    args:\n    - 1\n    - - a\n      - b\n    kwargs: {}\n",
    );
    const body =
      "[{client: local, tgt: web1, fun: test.ping, username: bob, password: hushhush, eauth: sharedsecret}]";
    const yaml = { method: "POST", body, headers: { "Content-Type": "application/x-yaml" } };
    assert.deepEqual(await answer(await ask("/run", yaml)), [200, { return: [{ web1: true }] }]);
  });

  test("who may not, may not", async () => {
    const ping = { client: "local", tgt: "web1", fun: "test.ping" };
    const statuses = async (...chunks: object[]): Promise<number[]> =>
      Promise.all(chunks.map(async (chunk) => (await post("/run", chunk)).status));
    assert.deepEqual(
      await statuses(
        ping,
        { ...ping, ...EVE, fun: "cmd.run", arg: "id" },
        { ...ping, ...BOB, password: "wrong" },
        { ...ping, token: "zz" },
        { ...ping, token: "abcdef" },
        { client: "wheel", fun: "key.list_all", ...EVE },
        { client: "wheel_async", fun: "key.list_all", ...BOB },
        { client: "ssh", tgt: "web1", fun: "test.ping", ...BOB },
        { ...ping, ...BOB, client: "__proto__" },
        { ...ping, ...BOB, tgt_type: "nosuch" },
        { ...ping, ...BOB, tgt: { a: 1 } },
        { ...ping, ...BOB, fun: "test.ping; id" },
      ),
      [401, 401, 401, 401, 401, 401, 400, 400, 400, 400, 400, 400],
    );
    assert.equal((await post("/login", { ...BOB, username: "mallory" })).status, 401);
  });

  test("a session: its token, its rules, its end", async () => {
    const [, told] = await answer(await post("/login", EVE));
    const {
      return: [login],
    } = told as { return: [Record<string, unknown>] };
    assert.deepEqual([login.user, login.eauth, login.perms], ["eve", "sharedsecret", ["test.*"]]);
    assert.match(String(login.token), /^[0-9a-f]{40}$/);
    const session = await logIn(BOB);
    const ping = { client: "local", tgt: "web1", fun: "test.ping" };
    assert.deepEqual(await answer(await post("/", ping, session)), [200, { return: [{ web1: true }] }]);
    const minion = (await (await ask("/minions/web1", { headers: session })).json()) as {
      return: [{ web1: { id: string } }];
    };
    assert.equal(minion.return[0].web1.id, "web1");
    const keys = { local: ["master.pem", "master.pub"], minions: ["web1", "web2"] };
    const none = { minions_denied: [], minions_pre: [], minions_rejected: [] };
    assert.deepEqual(await answer(await ask("/keys", { headers: session })), [
      200,
      { return: { ...keys, ...none } },
    ]);
    assert.equal((await ask("/logout", { method: "POST", headers: session })).status, 200);
    assert.equal((await ask("/minions", { headers: session })).status, 401);
  });

  test("the cookie of a session is kept from scripts and from other pages", async () => {
    const response = await post("/login", BOB, { Origin: "https://evil.example" });
    assert.match(
      response.headers.get("set-cookie") ?? "",
      /^session_id=[0-9a-f]{40}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    assert.equal(response.headers.get("access-control-allow-origin"), null);
    const allowed = await ask("/", { headers: { Origin: "https://console.example" } });
    assert.equal(allowed.headers.get("access-control-allow-origin"), "https://console.example");
  });

  test("a job that is not waited for, and what became of it", async () => {
    const session = await logIn(BOB);
    const started = await post("/minions", { tgt: "web1", fun: "test.echo", arg: "hello" }, session);
    assert.equal(started.status, 202);
    const told = (await started.json()) as { return: [{ jid: string; minions: string[] }]; _links: unknown };
    const [{ jid, minions }] = told.return;
    assert.deepEqual(minions, ["web1"]);
    assert.deepEqual(told._links, { jobs: [{ href: `/jobs/${jid}` }] });
    let job: { return?: unknown } = {};
    for (let left = 100; left > 0; left--) {
      job = (await (await ask(`/jobs/${jid}`, { headers: session })).json()) as typeof job;
      if (JSON.stringify(job.return) !== "[{}]") break;
    }
    assert.deepEqual(job.return, [{ web1: "hello" }]);
  });

  test("what is posted to /hook is an event, which /events tells to those who may hear it", async () => {
    const session = await logIn(BOB);
    const listening = await ask("/events", { headers: session });
    assert.equal(listening.headers.get("content-type"), "text/event-stream;charset=utf-8");
    const reader = (listening.body as ReadableStream<Uint8Array>).getReader();
    const heard = async (): Promise<string> => Buffer.from((await reader.read()).value ?? []).toString();
    assert.equal(await heard(), "retry: 400\n");
    assert.equal((await post("/hook/build/done", { ok: 1 })).status, 401);
    assert.deepEqual(await answer(await post("/hook/build/done", { ok: 1 }, session)), [
      200,
      { success: true },
    ]);
    let text = "";
    while (!text.includes("salt/netapi/hook/build/done")) text = await heard();
    await reader.cancel();
    const { data } = JSON.parse(text.split("\ndata: ")[1] ?? "") as {
      data: Record<string, Record<string, unknown>>;
    };
    assert.deepEqual([data.post, data.body], [{ ok: 1 }, '{"ok":1}']);
    assert.equal(data.headers?.["X-Auth-Token"], undefined);
    assert.equal((await post("/hook/x%0Adata:%20forged", {}, session)).status, 400);
    assert.equal((await ask("/events", { headers: await logIn(EVE) })).status, 403);
    assert.equal((await ask("/events?token=1", { headers: session })).status, 400);
    assert.equal((await ask("/events")).status, 401);
  });

  test("what is out of form", async () => {
    const status = async (path: string, init?: RequestInit): Promise<number> =>
      (await ask(path, init)).status;
    const body = (type: string, text: string): RequestInit => ({
      method: "POST",
      headers: { "Content-Type": type },
      body: text,
    });
    assert.equal(await status("/nosuch"), 404);
    assert.equal(await status("/run/deeper", { method: "POST" }), 404);
    assert.equal(await status("/", { headers: { Accept: "image/png" } }), 406);
    assert.equal(await status("/login", { method: "DELETE" }), 405);
    assert.equal(await status("/run", body("application/json", "{bad")), 400);
    assert.equal(await status("/run", body("application/x-yaml", "{a: [")), 400);
    assert.equal(await status("/run", body("application/xml", "<a/>")), 406);
    assert.equal(await status("/run", body("application/json", "5")), 400);
    assert.equal(await status("/run", body("application/json", `"${"x".repeat(3000)}"`)), 413);
    assert.equal(await status("/%E0%A4%A", body("application/json", "{}")), 400);
  });

  test("refusals are in the log, and no secret is", () => {
    assert.ok(log.messages("warn").includes("A request was refused"));
    assert.ok(!log.text.includes("hushhush"));
  });
});

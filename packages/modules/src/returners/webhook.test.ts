/**
 * Tests of webhook.ts, against a server of this process.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import { test } from "node:test";
import { callDirectly, dict, nullLogger } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { webhook } from "./webhook.js";

const { signal } = new AbortController();

test("a return arrives as JSON, and a refusal is an error", async () => {
  const got: { readonly head: IncomingMessage["headers"]; readonly body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    got.push({ head: request.headers, body });
    response.writeHead(request.url === "/no" ? 500 : 204).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    const url = `http://127.0.0.1:${address.port}`;
    const at = (path: string) => ({
      opts: dict({
        "webhook.url": `${url}${path}`,
        "webhook.token": "t0",
        "webhook.headers": { "x-a": "b" },
      }),
      log: nullLogger,
      signal,
    });
    const ret = dict({ jid: "1", id: "web1", return: [1, 2.5] });
    await webhook.take(ret, at("/yes"));
    assert.equal(got[0]?.body, '{"jid": "1", "id": "web1", "return": [1, 2.5]}');
    assert.equal(got[0]?.head.authorization, "Bearer t0");
    assert.equal(got[0]?.head["x-a"], "b");
    await assert.rejects(webhook.take(ret, at("/no")), /answered 500 to a return/);
    const elsewhere = new Map([...ret, ["ret_kwargs", dict({ url: `${url}/other` })]] as const);
    await webhook.take(elsewhere, at("/yes"));
    assert.equal(got[2]?.head.authorization, undefined);
    assert.equal(got[2]?.head["x-a"], undefined);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test("on a minion, settings that the configuration lacks may stand in the pillar", async () => {
  const without = fakeContext().context;
  assert.equal(await webhook.available(without), "The option webhook.url is not set");
  const pillar = dict({ "webhook.url": "http://pillar.invalid" });
  assert.equal(await webhook.available(fakeContext({ pillar }).context), true);
  const opts = dict({ "webhook.url": "no address" });
  const both = fakeContext({ opts, pillar }).context;
  const { returner } = webhook.functions;
  assert.ok(returner !== undefined);
  const call = callDirectly("webhook.returner", returner, [dict({ jid: "1" })], new Map(), both);
  await assert.rejects(call, /webhook\.url is no web address/);
});

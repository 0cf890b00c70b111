/** Asking web servers: what is sent, and what is told of the answer. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { pythonRepr, toValue } from "@salt/core";
import { http as httpStates } from "../states/http.js";
import { callLine, fakeContext } from "../testing/execution-context.js";
import { runState } from "../testing/state-context.js";

/** A server that answers with the request; its address. */
async function server(t: TestContext): Promise<string> {
  const web = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) if (part instanceof Buffer) parts.push(part);
    const path = request.url ?? "";
    if (path === "/away") response.writeHead(302, { location: "/end" });
    else if (path === "/elsewhere") response.writeHead(302, { location: "http://localhost.invalid/" });
    else if (path === "/404") response.writeHead(404);
    else if (path === "/endless") response.writeHead(302, { location: "/endless" });
    response.end(
      `${request.method} ${path} ${request.headers.authorization ?? "-"} ${Buffer.concat(parts).toString()}`,
    );
  });
  web.listen(0, "127.0.0.1");
  await once(web, "listening");
  t.after(() => web.close());
  const address = web.address();
  return `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}`;
}

async function asked(...words: readonly string[]): Promise<string> {
  return pythonRepr(toValue(await callLine(["http.query", ...words], fakeContext().context)));
}

test("what is sent: parameters, forms, an account", async (t) => {
  const url = await server(t);
  assert.equal(await asked(`${url}/x?a=1`, "params={b: 'c d'}"), "{'body': 'GET /x?a=1&b=c+d - '}");
  assert.equal(await asked(url, "method=POST", "data={a: 1, b: x}"), "{'body': 'POST / - a=1&b=x'}");
  const account = Buffer.from("u:p").toString("base64");
  assert.equal(await asked(url, "username=u", "password=p"), `{'body': 'GET / Basic ${account} '}`);
});

test("redirects are followed, but not without end", async (t) => {
  const url = await server(t);
  assert.equal(await asked(`${url}/away`, "status=True"), "{'body': 'GET /end - ', 'status': 200}");
  const told = await asked(`${url}/endless`);
  assert.equal(told, "{'status': 302, 'error': 'HTTP 302: Found', 'body': 'GET /endless - '}");
});

test("a status that is an error is told", async (t) => {
  const url = await server(t);
  assert.equal(
    await asked(`${url}/404`),
    "{'status': 404, 'error': 'HTTP 404: Not Found', 'body': 'GET /404 - '}",
  );
  assert.equal(await asked(`${url}/404`, "raise_error=False"), "{'body': 'GET /404 - '}");
});

test("what cannot be done is refused", async (t) => {
  const url = await server(t);
  await assert.rejects(asked("file:///etc/passwd"), /Unsupported url scheme/);
  await assert.rejects(asked(url, "cookies=True"), /cookies are not kept/);
  await assert.rejects(asked(url, "header_dict={'A\\nB': x}"), /cannot be sent/);
});

test("an answer larger than http_max_body is no answer", async (t) => {
  const url = await server(t);
  const { context } = fakeContext({ opts: new Map([["http_max_body", 4]]) });
  const told = await callLine(["http.query", url], context);
  assert.match(pythonRepr(toValue(told)), /larger than http_max_body/);
});

test("the state compares status and text", async (t) => {
  const url = await server(t);
  const { context } = fakeContext();
  const told = await runState(httpStates, "query", { name: url, status: 200, match: "GET" }, context);
  assert.deepEqual([told.result, told.comment], [true, 'Match text "GET" was found. Status 200 was found.']);
  const wrong = await runState(httpStates, "query", { name: url, status: 201 }, context);
  assert.deepEqual([wrong.result, wrong.comment], [false, "Status 201 was not found."]);
});

test("a trial of the state asks nothing", async () => {
  const { context } = fakeContext({ opts: new Map([["test", true]]) });
  const told = await runState(httpStates, "query", { name: "http://127.0.0.1:1/", status: 200 }, context);
  assert.deepEqual([told.result, told.comment], [null, "Status 200 was not found. (TEST MODE)"]);
});

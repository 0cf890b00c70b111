import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { dict } from "@salt/core";
import { fakeRunner, runLine } from "../testing/runner-context.js";
import { http } from "./http.js";

test("the master asks a web server with the keywords of the call", async (t) => {
  const server = createServer((request, response) => response.end(`${request.method} ${request.url}`));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const { context } = fakeRunner();
  const url = `http://127.0.0.1:${address.port}/x`;
  assert.deepEqual(await runLine(http, "query", [url, "method=PUT"], context), dict({ body: "PUT /x" }));
});

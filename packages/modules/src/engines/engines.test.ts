/** The engines that come along. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Plain, Value } from "@salt/core";
import { callDirectly, dict, parseJson, toValue } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";

/** Starts an engine; `fired` is called for each event, and the engine ends when it gives true. */
async function run(
  name: string,
  settings: { readonly [name: string]: Plain },
  fired: (tag: Value, data: Value) => boolean,
): Promise<void> {
  const end = new AbortController();
  const { context } = fakeContext({ signal: end.signal });
  const call: typeof context.call = async (fun, args = [], kwargs) => {
    if (fun === "slsutil.deserialize") return parseJson(String(args[1]));
    if (fun !== "event.send") return await context.call(fun, args, kwargs);
    const [tag = null, data = null] = args.map(toValue);
    if (fired(tag, data)) end.abort();
    return true;
  };
  const start = await context.ofKind("engine").find(`${name}.start`);
  const named = new Map(Object.entries(settings).map(([key, value]) => [key, toValue(value)]));
  await callDirectly(name, start, [], named, { ...context, call });
}

test("script fires what a program prints, with the minion's id in data that has none", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "engine-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, "lines");
  writeFileSync(file, '{"tag": "a/b", "data": {"x": 1}}\n{"no": "tag"}\n{"tag": "end"}\n');
  const seen: (readonly [Value, Value])[] = [];
  await run("script", { cmd: `cat '${file}'` }, (tag, data) => {
    seen.push([tag, data]);
    return tag === "end";
  });
  assert.deepEqual(seen, [
    ["a/b", dict({ x: 1, id: "web1" })],
    ["end", new Map()],
  ]);
});

test("webhook fires what is posted, and nothing else", async () => {
  const port = await freePort();
  const seen: Value[] = [];
  const engine = run("webhook", { address: "127.0.0.1", port }, (tag, data) => {
    seen.push(tag, data instanceof Map ? (data.get("body") ?? null) : null);
    return tag === "salt/engines/hook/end";
  });
  const url = `http://127.0.0.1:${port}/deploy/done?x=1`;
  assert.equal((await untilThere(url)).status, 405);
  assert.equal((await fetch(url, { method: "POST", body: "x".repeat(300_000) })).status, 413);
  assert.equal((await fetch(url, { method: "POST", body: "now" })).status, 200);
  assert.deepEqual(seen, ["salt/engines/hook/deploy/done", "now"]);
  const second = run("webhook", { address: "127.0.0.1", port }, () => true);
  await assert.rejects(second, /cannot listen/);
  await Promise.allSettled([fetch(new URL("/end", url), { method: "POST" }), engine]);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function untilThere(url: string): Promise<Response> {
  for (;;) {
    try {
      return await fetch(url);
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** Range targets, with a small range server. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { dict } from "../../base/value.js";
import type { TargetType } from "../../job/job.js";
import { TargetError } from "../errors.js";
import type { MinionFacts } from "../facts.js";
import { matchTarget } from "../match.js";
import { resolveTarget } from "../resolve.js";
import { expandRanges } from "./expand-ranges.js";
import { openRangeSource } from "./range-source.js";

const CLUSTERS = new Map([
  ["%web", "web1\nweb2.example.com\ngone\nweb1\n"],
  ["%empty", ""],
  ["%page", "<html><body>this is no list</body></html>"],
  ["%huge", "name\n".repeat(300_000)],
  ["a b&c=%d", "db1\n"],
]);

/** A server that answers as range servers do; its address, and what was asked. */
async function serve(t: TestContext): Promise<{ readonly address: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const expression = decodeURIComponent((request.url ?? "").split("?")[1] ?? "");
    const names = CLUSTERS.get(expression);
    if (expression === "%silent") return;
    if (expression === "%moved") response.writeHead(302, { location: "/range/list?%25web" });
    else if (expression === "%broken") response.writeHead(500);
    else if (names === undefined) response.setHeader("RangeException", "NOCLUSTERDEF: no such cluster");
    response.end(names ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const facts = (id: string): MinionFacts => ({
  id,
  grains: dict({ fqdn: id === "w2" ? "web2.example.com" : `${id}.example.com` }),
  pillar: new Map(),
});
const known = { ids: ["db1", "w2", "web1"], facts, nodegroups: dict({ webs: "R@%web and not w2" }) };

async function meant(address: string | null, tgt: string, tgtType: TargetType): Promise<string[]> {
  const target = await expandRanges({ tgt, tgtType, delimiter: ":" }, known, openRangeSource(address));
  const { minions, missing } = resolveTarget(target, known);
  for (const id of known.ids) {
    const own = { ids: [id], facts };
    const forIt = await expandRanges(target, own, openRangeSource(address));
    assert.equal(matchTarget(forIt, facts(id)), minions.includes(id), `${id} decides as the master does`);
  }
  return [minions.join(), missing.join()];
}

test("names mean ids, or else the names of hosts", async (t) => {
  const { address, asked } = await serve(t);
  assert.deepEqual(await meant(address, "%web", "range"), ["w2,web1", "gone"]);
  assert.deepEqual(asked, ["/range/list?%25web"]);
  assert.deepEqual(await meant(`http://${address}/`, "a b&c=%d", "range"), ["db1", ""]);
  assert.deepEqual(await meant(address, "%empty", "range"), ["", ""]);
});

test("in compound targets and nodegroups", async (t) => {
  const { address, asked } = await serve(t);
  assert.deepEqual(await meant(address, "db* or R@%web", "compound"), ["db1,w2,web1", "gone"]);
  assert.deepEqual(await meant(address, "R@%web and R@%web", "compound"), ["w2,web1", "gone"]);
  assert.deepEqual(await meant(address, "not R@%empty", "compound"), ["db1,w2,web1", ""]);
  assert.deepEqual(await meant(address, "N@webs", "compound"), ["web1", "gone"]);
  assert.equal(asked.length, 4, "the same expression is asked once for a target");
  assert.deepEqual(await meant(null, "db*", "compound"), ["db1", ""]);
});

test("a minion asks for what comes from elsewhere, and knows itself by either name", async (t) => {
  const { address } = await serve(t);
  const means = async (id: string): Promise<boolean> => {
    const target = { tgt: "R@%web", tgtType: "compound", delimiter: ":" } as const;
    return matchTarget(await expandRanges(target, { ids: [id], facts }, openRangeSource(address)), facts(id));
  };
  assert.deepEqual([await means("web1"), await means("w2"), await means("db1")], [true, true, false]);
});

test("refusals say why", async (t) => {
  const { address } = await serve(t);
  const refused = async (server: string | null, tgt: string, reason: RegExp): Promise<void> => {
    await assert.rejects(meant(server, tgt, "range"), (error: unknown) => {
      assert(error instanceof TargetError, String(error));
      assert.match(error.message, reason);
      return true;
    });
  };
  await refused(null, "%web", /none is configured/);
  await refused(address, "%nosuch", /NOCLUSTERDEF/);
  await refused(address, "%broken", /status 500/);
  await refused(address, "%moved", /cannot be asked/);
  await refused(address, "%page", /no name/);
  await refused(address, "%huge", /more than 1048576 bytes/);
  await refused(address, "x".repeat(5000), /longer than 4000/);
  await refused("127.0.0.1:1", "%web", /cannot be asked/);
  await refused("not a server", "%web", /neither host:port nor a URL/);
  await refused("http://u:secret@127.0.0.1:1", "%web", /^(?!.*secret).* has a password/);
  const many = Array.from({ length: 21 }, (_each, at) => `R@%c${at}`).join(" or ");
  await assert.rejects(meant(address, many, "compound"), /more than 20 range/);
});

test("a server that says nothing is given up", async (t) => {
  const { address } = await serve(t);
  const stop = new AbortController();
  const answer = openRangeSource(address).expand("%silent", stop.signal);
  stop.abort();
  await assert.rejects(answer, /cannot be asked/);
});

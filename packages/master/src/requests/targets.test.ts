/**
 * Targets of jobs that are wrong, or that a range server must be asked about.
 */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import { get, getDict, getList, getString } from "@salt/core";
import { openJobReader } from "../jobs/open-job-reader.js";
import { stage } from "../testing/stage.js";

async function rangeServer(t: TestContext, names: string): Promise<string> {
  const server = createServer((_request, response) => response.end(names));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("a target", () => {
  test("that is wrong is refused with its reason, and nothing is published", async (t) => {
    const s = await stage(t);
    await s.minion("web1");
    const wrong = [
      ["web1 web2", "compound", /stands where 'and' or 'or' must/],
      ["web(", "pcre", /has no '\)'/],
      ["10.0.0.1/8", "ipcidr", /no IP address or network/],
      ["os", "data", /not offered/],
      ["%web", "range", /none is configured/],
      ["N@nosuch", "compound", /no nodegroup 'nosuch'/],
      ["(a+)+$".repeat(17_000), "pcre", /longer than 4096/],
    ] as const;
    for (const [tgt, tgt_type, reason] of wrong) {
      const reply = await s.publish({ tgt, tgt_type });
      assert.match(getString(reply, "error") ?? "", reason);
      assert.equal(getString(getDict(reply, "fault"), "kind"), "target");
      assert.equal(get(reply, "load"), undefined);
    }
    const unclosed = await s.publish({ tgt: "( web1", tgt_type: "compound" });
    assert.equal(get(getDict(unclosed, "fault"), "unclosed"), true);
  });

  test("of a range becomes a list before it goes out", async (t) => {
    const s = await stage(t, { range_server: await rangeServer(t, "web1\nweb9\n") });
    await s.minion("web1");
    await s.minion("db1");
    const load = get(await s.publish({ tgt: "%web", tgt_type: "range" }), "load");
    assert.deepEqual([getList(load, "minions"), getList(load, "missing")], [["web1"], ["web9"]]);
    const jid = await s.mustPublish({ tgt: "db1 or R@%web", tgt_type: "compound" });
    const jobs = openJobReader(s.config);
    t.after(() => jobs.close());
    const job = jobs.job(jid);
    assert.deepEqual(job?.minions, ["db1", "web1"]);
    assert.equal(getString(job?.load, "tgt"), "db1 or L@web1,web9");
  });
});

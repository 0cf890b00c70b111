/**
 * Tables of cron, addresses and networks.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { dict, SaltInvocationError } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { parseTable, tableText } from "./cron-functions/crontab.js";

const call = (name: string, args: readonly Plain[], kwargs = {}) =>
  fakeContext().context.call(name, args, kwargs);

const TABLE = `# by hand
@reboot /bin/own
# Lines below here are managed by Salt, do not edit
MAILTO=root
# weekly SALT_CRON_IDENTIFIER:task1
#DISABLED#5 4 * * 1 /bin/week a=b
# SALT_CRON_IDENTIFIER:task2
@hourly /bin/hour  twice
`;

describe("tables of cron", () => {
  it("are read and written again", () => {
    const { pre, env, jobs } = parseTable(TABLE);
    assert.deepEqual(pre, ["# by hand", "@reboot /bin/own"]);
    assert.deepEqual(env, [{ name: "MAILTO", value: "root" }]);
    assert.deepEqual(
      jobs.map((job) => [job.spec ?? job.time?.minute, job.cmd, job.identifier, job.comment, job.commented]),
      [
        ["5", "/bin/week a=b", "task1", "weekly", true],
        ["@hourly", "/bin/hour twice", "task2", "", false],
      ],
    );
    assert.equal(tableText(parseTable(TABLE)), TABLE.replace("  twice", " twice"));
  });

  it("take no account or command that would be something else", async () => {
    for (const user of ["-r", "root\nx", ""])
      await assert.rejects(call("cron.raw_cron", [user]), SaltInvocationError);
    const time = ["*", "*", "*", "*", "*"];
    await assert.rejects(call("cron.set_job", ["root", ...time, "true\n* * * * * id"]), SaltInvocationError);
    await assert.rejects(call("cron.set_env", ["root", "-x", "y"]), SaltInvocationError);
  });
});

describe("network", () => {
  it("calculates with addresses", async () => {
    assert.equal(await call("network.calc_net", ["172.17.0.5", "255.255.255.240"]), "172.17.0.0/28");
    assert.equal(
      await call("network.calc_net", ["2a02:f6e:a000:80:84d8:8332:7866:4160/64"]),
      "2a02:f6e:a000:80::/64",
    );
    assert.equal(await call("network.iphexval", ["192.168.1.1"]), "C0A80101");
    assert.equal(await call("network.is_private", ["8.8.8.8"]), false);
    assert.equal(await call("network.is_private", ["fd00::1"]), true);
    assert.equal(await call("network.reverse_ip", ["172.17.0.4"]), "4.0.17.172.in-addr.arpa");
    assert.deepEqual(
      await call("network.convert_cidr", ["172.31.5.0/16"]),
      dict({ network: "172.31.0.0", netmask: "255.255.0.0", broadcast: "172.31.255.255" }),
    );
    await assert.rejects(call("network.is_private", ["nonsense"]), { name: "ValueError" });
    await assert.rejects(call("network.calc_net", ["10.0.0.1", "255.0.255.0"]), { name: "ValueError" });
  });
});

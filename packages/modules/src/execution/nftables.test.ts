/** Rules of nftables: written from parts, found by their text, and kept from being commands. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { dict, SaltInvocationError } from "@salt/core";
import { installedPrograms } from "../testing/fake-programs.js";
import { recordingCommands } from "../testing/recording-commands.js";
import { nftRuleText } from "./nftables-functions/rule.js";

/** Parts of rules and what real Salt writes of them. */
const RULES: readonly (readonly [{ readonly [name: string]: Plain }, string])[] = [
  [{ match: "state", connstate: "new", jump: "accept" }, "ct state { new } accept"],
  [{ proto: "tcp", dport: "80:90", sport: 1 }, "tcp dport { 80-90 } tcp sport { 1 }"],
  [{ proto: "tcp", dports: "80,443", counter: "" }, "counter tcp dport { 443, 80 }"],
  [{ if: "eth0", source: "10.0.0.0/8", jump: "drop" }, "meta iifname eth0 ip saddr 10.0.0.0/8 drop"],
  [{ jump: "reject", "reject-with": "tcp" }, "reject reject with tcp"],
];

const CHAIN = `table ip filter {
	chain input { # handle 1
		tcp dport { 22, 80 } accept # handle 4
		tcp dport 25 drop # handle 5
	}
}`;

function machine(): ReturnType<typeof recordingCommands> {
  const tables = { nftables: [{ metainfo: {} }, { table: { family: "ip", name: "filter", handle: 1 } }] };
  return recordingCommands((words) => {
    if (words.includes("tables")) return { stdout: JSON.stringify(tables) };
    return words.includes("list") ? { stdout: CHAIN } : {};
  });
}

describe("nftables", () => {
  installedPrograms("nft");

  it("writes rules from parts and refuses those that rules do not have", () => {
    for (const [parts, text] of RULES) assert.equal(nftRuleText(dict(parts), "ip"), text);
    assert.throws(() => nftRuleText(dict({ protocol: "tcp", dport: 1 }), "ip"), SaltInvocationError);
  });

  it("finds a rule by its text, with or without braces", async () => {
    const { context } = machine();
    for (const [rule, result] of [
      ["tcp dport { 22, 80 } accept", true],
      ["tcp dport { 25 } drop", true],
      ["tcp dport 2 drop", false],
    ] as const) {
      const told = await context.call("nftables.check", ["filter", "input", rule]);
      const which = `Rule ${rule} in chain input in table filter in family ipv4`;
      const comment = `${which} ${result ? "exists" : "does not exist"}`;
      assert.deepEqual(told, dict({ comment, result }));
    }
  });

  it("removes a rule by its handle", async () => {
    const { context, commands } = machine();
    await context.call("nftables.delete", ["filter", "input"], { rule: "tcp dport 25 drop" });
    assert.deepEqual(commands.at(-1)?.slice(1), "-- delete rule ip filter input handle 5".split(" "));
  });

  it("takes no commands for names", async () => {
    const { context } = machine();
    for (const name of ["a; flush ruleset", "-f", "a b", "a\nb", "{"])
      await assert.rejects(
        context.call("nftables.delete_chain", [name, "x"]).then(refuseMissing),
        RangeError,
      );
    await assert.rejects(context.call("nftables.flush", ["filter", "a; flush ruleset"]).then(refuseMissing));
    const base = { table_type: "filter", hook: "input", priority: "0; } flush ruleset" };
    await assert.rejects(context.call("nftables.new_chain", ["filter", "x"], base), SaltInvocationError);
  });
});

/** A table or chain of such a name is never there. */
function refuseMissing(): never {
  throw new RangeError("refused");
}

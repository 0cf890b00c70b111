/** firewalld: what is read from firewall-cmd, and that values stay values. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CommandExecutionError, dict, SaltInvocationError } from "@salt/core";
import { installedPrograms } from "../testing/fake-programs.js";
import type { CommandAnswer } from "../testing/recording-commands.js";
import { recordingCommands } from "../testing/recording-commands.js";

const ZONE =
  'my (active)\n  target: default\n  rich rules: \n\trule service name="ssh" accept\n  masquerade: no\n';

describe("firewalld", () => {
  installedPrograms("firewall-cmd");

  it("reads zones", async () => {
    const { context } = recordingCommands(() => ({ stdout: ZONE }));
    const zone = {
      target: ["default"],
      "rich rules": ["", 'rule service name="ssh" accept'],
      masquerade: ["no"],
    };
    assert.deepEqual(await context.call("firewalld.list_all", ["my"]), dict({ "my (active)": zone }));
    assert.equal(await context.call("firewalld.get_masquerade", ["my"]), false);
  });

  it("reads forwarded ports, to IPv6 addresses too", async () => {
    const { context } = recordingCommands(() => ({ stdout: "port=80:proto=tcp:toport=8080:toaddr=fe80::1" }));
    const facts = { "Source port": "80", Protocol: "tcp", "Destination port": "8080" };
    assert.deepEqual(await context.call("firewalld.list_port_fwd", ["my"]), [
      dict({ ...facts, "Destination address": "fe80::1" }),
    ]);
  });

  it("keeps a rule one argument", async () => {
    const { context, commands } = recordingCommands();
    const rule = `rule family="ipv4" accept' --panic-on '`;
    await context.call("firewalld.add_rich_rule", ["my", rule]);
    assert.deepEqual(commands.at(-1)?.slice(1), ["--zone=my", `--add-rich-rule=${rule}`, "--permanent"]);
    await assert.rejects(context.call("firewalld.add_port", ["my", "1\n2"]), SaltInvocationError);
  });

  it("brings what is kept into force, unless told not to", async () => {
    const { context, commands } = recordingCommands(() => ({ stdout: "success" }));
    await context.call("firewalld.new_zone", ["my"], { restart: false });
    await context.call("firewalld.new_zone", ["my"]);
    assert.deepEqual(
      commands.map((words) => words[1]),
      ["--new-zone=my", "--new-zone=my", "--reload"],
    );
  });

  it("tells what firewall-cmd complained of", async () => {
    const answer: CommandAnswer = { retcode: 252, stderr: "FirewallD is not running" };
    const { context } = recordingCommands(() => answer);
    const message = "firewall-cmd failed: FirewallD is not running";
    await assert.rejects(context.call("firewalld.default_zone"), new CommandExecutionError(message));
  });
});

/** Services under systemd: unit files that change, what is told of units, and complaints. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Value } from "@salt/core";
import { CommandExecutionError, callDirectly, dict, get } from "@salt/core";
import type { CommandAnswer } from "../testing/recording-commands.js";
import { recordingCommands } from "../testing/recording-commands.js";
import { service } from "./systemd-service.js";

const CHANGED = "Warning: The unit file changed on disk. Run 'systemctl daemon-reload' to reload units.";

async function call(
  fun: string,
  args: readonly string[],
  answers: Readonly<Record<string, CommandAnswer>> = {},
): Promise<{ readonly value: Value; readonly commands: readonly string[] }> {
  const { context, commands } = recordingCommands(
    (words) => Object.entries(answers).find(([word]) => words.includes(word))?.[1] ?? {},
  );
  const found = service.functions[fun];
  assert.ok(found !== undefined, fun);
  const value = await callDirectly(`service.${fun}`, found, args, new Map(), context);
  return { value, commands: commands.map((words) => words.join(" ")) };
}

describe("service under systemd", () => {
  it("lets systemd read a unit file that has changed before it acts", async () => {
    const { commands } = await call("restart", ["foo"], { status: { stdout: "", stderr: CHANGED } });
    assert.deepEqual(commands, [
      "systemctl status -n 0 -- foo.service",
      "systemctl --system daemon-reload",
      "systemctl restart -- foo.service",
    ]);
    const same = await call("restart", ["foo"], { status: { stdout: "active" } });
    assert.ok(!same.commands.includes("systemctl --system daemon-reload"));
  });

  it("tells what systemd complained of", async () => {
    const answers = { enable: { retcode: 1, stderr: "Unit file nope.service does not exist." } };
    await assert.rejects(
      call("enable", ["nope"], answers),
      new CommandExecutionError("Unit file nope.service does not exist."),
    );
    const mask = { mask: { retcode: 1, stderr: "File already exists." } };
    await assert.rejects(call("mask", ["foo"], mask), {
      message: "Failed to mask service 'foo'. Additional info follows:\n\nFile already exists.",
    });
  });

  it("reads properties, lists and maps among them", async () => {
    const stdout =
      "Id=foo.service\nAfter=a.target b.target\nExecStart={ path=/bin/x ; argv[]=/bin/x -y ; pid=0 }\n";
    const { value } = await call("show", ["foo"], { show: { stdout } });
    assert.equal(get(value, "Id"), "foo.service");
    assert.deepEqual(get(value, "After"), ["a.target", "b.target"]);
    assert.deepEqual(get(value, "ExecStart"), dict({ path: "/bin/x", "argv[]": "/bin/x -y", pid: "0" }));
  });
});

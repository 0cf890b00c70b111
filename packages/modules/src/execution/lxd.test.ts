/** LXD: what its programs are told, and that no password is among their arguments. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { lxd as lxdStates } from "../states/lxd.js";
import { installedPrograms } from "../testing/fake-programs.js";
import { recordingCommands } from "../testing/recording-commands.js";
import { fakeStates, runState } from "../testing/state-context.js";

installedPrograms("lxd", "lxc");

test("setting it up, and its configuration", async () => {
  const { context, commands } = recordingCommands((words) =>
    words.includes("bogus") ? { retcode: 1, stderr: "Error: unknown key" } : { stdout: "done" },
  );
  await context.call("lxd.init", ["zfs"], { network_port: 8443, trust_password: "secret" });
  assert.deepEqual(commands, [
    ["lxd", "init", "--auto", "--storage-backend=zfs", "--network-port=8443"],
    ["lxc", "config", "set", "core.trust_password", "-"],
  ]);
  await context.call("lxd.config_set", ["user.x", "-y"]);
  assert.deepEqual(commands.at(-1), ["lxc", "config", "set", "--", "user.x", "-y"]);
  await context.call("lxd.config_set", ["core.trust_password", "secret"]);
  assert.ok(commands.every((words) => !words.join(" ").includes("secret")));
  await assert.rejects(async () => await context.call("lxd.config_get", ["bogus"]), /: unknown key$/);
});

test("a setting is changed once, the password only when it is missing", async () => {
  const values = new Map([["core.x", "1"]]);
  const functions = {
    "lxd.config_get": (key: unknown) => values.get(String(key)) ?? "",
    "lxd.config_set": () => ["set"],
  };
  const { context } = fakeStates(functions);
  const same = await runState(lxdStates, "config_managed", { name: "core.x", value: 1 }, context);
  assert.deepEqual([same.result, same.comment, same.changes], [true, '"core.x" is already set to "1"', "{}"]);
  const other = await runState(lxdStates, "config_managed", { name: "core.x", value: 2 }, context);
  assert.deepEqual([other.comment, other.changes], ["set", `{'core.x': 'Changed from "1" to "2"'}`]);
  const password = { name: "core.trust_password", value: "s" };
  const made = await runState(lxdStates, "config_managed", password, context);
  assert.equal(made.changes, "{'core.trust_password': 'Changed the password'}");
  values.set("core.trust_password", "true");
  assert.match(
    String((await runState(lxdStates, "config_managed", password, context)).comment),
    /already set/,
  );
});

test("a trial sets nothing up, and what failed is tried again", async () => {
  const done_file = "/nonexistent/done";
  const trial = fakeStates({}, true);
  const planned = await runState(lxdStates, "init", { name: "x", done_file }, trial.context);
  assert.deepEqual([planned.result, planned.comment], [null, "Would initialize LXD"]);
  const real = fakeStates({ "lxd.init": () => "ok", "file.touch": () => true });
  const told = await runState(lxdStates, "init", { name: "x", done_file, storage_pool: "p" }, real.context);
  assert.deepEqual([told.result, told.comment], [true, "Initialized the LXD Daemon"]);
  assert.match(real.calls.join("\n"), /lxd\.init\(storage_backend='dir', storage_pool='p'\)\nfile\.touch/);
});

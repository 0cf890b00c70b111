/** The executors that come along. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExecutorModule, Plain, Value } from "@salt/core";
import { callDirectly, dict, toValue } from "@salt/core";
import { installedPrograms } from "../testing/fake-programs.js";
import { recordingCommands } from "../testing/recording-commands.js";
import { splay } from "./splay.js";
import { sudo } from "./sudo.js";

installedPrograms("sudo");

async function execute(
  executor: ExecutorModule,
  { opts = {}, data = {}, func = "test.echo", args = [] as readonly Plain[], kwargs = {} },
  answer: { readonly retcode?: number; readonly stdout?: string; readonly stderr?: string } = {},
): Promise<{
  readonly value: Value;
  readonly commands: readonly (readonly string[])[];
  readonly retcode: number;
}> {
  const { context, commands } = recordingCommands(() => answer);
  const fn = executor.functions.execute;
  assert.ok(fn !== undefined);
  const given = [dict(opts), dict(data), func, args.map(toValue), dict(kwargs)];
  const value = await callDirectly("x.execute", fn, given, new Map(), context);
  return { value, commands, retcode: context.retcode };
}

test("sudo calls salt-call with every argument as one word", async () => {
  const opts = { sudo_user: "app", conf_file: "/etc/salt/minion" };
  const stdout = '{"local": {"return": {"a": 1}, "retcode": 3}}';
  const call = { opts, args: ["x; rm -rf /", 5, ["a"]], kwargs: { name: "-rf\nb" } };
  const { value, commands, retcode } = await execute(sudo, call, { stdout });
  assert.deepEqual(value, dict({ a: 1 }));
  assert.equal(retcode, 3);
  assert.deepEqual(commands[0]?.slice(0, 5), ["sudo", "-n", "-u", "app", "salt-call"]);
  assert.deepEqual(commands[0]?.slice(-7), [
    ...["/etc/salt", "--", "test.echo", '"x; rm -rf /"', "5", '["a"]', 'name="-rf\\nb"'],
  ]);
});

test("a state run by sudo does not wait for itself, and a failure is told", async () => {
  const call = { opts: { sudo_user: "app" }, func: "state.apply" };
  const { value, commands, retcode } = await execute(sudo, call, {
    retcode: 1,
    stderr: "sudo: no such account",
  });
  assert.equal(value, "sudo: no such account");
  assert.equal(retcode, 1);
  assert.equal(commands[0]?.at(-1), "concurrent=true");
});

test("splay waits no longer than it may and hands on", async () => {
  const { value } = await execute(splay, { data: { executor_opts: { splaytime: 1 } } });
  assert.equal(value, null);
  await assert.rejects(execute(splay, { data: { executor_opts: { splaytime: 0 } } }), /positive integer/);
});

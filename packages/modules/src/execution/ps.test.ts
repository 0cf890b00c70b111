/** Processes and the machine: what is read from /proc. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { get, isDict, isList, pythonRepr } from "@salt/core";
import { callLine, fakeContext } from "../testing/execution-context.js";
import { loggedIn } from "./ps-functions/logins.js";
import { busyPercent, summed } from "./ps-functions/machine-facts.js";

const { context } = fakeContext();

test("this process is found, with its parent; another by its command line", async (t) => {
  const told = await context.call("ps.proc_info", [process.pid]);
  assert.equal(get(told, "ppid"), process.ppid);
  assert.equal(get(told, "status") === "running" || get(told, "status") === "sleeping", true);
  const child = spawn("sleep", ["1234"]);
  t.after(() => child.kill());
  await once(child, "spawn");
  const found = await callLine(["ps.pgrep", "sleep 1234", "full=True"], context);
  assert.equal(isList(found) && found.includes(child.pid ?? 0), true);
});

test("facts that are asked for come alone; unknown ones are refused", async () => {
  const told = await context.call("ps.proc_info", [process.pid, ["pid", "nice"]]);
  assert.equal(isDict(told) && [...told.keys()].join(), "pid,nice");
  await assert.rejects(context.call("ps.proc_info", [process.pid, ["environ"]]), /invalid attr name/);
});

test("a signal reaches the process that is meant, and no group of them", async () => {
  const child = spawn("sleep", ["1000"]);
  await once(child, "spawn");
  const ended = once(child, "exit");
  assert.equal(await context.call("ps.kill_pid", [child.pid ?? 0]), true);
  assert.deepEqual(await ended, [null, "SIGTERM"]);
  assert.equal(await context.call("ps.kill_pid", [2 ** 30]), false);
  for (const pid of [0, -1, "-1", "all"])
    await assert.rejects(context.call("ps.kill_pid", [pid]), /pid must be a positive/);
  await assert.rejects(context.call("ps.kill_pid", [process.pid], { signal: "9; x" }), /there is no signal/);
});

test("memory adds up", async () => {
  const told = await context.call("ps.virtual_memory");
  const number = (name: string): number => Number(get(told, name));
  assert.equal(number("used") + number("available"), number("total"));
  assert.equal((await context.call("ps.total_physical_memory")) !== 0, true);
});

test("how busy a processor is, from two looks", () => {
  const before = { user: 10, system: 5, idle: 100, iowait: 1 };
  assert.equal(busyPercent(before, { user: 11, system: 6, idle: 105, iowait: 2 }), 25);
  assert.equal(busyPercent(before, before), 0);
  assert.deepEqual(summed([{ a: 1 }, { a: 2 }]), { a: 3 });
});

test("logins are read from their records", () => {
  const entry = Buffer.alloc(384);
  entry.writeInt16LE(7, 0);
  entry.writeInt32LE(42, 4);
  entry.write("pts/0", 8);
  entry.write("root", 44);
  entry.write("10.0.0.1", 76);
  entry.writeInt32LE(1000, 340);
  const told = loggedIn(Buffer.concat([entry, Buffer.alloc(384)]));
  assert.deepEqual(told.length, 1);
  assert.match(
    pythonRepr(new Map(Object.entries(told[0] ?? {}))),
    /'terminal': 'pts\/0', 'host': '10.0.0.1'/,
  );
});

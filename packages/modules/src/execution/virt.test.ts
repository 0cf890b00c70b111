/** Virtual machines by virsh: what it is told, and what is made of what it prints. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pythonRepr } from "@salt/core";
import { virt as virtStates } from "../states/virt.js";
import { installedPrograms } from "../testing/fake-programs.js";
import { recordingCommands } from "../testing/recording-commands.js";
import { fakeStates, runState } from "../testing/state-context.js";

const XML = `<domain type='test' id='1'><os><loader readonly='yes'>/fw</loader></os><devices>
  <interface type='network'><mac address='aa:bb'/><source network='default'/><target dev='t0'/></interface>
  <graphics type='vnc' port='5900'/></devices></domain>`;
const NODE =
  "CPU model:           i686\nCPU(s):              16\nCPU frequency:       1400 MHz\nCPU socket(s):       2\n" +
  "Core(s) per socket:  4\nThread(s) per core:  2\nNUMA cell(s):        2\nMemory size:         3145728 KiB\n";

installedPrograms("virsh");

function fake(state = "running"): ReturnType<typeof recordingCommands> {
  return recordingCommands((words) => {
    if (words.includes("--inactive") && words.includes("list")) return { stdout: "off\n" };
    if (words.includes("list")) return { stdout: "test\n" };
    if (words.includes("domstate")) return { stdout: `${state}\n` };
    if (words.includes("dumpxml")) return { stdout: XML };
    if (words.includes("nodeinfo")) return { stdout: NODE };
    return words.includes("reset")
      ? { retcode: 1, stderr: "error: Failed to reset\nerror: this is not supported" }
      : {};
  });
}

test("machines, their states and their parts", async () => {
  const { context } = fake();
  const told = async (fun: string): Promise<string> => pythonRepr(await context.call(fun, ["test"]));
  assert.deepEqual(await context.call("virt.list_domains"), ["test", "off"]);
  assert.equal(await told("virt.vm_state"), "{'test': 'running'}");
  assert.equal(await told("virt.get_macs"), "['aa:bb']");
  const nic = "{'type': 'network', 'mac': 'aa:bb', 'source': {'network': 'default'}, 'target': 't0'}";
  assert.equal(await told("virt.get_nics"), `{'aa:bb': ${nic}}`);
  assert.equal(await told("virt.get_loader"), "{'path': '/fw', 'readonly': 'yes'}");
  assert.match(await told("virt.get_graphics"), /'port': '5900', 'type': 'vnc'/);
  const node = pythonRepr(await context.call("virt.node_info"));
  assert.match(node, /'cpumhz': 1400, 'cpumodel': 'i686', 'cpus': 16, .*'phymemory': 3072, 'sockets': 2/);
});

test("what is done to machines", async () => {
  const { context, commands } = fake();
  assert.equal(await context.call("virt.stop", ["test"], { connection: "qemu:///system" }), true);
  assert.deepEqual(commands.at(-1), ["virsh", "-q", "-c", "qemu:///system", "destroy", "--domain", "test"]);
  await assert.rejects(
    async () => await context.call("virt.start", ["nope"]),
    /The VM "nope" is not present/,
  );
  await assert.rejects(async () => await context.call("virt.reset", ["test"]), /: this is not supported$/);
  await assert.rejects(
    async () => await context.call("virt.start", ["test"], { password: "x" }),
    /auth\.conf/,
  );
  assert.equal(await context.call("virt.setmem", ["test", 512]), false);
  const off = fake("shut off");
  assert.equal(await off.context.call("virt.setmem", ["test", 512]), true);
  assert.deepEqual(off.commands.at(-1)?.slice(2), ["setmem", "--domain", "test", "--size", "512MiB"]);
});

test("states act on machines that a glob names and that are not so yet", async () => {
  const functions = {
    "virt.list_domains": () => ["web1", "web2", "db"],
    "virt.vm_state": (name: unknown) => ({ [String(name)]: name === "web2" ? "shutdown" : "running" }),
    "virt.shutdown": () => true,
  };
  const real = fakeStates(functions);
  const told = await runState(virtStates, "stopped", { name: "web*" }, real.context);
  assert.deepEqual(told, {
    result: true,
    comment: "Machine has been shut down",
    changes: "{'stopped': [{'domain': 'web1', 'shutdown': True}]}",
  });
  const trial = fakeStates(functions, true);
  const planned = await runState(virtStates, "stopped", { name: "web*" }, trial.context);
  assert.equal(planned.result, null);
  assert.ok(trial.calls.every((call) => !call.startsWith("virt.shutdown")));
  const none = await runState(virtStates, "stopped", { name: "x*" }, real.context);
  assert.deepEqual([none.result, none.comment], [false, "No changes had happened"]);
});

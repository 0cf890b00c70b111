/**
 * Functions of the host, its networks and its pools of storage.
 */
import type { ExecutionFunction, Value } from "@salt/core";
import { fn, needed } from "@salt/core";
import { plainName } from "../program/run-program.js";
import type { Virsh } from "./virsh.js";
import { isOn, onOff, virshOf } from "./virsh.js";

const network = needed.str("The network.");
const pool = needed.str("The pool of storage.");

function action(doc: string, fun: string, kind: "network" | "pool", command: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' virt.${fun} default`],
    params: { name: kind === "network" ? network : pool },
    varkw: "kwargs",
    run: async ({ name }, context, rest) => {
      const virsh = await virshOf(context, rest);
      await virsh.told(command, `--${kind}`, plainName(name, kind));
      return true;
    },
  });
}

function text(doc: string, fun: string, kind: "network" | "pool", command: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' virt.${fun} default`],
    params: { name: kind === "network" ? network : pool },
    varkw: "kwargs",
    run: async ({ name }, context, rest) => {
      const virsh = await virshOf(context, rest);
      // The last line break is lost on the way.
      return `${await virsh.told(command, `--${kind}`, plainName(name, kind))}\n`;
    },
  });
}

function autostart(doc: string, fun: string, kind: "network" | "pool", command: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' virt.${fun} default state=on`],
    params: { name: kind === "network" ? network : pool, state: onOff },
    varkw: "kwargs",
    run: async ({ name, state }, context, rest) => {
      const virsh = await virshOf(context, rest);
      const off = isOn(state) ? [] : ["--disable"];
      await virsh.told(command, `--${kind}`, plainName(name, kind), ...off);
      return true;
    },
  });
}

function names(doc: string, fun: string, command: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' virt.${fun}`],
    varkw: "kwargs",
    run: async (_args, context, rest) =>
      await (await virshOf(context, rest)).lines(command, "--all", "--name"),
  });
}

export const hostFunctions = {
  node_info: fn({
    doc: "Processors and memory of the host.",
    examples: ["salt '*' virt.node_info"],
    varkw: "kwargs",
    run: async (_args, context, rest) => await nodeInfo(await virshOf(context, rest)),
  }),
  freecpu: fn({
    doc: "How many processors of the host no running machine has.",
    examples: ["salt '*' virt.freecpu"],
    varkw: "kwargs",
    run: async (_args, context, rest) => {
      const virsh = await virshOf(context, rest);
      let free = Number((await nodeInfo(virsh)).get("cpus"));
      for (const name of await virsh.machines("active"))
        free -= Number((await virsh.facts("dominfo", "--domain", name)).get("CPU(s)") ?? 0);
      return free;
    },
  }),
  list_networks: names("The networks of libvirt.", "list_networks", "net-list"),
  network_get_xml: text("The description of a network, in XML.", "network_get_xml", "network", "net-dumpxml"),
  network_start: action("Starts a network.", "network_start", "network", "net-start"),
  network_stop: action("Stops a network.", "network_stop", "network", "net-destroy"),
  network_undefine: action("Forgets a network.", "network_undefine", "network", "net-undefine"),
  network_set_autostart: autostart(
    "Makes a network start with the host, or not.",
    "network_set_autostart",
    "network",
    "net-autostart",
  ),
  list_pools: names("The pools of storage.", "list_pools", "pool-list"),
  pool_get_xml: text("The description of a pool, in XML.", "pool_get_xml", "pool", "pool-dumpxml"),
  pool_start: action("Starts a pool.", "pool_start", "pool", "pool-start"),
  pool_stop: action("Stops a pool.", "pool_stop", "pool", "pool-destroy"),
  pool_build: action("Makes what a pool lies on.", "pool_build", "pool", "pool-build"),
  pool_refresh: action("Looks for new volumes in a pool.", "pool_refresh", "pool", "pool-refresh"),
  pool_delete: action("Removes what a pool lies on.", "pool_delete", "pool", "pool-delete"),
  pool_undefine: action("Forgets a pool.", "pool_undefine", "pool", "pool-undefine"),
  pool_set_autostart: autostart(
    "Makes a pool start with the host, or not.",
    "pool_set_autostart",
    "pool",
    "pool-autostart",
  ),
  pool_list_volumes: fn({
    doc: "The volumes of a pool.",
    examples: ["salt '*' virt.pool_list_volumes default"],
    params: { name: pool },
    varkw: "kwargs",
    run: async ({ name }, context, rest) => {
      const lines = await (await virshOf(context, rest)).lines("vol-list", "--pool", plainName(name, "pool"));
      return lines.map((line) => line.split(/\s{2,}/)[0] ?? line);
    },
  }),
  volume_delete: fn({
    doc: "Removes a volume, and what it holds.",
    examples: ["salt '*' virt.volume_delete default web1.qcow2"],
    params: { pool, volume: needed.str("The volume.") },
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const virsh = await virshOf(context, rest);
      const which = ["--pool", plainName(args.pool, "pool"), "--vol", plainName(args.volume, "volume")];
      await virsh.told("vol-delete", ...which);
      return true;
    },
  }),
};

const NODE: readonly (readonly [string, string])[] = [
  ["cpucores", "Core(s) per socket"],
  ["cpumhz", "CPU frequency"],
  ["cpumodel", "CPU model"],
  ["cpus", "CPU(s)"],
  ["cputhreads", "Thread(s) per core"],
  ["numanodes", "NUMA cell(s)"],
  ["phymemory", "Memory size"],
  ["sockets", "CPU socket(s)"],
];

async function nodeInfo(virsh: Virsh): Promise<Map<Value, Value>> {
  const facts = await virsh.facts("nodeinfo");
  return new Map(
    NODE.map(([key, label]): [Value, Value] => {
      const told = facts.get(label) ?? "";
      if (key === "cpumodel") return [key, told];
      const number = Number.parseInt(told, 10);
      return [key, key === "phymemory" ? Math.floor(number / 1024) : number];
    }),
  );
}

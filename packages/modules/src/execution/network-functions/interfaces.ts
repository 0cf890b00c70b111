/**
 * The interfaces of this machine as the program ip shows them.
 */
import type { ExecutionContext, ExecutionFunction, Plain } from "@salt/core";
import { maybe, needed } from "@salt/core";
import { fileFn } from "../file-functions/system-error.js";
import { programPath, runProgram } from "../program/run-program.js";
import { addressText, networkParts, parseNetwork } from "./address.js";

/** An address of an interface. */
type InterfaceAddress = { readonly [key: string]: string | null };

/** What is known of an interface. */
export interface InterfaceFacts {
  up?: boolean;
  parent?: string;
  hwaddr?: string;
  inet?: InterfaceAddress[];
  inet6?: InterfaceAddress[];
  secondary?: InterfaceAddress[];
}

const HEAD = /^\d*:\s+([\w.-]+)@?([\w.-]+)?:\s+<(.+)>/;
const iface = needed.str("The interface.");
const interfaceName = maybe.str(null, "Only of this interface.");
const withLoopback = maybe.bool(false, "Those that lead to the machine itself, too.");
const verbose = maybe.bool(false, "With what is known of each.");

/** The functions, by name. */
export const interfaceFunctions = {
  interfaces: fileFn({
    doc: "All interfaces with their addresses.",
    examples: ["salt '*' network.interfaces"],
    run: async (_args, context): Promise<Plain> =>
      new Map([...(await interfacesOf(context))].map(([name, facts]) => [name, { ...facts }])),
  }),
  interface: fileFn({
    doc: "The IPv4 addresses of an interface.",
    examples: ["salt '*' network.interface eth0"],
    params: { iface },
    run: async (args, context): Promise<Plain> => {
      const all = await interfacesOf(context);
      const facts = all.get(args.iface);
      return facts === undefined ? missing(args.iface, all) : (facts.inet ?? "");
    },
  }),
  interface_ip: fileFn({
    doc: "The first IPv4 address of an interface.",
    examples: ["salt '*' network.interface_ip eth0"],
    params: { iface },
    run: async (args, context) => {
      const all = await interfacesOf(context);
      const facts = all.get(args.iface);
      return facts === undefined ? missing(args.iface, all) : (facts.inet?.[0]?.address ?? "");
    },
  }),
  hw_addr: hardwareAddress("hw_addr", "The hardware address of an interface."),
  hwaddr: hardwareAddress("hwaddr", "The hardware address of an interface: the same as hw_addr."),
  ip_networks: fileFn({
    doc: "The IPv4 networks that this machine is in, those of its loopback too when asked for.",
    examples: ["salt '*' network.ip_networks"],
    params: { interface: interfaceName, include_loopback: withLoopback, verbose },
    run: (args, context): Promise<Plain> => networks("inet", args, context),
  }),
  ip_networks6: fileFn({
    doc: "The IPv6 networks that this machine is in, those of its loopback too when asked for.",
    examples: ["salt '*' network.ip_networks6"],
    params: { interface: interfaceName, include_loopback: withLoopback, verbose },
    run: (args, context): Promise<Plain> => networks("inet6", args, context),
  }),
} as const;

function hardwareAddress(name: string, doc: string): ExecutionFunction {
  return fileFn({
    doc,
    examples: [`salt '*' network.${name} eth0`],
    params: { iface },
    run: async (args, context) => {
      const all = await interfacesOf(context);
      const facts = all.get(args.iface);
      return facts === undefined ? missing(args.iface, all) : (facts.hwaddr ?? "");
    },
  });
}

function missing(name: string, all: ReadonlyMap<string, InterfaceFacts>): string {
  return `Interface "${name}" not in available interfaces: "${[...all.keys()].join('", "')}"`;
}

/** Asks the program ip. */
export async function interfacesOf(context: ExecutionContext): Promise<ReadonlyMap<string, InterfaceFacts>> {
  const program = programPath("ip");
  const links = (await runProgram([program, "link", "show"], context)).stdout;
  return parseInterfaces(`${links}\n${(await runProgram([program, "addr", "show"], context)).stdout}`);
}

/** Reads what `ip link show` and `ip addr show` print. */
export function parseInterfaces(text: string): ReadonlyMap<string, InterfaceFacts> {
  const found = new Map<string, InterfaceFacts>();
  let facts: InterfaceFacts = {};
  for (const line of text.split("\n")) {
    const [, name, parent, flags = ""] = HEAD.exec(line) ?? [];
    if (name !== undefined) {
      facts = { up: flags.split(",").includes("UP"), ...(parent === undefined ? {} : { parent }) };
      found.set(name, facts);
      continue;
    }
    const words = line.trim().split(/\s+/);
    const [kind = "", value = ""] = words;
    if (kind.startsWith("link/")) facts.hwaddr = value;
    if (kind === "inet" || kind === "inet6") addAddress(facts, kind, value, words);
  }
  return found;
}

function addAddress(
  facts: InterfaceFacts,
  kind: "inet" | "inet6",
  value: string,
  words: readonly string[],
): void {
  const after = (word: string): string | null =>
    words.includes(word) ? (words[words.indexOf(word) + 1] ?? null) : null;
  const [address = "", prefix = "32"] = value.split("/");
  const entry: InterfaceAddress =
    kind === "inet"
      ? {
          address,
          netmask: networkParts(parseNetwork(`${address}/${prefix}`)).netmask,
          broadcast: after("brd"),
          label: words.at(-1) ?? "",
        }
      : { address, prefixlen: prefix, scope: after("scope") };
  if (words.includes("secondary")) facts.secondary = [...(facts.secondary ?? []), { type: kind, ...entry }];
  else facts[kind] = [...(facts[kind] ?? []), entry];
}

async function networks(
  kind: "inet" | "inet6",
  args: { readonly interface: string | null; readonly include_loopback: boolean; readonly verbose: boolean },
  context: ExecutionContext,
): Promise<Plain> {
  const found = new Map<string, Plain>();
  for (const [name, facts] of await interfacesOf(context)) {
    if (args.interface !== null && name !== args.interface) continue;
    for (const entry of [
      ...(facts[kind] ?? []),
      ...(facts.secondary ?? []).filter((one) => one.type === kind),
    ]) {
      const address = entry.address ?? "";
      if (!args.include_loopback && (address === "::1" || address.startsWith("127."))) continue;
      const net =
        kind === "inet"
          ? parseNetwork(address, entry.netmask ?? undefined)
          : parseNetwork(`${address}/${entry.prefixlen}`);
      const bits = BigInt(kind === "inet" ? 32 : 128);
      found.set(`${addressText(net)}/${net.prefix}`, {
        prefixlen: net.prefix,
        netmask: networkParts(net).netmask,
        num_addresses: Number(1n << (bits - BigInt(net.prefix))),
        address: addressText(net),
      });
    }
  }
  return args.verbose ? found : [...found.keys()].sort();
}

/**
 * Addresses and names of this machine, and calculations with networks.
 */
import type { NetworkInterfaceInfo } from "node:os";
import { hostname, networkInterfaces } from "node:os";
import type { ExecutionContext, ExecutionFunction, Plain, Value } from "@salt/core";
import { executionModule, fn, getString, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { compareAddresses } from "../grains/portable/address.js";
import type { Network } from "./network-functions/address.js";
import {
  addressText,
  isInside,
  isPrivate,
  networkParts,
  parseAddress,
  parseNetwork,
  reverseName,
} from "./network-functions/address.js";
import { askFunctions } from "./network-functions/ask-functions.js";
import { interfaceFunctions } from "./network-functions/interfaces.js";
import { tableFunctions } from "./network-functions/tables.js";

const LOOPBACK = ["127.0.0.0/8", "::1/128"];
const ipAddr = needed.str("The address.");
const cidr = needed.str("The network, e.g. `10.0.0.0/8`.");
const interfaceName = maybe.str(null, "Only of this interface.");
const withLoopback = maybe.bool(false, "Those that lead to the machine itself, too.");
const inNetwork = maybe.str(null, "Only those in this network.");

export const network = executionModule("network", {
  doc: "Addresses and names of this machine, and calculations with networks.",
  functions: {
    ...interfaceFunctions,
    ...tableFunctions,
    ...askFunctions,
    ip_addrs: ipAddrs("ip_addrs", "The IPv4 addresses of this machine."),
    ipaddrs: ipAddrs("ipaddrs", "The IPv4 addresses of this machine: the same as ip_addrs."),
    ip_addrs6: ipAddrs6("ip_addrs6", "The IPv6 addresses of this machine."),
    ipaddrs6: ipAddrs6("ipaddrs6", "The IPv6 addresses of this machine: the same as ip_addrs6."),
    subnets: fn({
      doc: "The IPv4 networks that this machine is in.",
      examples: ["salt '*' network.subnets", "salt '*' network.subnets interfaces=eth1"],
      params: { interfaces: maybe.any(null, "Only of this interface, or of a list of them.") },
      run: ({ interfaces }) => subnetsOf("IPv4", interfaces),
    }),
    subnets6: fn({
      doc: "The IPv6 networks that this machine is in.",
      examples: ["salt '*' network.subnets6"],
      run: () => subnetsOf("IPv6", null),
    }),
    in_subnet: fn({
      doc: "Whether one of this machine's addresses lies in a network.",
      examples: ["salt '*' network.in_subnet 10.0.0.0/16"],
      params: { cidr },
      run: (args, { log }) => {
        const all = [...addresses("IPv4", null, false), ...addresses("IPv6", null, false)];
        return within(all, args.cidr, log).length > 0;
      },
    }),
    ip_in_subnet: fn({
      doc: "Whether an address lies in a network.",
      examples: ["salt '*' network.ip_in_subnet 172.17.0.4 172.16.0.0/12"],
      params: { ip_addr: ipAddr, cidr },
      run: (args) => isInside(parseAddress(args.ip_addr), parseNetwork(args.cidr)),
    }),
    calc_net: fn({
      doc: "The network in which an address lies.",
      examples: [
        "salt '*' network.calc_net 172.17.0.5 255.255.255.240",
        "salt '*' network.calc_net 2001:db8::1/64",
      ],
      params: { ip_addr: ipAddr, netmask: maybe.str(null, "The mask, where it is not part of the address.") },
      run: (args) => networkText(parseNetwork(args.ip_addr, args.netmask ?? undefined)),
    }),
    convert_cidr: fn({
      doc: "First address, mask and last address of a network.",
      examples: ["salt '*' network.convert_cidr 172.31.0.0/16"],
      params: { cidr },
      run: (args) => ({ ...networkParts(parseNetwork(args.cidr)) }),
    }),
    is_private: fn({
      doc: "Whether an address is for private use.",
      examples: ["salt '*' network.is_private 10.0.0.3"],
      params: { ip_addr: ipAddr },
      run: (args) => isPrivate(parseAddress(args.ip_addr)),
    }),
    is_loopback: fn({
      doc: "Whether an address leads to the machine itself.",
      examples: ["salt '*' network.is_loopback 127.0.0.1"],
      params: { ip_addr: ipAddr },
      run: (args) => isLoopback(args.ip_addr),
    }),
    reverse_ip: fn({
      doc: "The name under which DNS has an address.",
      examples: ["salt '*' network.reverse_ip 172.17.0.4"],
      params: { ip_addr: ipAddr },
      run: (args) => reverseName(parseAddress(args.ip_addr)),
    }),
    iphexval: fn({
      doc: "An IPv4 address as eight hexadecimal digits.",
      examples: ["salt '*' network.iphexval 10.0.0.1"],
      params: { ip: ipAddr },
      run: ({ ip }) => parseAddress(ip).value.toString(16).toUpperCase().padStart(8, "0"),
    }),
    get_hostname: fn({
      doc: "The name of this machine.",
      examples: ["salt '*' network.get_hostname"],
      run: () => hostname(),
    }),
    get_fqdn: fn({
      doc: "The name of this machine with its domain.",
      examples: ["salt '*' network.get_fqdn"],
      run: (_args, { grains }) => getString(grains, "fqdn") ?? hostname(),
    }),
    ifacestartswith: fn({
      doc: "The interfaces that have an IPv4 address with a start.",
      examples: ["salt '*' network.ifacestartswith 10.0"],
      params: { cidr: needed.any("The start of the address.") },
      run: (args): Plain => {
        const start = pythonStr(args.cidr);
        const fits = (one: NetworkInterfaceInfo): boolean =>
          one.family === "IPv4" && one.address.startsWith(start);
        return all().flatMap(([name, list]) => list.filter(fits).map(() => name));
      },
    }),
  },
});

function ipAddrs(name: string, doc: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' network.${name}`, `salt '*' network.${name} cidr=10.0.0.0/8`],
    params: {
      interface: interfaceName,
      include_loopback: withLoopback,
      cidr: inNetwork,
      type: maybe.str(null, "Only `public` or `private` ones."),
    },
    run: (args, { log }) => {
      const found = addresses("IPv4", args.interface, args.include_loopback);
      if (args.cidr !== null) return within(found, args.cidr, log);
      if (args.type !== "public" && args.type !== "private") return found;
      return found.filter((one) => isPrivate(parseAddress(one)) === (args.type === "private"));
    },
  });
}

function ipAddrs6(name: string, doc: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' network.${name}`],
    params: { interface: interfaceName, include_loopback: withLoopback, cidr: inNetwork },
    run: (args, { log }) => {
      const found = addresses("IPv6", args.interface, args.include_loopback);
      return args.cidr === null ? found : within(found, args.cidr, log);
    },
  });
}

function all(): readonly (readonly [string, readonly NetworkInterfaceInfo[]])[] {
  return Object.entries(networkInterfaces()).map(([name, list]) => [name, list ?? []] as const);
}

function isLoopback(address: string): boolean {
  const parsed = parseAddress(address);
  return LOOPBACK.some((text) => isInside(parsed, parseNetwork(text)));
}

function addresses(family: "IPv4" | "IPv6", only: string | null, loopback: boolean): readonly string[] {
  const chosen = all().filter(([name]) => only === null || only === "" || name === only);
  const found = chosen.flatMap(([, list]) =>
    list.filter((one) => one.family === family).map((one) => one.address),
  );
  return [...new Set(found)].filter((address) => loopback || !isLoopback(address)).sort(compareAddresses);
}

/** Those in a network; none when its text cannot be read: Salt says so in the log only. */
function within(found: readonly string[], text: string, log: ExecutionContext["log"]): readonly string[] {
  const net = readNetwork(text);
  if (net === undefined) {
    log.error({ cidr: text }, "This is not the address of a network");
    return [];
  }
  return found.filter((address) => isInside(parseAddress(address), net));
}

function readNetwork(text: string): ReturnType<typeof parseNetwork> | undefined {
  try {
    return parseNetwork(text);
  } catch {
    return undefined;
  }
}

function subnetsOf(family: "IPv4" | "IPv6", interfaces: Value): Plain {
  const names = isList(interfaces)
    ? interfaces.map(pythonStr)
    : isTruthy(interfaces)
      ? pythonStr(interfaces).split(",")
      : [];
  const chosen = all().filter(([name]) => names.length === 0 || names.includes(name));
  const found = chosen.flatMap(([, list]) =>
    list.filter((one) => one.family === family && !isLoopback(one.address)),
  );
  return [
    ...new Set(found.flatMap(({ cidr: text }) => (text === null ? [] : networkText(parseNetwork(text))))),
  ].sort();
}

function networkText(net: Network): string {
  return `${addressText(net)}/${net.prefix}`;
}

/**
 * Network interfaces with their addresses, as `ip addr` shows them but without running it.
 *
 * Names, order and hardware addresses come from `/sys/class/net`, IPv6 addresses from `/proc/net/if_inet6`, IPv4
 * addresses from the system call that Node offers. That call leaves out interfaces without a carrier (an idle
 * `docker0`), whose addresses are found in the kernel's table of local routes instead.
 */
import { ipv4FromHex, ipv6FromHex, sameNetwork } from "../portable/address.js";
import type { Machine } from "../portable/machine.js";
import type { Interface } from "../portable/network.js";
import type { Ipv4, SeenInterfaces } from "../portable/node-interfaces.js";
import { ipv4Of, withoutSecondary } from "../portable/node-interfaces.js";

/** Scopes as the kernel writes them, in the order in which it lists the addresses of an interface. */
const SCOPES = ["00", "40", "20", "10"];

/** IPv6 addresses by interface, from `/proc/net/if_inet6`: global ones first. */
function parseIfInet6(text: string): ReadonlyMap<string, readonly string[]> {
  const rows = text.split("\n").flatMap((line) => {
    const [digits = "", , , scope = "", , name] = line.trim().split(/\s+/);
    return name === undefined ? [] : [{ name, address: ipv6FromHex(digits), rank: SCOPES.indexOf(scope) }];
  });
  const found = new Map<string, string[]>();
  for (const { name, address } of rows.toSorted((a, b) => a.rank - b.rank)) {
    found.set(name, [...(found.get(name) ?? []), address]);
  }
  return found;
}

/** The machine's own IPv4 addresses, from `/proc/net/fib_trie`. */
function parseFibTrie(text: string): readonly string[] {
  const matches = text.matchAll(/\|-- (\d+\.\d+\.\d+\.\d+)\n\s+\/32 host LOCAL/g);
  return [...new Set(Array.from(matches, (match) => match[1] ?? ""))];
}

/** Networks that lie directly behind an interface, from `/proc/net/route`. */
function parseLinkRoutes(text: string): readonly Ipv4[] {
  return text.split("\n").flatMap((line): Ipv4[] => {
    const [name = "", destination = "", gateway, , , , , mask = ""] = line.trim().split(/\s+/);
    if (gateway !== "00000000" || destination === "00000000") return [];
    return [{ interface: name, address: ipv4FromHex(destination), netmask: ipv4FromHex(mask) }];
  });
}

/** Local addresses that no interface showed, each put where its network is routed to. */
function hiddenIpv4(machine: Machine, known: readonly Ipv4[]): Ipv4[] {
  const local = parseFibTrie(machine.text("/proc/net/fib_trie") ?? "");
  const hidden = local.filter((address) => !known.some((entry) => entry.address === address));
  if (hidden.length === 0) return [];
  const routes = parseLinkRoutes(machine.text("/proc/net/route") ?? "");
  return hidden.flatMap((address) => {
    const route = routes.find((entry) => sameNetwork(address, entry.address, entry.netmask));
    return route === undefined || address.startsWith("127.") ? [] : [{ ...route, address }];
  });
}

function indexOf(machine: Machine, name: string): number {
  return Number(machine.text(`/sys/class/net/${name}/ifindex`) ?? 0);
}

/** All interfaces in the order of their index. */
export function readInterfaces(machine: Machine, seen: SeenInterfaces): readonly Interface[] {
  const up = ipv4Of(seen);
  const ipv4 = [...up, ...hiddenIpv4(machine, up)];
  const ipv6 = parseIfInet6(machine.text("/proc/net/if_inet6") ?? "");
  const names = machine
    .list("/sys/class/net")
    .filter((name) => machine.exists(`/sys/class/net/${name}/ifindex`));
  const ordered = names.toSorted((a, b) => indexOf(machine, a) - indexOf(machine, b));
  return ordered.map((name): Interface => {
    const own = ipv4.filter((entry) => entry.interface === name);
    return {
      name,
      hwaddr: machine.text(`/sys/class/net/${name}/address`)?.trim() || undefined,
      inet6: ipv6.get(name) ?? [],
      ...withoutSecondary(own),
    };
  });
}

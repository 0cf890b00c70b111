/**
 * Network interfaces as Node sees them: all that there is to know outside of Linux.
 */
import type { NetworkInterfaceInfo } from "node:os";
import { canonicalAddress, sameNetwork } from "./address.js";
import type { Interface } from "./network.js";

/** What `networkInterfaces()` of Node gives. */
export type SeenInterfaces = { readonly [name: string]: readonly NetworkInterfaceInfo[] | undefined };

/** An IPv4 address of an interface. */
export interface Ipv4 {
  readonly interface: string;
  readonly address: string;
  readonly netmask: string;
}

/** IPv4 addresses of interfaces that are up. An alias such as `eth0:1` belongs to its interface. */
export function ipv4Of(seen: SeenInterfaces): Ipv4[] {
  return Object.entries(seen).flatMap(([name, addresses = []]) =>
    addresses
      .filter((entry) => entry.family === "IPv4")
      .map((entry) => ({
        interface: name.replace(/:.*/, ""),
        address: entry.address,
        netmask: entry.netmask,
      })),
  );
}

/** Tells the first address in each network from those that came later. */
export function withoutSecondary(own: readonly Ipv4[]): {
  inet: readonly string[];
  secondary: readonly string[];
} {
  const isSecondary = (entry: Ipv4, position: number): boolean =>
    own
      .slice(0, position)
      .some(
        (first) =>
          first.netmask === entry.netmask && sameNetwork(first.address, entry.address, entry.netmask),
      );
  return {
    inet: own.filter((entry, position) => !isSecondary(entry, position)).map((entry) => entry.address),
    secondary: own.filter(isSecondary).map((entry) => entry.address),
  };
}

/** All interfaces that Node shows. */
export function nodeInterfaces(seen: SeenInterfaces): readonly Interface[] {
  return Object.entries(seen).map(([name, entries = []]) => ({
    name,
    hwaddr: entries[0]?.mac,
    inet: entries.filter((entry) => entry.family === "IPv4").map((entry) => entry.address),
    inet6: entries.filter((entry) => entry.family === "IPv6").map((entry) => canonicalAddress(entry.address)),
    secondary: [],
  }));
}

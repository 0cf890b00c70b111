/**
 * The grains that follow from a list of interfaces.
 */
import type { Plain } from "@salt/core";
import { canonicalAddress, compareAddresses } from "./address.js";

/** One interface. `secondary` are IPv4 addresses in a network that an earlier address has opened. */
export interface Interface {
  readonly name: string;
  readonly hwaddr: string | undefined;
  readonly inet: readonly string[];
  readonly inet6: readonly string[];
  readonly secondary: readonly string[];
}

type ByName<T> = Readonly<Record<string, T>>;

function perInterface<T>(all: readonly Interface[], of: (one: Interface) => T): ByName<T> {
  return Object.fromEntries(all.map((one) => [one.name, of(one)]));
}

/** All addresses of one family, sorted by value, each once. */
export function allAddresses(all: readonly Interface[], family: 4 | 6): readonly string[] {
  const found = all.flatMap((one) => (family === 4 ? [...one.inet, ...one.secondary] : one.inet6));
  return [...new Set(found.map(canonicalAddress))].sort(compareAddresses);
}

/** `ip_interfaces`, `ip4_interfaces`, `ip6_interfaces`, `hwaddr_interfaces`, `ipv4` and `ipv6`. */
export function interfaceGrains(all: readonly Interface[]): Readonly<Record<string, Plain>> {
  const withHardware = all.filter((one) => one.hwaddr !== undefined);
  return {
    ip_interfaces: perInterface(all, (one) => [...one.inet, ...one.inet6, ...one.secondary]),
    ip4_interfaces: perInterface(all, (one) => [...one.inet, ...one.secondary]),
    ip6_interfaces: perInterface(all, (one) => one.inet6),
    hwaddr_interfaces: perInterface(withHardware, (one) => one.hwaddr),
    ipv4: allAddresses(all, 4),
    ipv6: allAddresses(all, 6),
  };
}

/** Whether an address belongs to this machine alone. */
export function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}

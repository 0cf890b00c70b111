/**
 * The resolver's configuration, from `resolv.conf`.
 */
import { addressVersion } from "@salt/core";
import { canonicalAddress } from "../portable/address.js";
import type { Machine } from "../portable/machine.js";

/** The grain `dns`. */
export type Resolver = {
  nameservers: string[];
  ip4_nameservers: string[];
  ip6_nameservers: string[];
  sortlist: string[];
  domain: string;
  search: string[];
  options: string[];
};

function addOnce(list: string[], item: string): void {
  if (!list.includes(item)) list.push(item);
}

function addNameserver(resolver: Resolver, name: string): void {
  const family = addressVersion(name);
  if (family === 0) return;
  const address = canonicalAddress(name);
  addOnce(resolver.nameservers, address);
  addOnce(family === 4 ? resolver.ip4_nameservers : resolver.ip6_nameservers, address);
}

/** A network of the sort list as `address/netmask`; without a netmask it is that of the old address classes. */
function sortEntry(text: string): string | undefined {
  const [address = "", mask] = text.split("/");
  if (addressVersion(address) !== 4) return undefined;
  if (mask !== undefined) return addressVersion(mask) === 4 ? `${address}/${mask}` : undefined;
  const first = Number(address.split(".")[0]);
  return `${address}/${first < 128 ? "255.0.0.0" : first < 192 ? "255.255.0.0" : "255.255.255.0"}`;
}

const DIRECTIVES: { readonly [name: string]: (resolver: Resolver, words: string[], first: string) => void } =
  {
    nameserver: (resolver, _words, first) => addNameserver(resolver, first),
    domain: (resolver, _words, first) => {
      resolver.domain = first;
    },
    search: (resolver, words) => {
      resolver.search = words;
    },
    sortlist: (resolver, words) => {
      for (const word of words) {
        const entry = sortEntry(word);
        if (entry !== undefined) addOnce(resolver.sortlist, entry);
      }
    },
    // Of several options in one line only the first is kept: Salt's grain has it so.
    options: (resolver, _words, first) => addOnce(resolver.options, first),
  };

/** Reads the text of `resolv.conf`. */
export function parseResolver(text: string): Resolver {
  const resolver: Resolver = {
    nameservers: [],
    ip4_nameservers: [],
    ip6_nameservers: [],
    sortlist: [],
    domain: "",
    search: [],
    options: [],
  };
  for (const line of text.split("\n")) {
    const [name = "", ...rest] = line.trim().split(/\s+/);
    const comment = rest.findIndex((word) => /^[#;]/.test(word));
    const words = comment === -1 ? rest : rest.slice(0, comment);
    const [first] = words;
    const directive = Object.hasOwn(DIRECTIVES, name.toLowerCase())
      ? DIRECTIVES[name.toLowerCase()]
      : undefined;
    if (first !== undefined) directive?.(resolver, words, first);
  }
  return resolver;
}

/** The configuration in force: that of systemd-resolved, which lists the true servers, before `/etc`. */
export function readResolver(machine: Machine): Resolver | undefined {
  const resolved = "/run/systemd/resolve/resolv.conf";
  const text = machine.text(machine.exists(resolved) ? resolved : "/etc/resolv.conf");
  return text === undefined ? undefined : parseResolver(text);
}

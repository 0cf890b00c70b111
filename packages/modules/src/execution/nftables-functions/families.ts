/**
 * Families of addresses, and the words that name what nft works on.
 */
import type { Value } from "@salt/core";
import { maybe, pythonStr, SaltInvocationError } from "@salt/core";

/** Names by which Salt takes families, and nft's own. */
const FAMILIES: Readonly<Record<string, string>> = {
  ipv4: "ip",
  ip4: "ip",
  ip: "ip",
  ipv6: "ip6",
  ip6: "ip6",
  inet: "inet",
  arp: "arp",
  bridge: "bridge",
  netdev: "netdev",
};

/** All families, by nft's names. */
export const ALL_FAMILIES: readonly string[] = ["ip", "ip6", "inet", "arp", "bridge", "netdev"];

/** The family, table and chain of a function. */
export const family = maybe.str("ipv4", "`ipv4`, `ipv6`, `inet`, `arp`, `bridge` or `netdev`.");
/** The table. */
export const table = maybe.str("filter", "The table.");
/** The chain. */
export const chain = maybe.str(null, "The chain.");
/** The rule. */
export const rule = maybe.str(null, "The rule, in the words of nft.");

/** The name that nft has for a family. Throws SaltInvocationError for one that it does not have. */
export function nftFamily(name: string | null): string {
  const found = Object.entries(FAMILIES).find(([key]) => key === name);
  if (found !== undefined) return found[1];
  throw new SaltInvocationError(`There is no family ${JSON.stringify(name)}`, {
    hint: `Families are ${Object.keys(FAMILIES).join(", ")}.`,
  });
}

/**
 * A name of a table, chain, hook or the like. nft reads its arguments as one text, so a name that holds more than a
 * name could be a command. Throws SaltInvocationError for such names.
 */
export function nftName(value: Value, what: string): string {
  const name = pythonStr(value);
  if (/^[\w./\\][\w./\\-]*$/.test(name)) return name;
  throw new SaltInvocationError(`${what} ${JSON.stringify(name)} is no name for nft`);
}

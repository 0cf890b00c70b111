/**
 * Salt's filters on IP addresses.
 */
import { defined, filter } from "../filters/define.js";
import { dictOf } from "../value/dict.js";
import { PyError, valueError } from "../value/errors.js";
import { iterate } from "../value/iterate.js";
import { repr } from "../value/repr.js";
import { classText } from "../value/type-name.js";
import { isInt, isText, PyIterator, textOf, type Val } from "../value/types.js";
import { type Address, addressText, bitsOf, hasKinds, isWithin, networkOf, parseAddress } from "./address.js";

/** The most addresses of a network that are listed. */
const MAX_HOSTS = 1_000_000n;

function isList(value: Val): boolean {
  return Array.isArray(value) || value instanceof PyIterator;
}

function parsed(value: Val, version: Val, options: Val): Address | undefined {
  const address = isText(value) ? parseAddress(textOf(value)) : numbered(value);
  if (address === undefined || (version !== null && address.version !== version)) return undefined;
  return isText(options) && !hasKinds(address, textOf(options)) ? undefined : address;
}

/** The address that a number stands for: IPv4 as far as that goes. */
function numbered(value: Val): Address | undefined {
  if (!isInt(value)) return undefined;
  const number = BigInt(value);
  if (number < 0n || number >= 1n << 128n) return undefined;
  const version = number < 1n << 32n ? 4 : 6;
  return { version, value: number, prefix: bitsOf(version), plain: true };
}

function shown(address: Address): string {
  const text = addressText(address.version, address.value);
  return address.plain ? text : `${text}/${address.prefix}`;
}

/** What ipaddr, ipv4 and ipv6 do: the addresses of a list, or the one given, else None. */
function addresses(value: Val, version: Val, options: Val): Val {
  const show = (item: Val): string | undefined => {
    const address = parsed(item, version, options);
    return address && shown(address);
  };
  // A number is an address in lists only.
  if (!isList(value)) return (isText(value) ? show(value) : undefined) ?? null;
  return Array.from(iterate(value), show).filter((text) => text !== undefined);
}

/** ipaddr puts the IPv4 addresses of a list first. */
function both(value: Val, options: Val): Val {
  if (!isList(value)) return addresses(value, null, options);
  const items = Array.from(iterate(value));
  return [4, 6].flatMap((version) => addresses(items, version, options) as Val[]);
}

function perAddress(value: Val, options: Val, version: Val, run: (address: Address) => Val): Val {
  const found = version === null ? both(value, options) : addresses(value, version, options);
  const texts = Array.isArray(found) ? found : found === null ? [] : [found];
  const results = texts.map((text) => {
    const address = parsed(text, null, null);
    return address === undefined ? null : run(address);
  });
  if (results.length === 0) return null;
  return isList(value) ? results : results[0];
}

function hosts(address: Address): Val[] {
  const start = networkOf(address);
  const size = 1n << BigInt(bitsOf(address.version) - address.prefix);
  if (size > MAX_HOSTS) throw new PyError("MemoryError", "");
  const [first, last] =
    size <= 2n
      ? [start, start + size]
      : [start + 1n, address.version === 4 ? start + size - 1n : start + size];
  const out: Val[] = [];
  for (let value = first; value < last; value++) out.push(addressText(address.version, value));
  return out;
}

function size(address: Address): Val {
  const count = 1n << BigInt(bitsOf(address.version) - address.prefix);
  return count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : count;
}

function network(value: Val): Address {
  const found = parsed(value, null, null);
  if (found === undefined) {
    throw valueError(`${repr(value)} does not appear to be an IPv4 or IPv6 network`);
  }
  if (networkOf(found) !== found.value) throw valueError(`${shown(found)} has host bits set`);
  return found;
}

function within(items: Val, networks: readonly Address[]): Val[] {
  return Array.from(iterate(items)).flatMap((item) => {
    const address = parsed(item, null, null);
    if (address === undefined || !address.plain) {
      throw valueError(`${repr(item)} does not appear to be an IPv4 or IPv6 address`);
    }
    return networks.filter((each) => isWithin(address, each)).map(() => item);
  });
}

function filterByNetworks(values: Val, networks: Val): Val {
  if (networks === null) return values;
  const wanted = Array.from(iterate(networks), network);
  if (values instanceof Map) return dictOf([...values].map(([name, items]) => [name, within(items, wanted)]));
  if (isList(values)) return within(values, wanted);
  throw valueError(`Do not know how to filter a ${classText(values)}`);
}

function wrap(value: Val): Val {
  if (Array.isArray(value)) return Array.from(value as readonly Val[], wrap);
  return parsed(value, 6, null) === undefined ? value : `[${textOf(value as string)}]`;
}

/** Whether a value is an address. Throws UndefinedError for strict undefined values. */
function isAddress(value: Val, version: Val, options: Val): boolean {
  const given = typeof value === "boolean" ? Number(value) : defined(value);
  return parsed(given, version, options) !== undefined;
}

/** The filters. */
export const ADDRESS_FILTERS = [
  filter("ipaddr", "ipaddr(value, options=None)", (_, value, options) => both(value, options)),
  filter("ipv4", "ipv4(value, options=None)", (_, value, options) => addresses(value, 4, options)),
  filter("ipv6", "ipv6(value, options=None)", (_, value, options) => addresses(value, 6, options)),
  filter("is_ip", "is_ip_filter(ip_addr, options=None)", (_, value, options) =>
    isAddress(value, null, options),
  ),
  filter("is_ipv4", "is_ipv4_filter(ip_addr, options=None)", (_, value, options) =>
    isAddress(value, 4, options),
  ),
  filter("is_ipv6", "is_ipv6_filter(ip_addr, options=None)", (_, value, options) =>
    isAddress(value, 6, options),
  ),
  filter("ip_host", "ip_host(value, options=None, version=None)", (_, value, options, version) =>
    perAddress(
      value,
      options,
      version,
      (address) => `${addressText(address.version, address.value)}/${address.prefix}`,
    ),
  ),
  filter("network_hosts", "network_hosts(value, options=None, version=None)", (_, value, options, version) =>
    perAddress(value, options, version, hosts),
  ),
  filter("network_size", "network_size(value, options=None, version=None)", (_, value, options, version) =>
    perAddress(value, options, version, size),
  ),
  filter("filter_by_networks", "filter_by_networks(values, networks)", (_, values, networks) =>
    filterByNetworks(values, networks),
  ),
  filter("ipwrap", "ipwrap(data)", (_, value) => wrap(value)),
];

/**
 * IP addresses, interfaces and networks, as Python's ipaddress module has them.
 */

/** An address with its prefix length; `plain` when none was written. */
export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
  readonly prefix: number;
  readonly plain: boolean;
}

function parse4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) {
    return undefined;
  }
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parse6(given: string): bigint | undefined {
  const dotted = /^(.*:)([^:]*\.[^:]*)$/.exec(given);
  const tail = dotted === null ? undefined : parse4(dotted[2] ?? "");
  if (dotted !== null && tail === undefined) return undefined;
  const text =
    tail === undefined
      ? given
      : `${dotted?.[1]}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], rest = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const gap = 8 - head.length - rest.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: gap }, () => "0"), ...rest];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** The prefix length of a number or of an IPv4 mask. */
function parsePrefix(text: string, version: 4 | 6): number | undefined {
  const bits = version === 4 ? 32 : 128;
  if (/^\d+$/.test(text)) return Number(text) <= bits ? Number(text) : undefined;
  const mask = version === 4 ? parse4(text) : undefined;
  if (mask === undefined) return undefined;
  const ones = mask.toString(2).padStart(32, "0");
  if (/^1*0*$/.test(ones)) return ones.replaceAll("0", "").length;
  return /^0*1*$/.test(ones) ? ones.replaceAll("1", "").length : undefined;
}

/** Reads an address, with or without a prefix; undefined for what is none. */
export function parseAddress(text: string): Address | undefined {
  const [host = "", suffix, ...more] = text.split("/");
  if (more.length > 0) return undefined;
  const four = parse4(host);
  const value = four ?? parse6(host);
  if (value === undefined) return undefined;
  const version = four === undefined ? 6 : 4;
  if (suffix === undefined) return { version, value, prefix: bitsOf(version), plain: true };
  const prefix = parsePrefix(suffix, version);
  return prefix === undefined ? undefined : { version, value, prefix, plain: false };
}

/** How many bits an address has. */
export function bitsOf(version: 4 | 6): number {
  return version === 4 ? 32 : 128;
}

/** An address in its shortest form, without a prefix. */
export function addressText(version: 4 | 6, value: bigint): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join(".");
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((value >> BigInt(112 - at * 16)) & 0xffffn).toString(16),
  );
  let [start, size] = [-1, 1];
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (groups[to] === "0") to += 1;
    if (to - from > size) [start, size] = [from, to - from];
  }
  if (start < 0) return groups.join(":");
  return `${groups.slice(0, start).join(":")}::${groups.slice(start + size).join(":")}`;
}

/** The first address of the network that an address is in. */
export function networkOf({ version, value, prefix }: Address): bigint {
  const host = BigInt(bitsOf(version) - prefix);
  return (value >> host) << host;
}

/** Whether an address lies in a network. */
export function isWithin(address: Address, network: Address): boolean {
  if (address.version !== network.version) return false;
  const host = BigInt(bitsOf(network.version) - network.prefix);
  return address.value >> host === network.value >> host;
}

const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  multicast: ["224.0.0.0/4", "ff00::/8"],
  linkLocal: ["169.254.0.0/16", "fe80::/10"],
  siteLocal: ["fec0::/10"],
  unspecified: ["0.0.0.0/32", "::/128"],
  reserved: [
    "240.0.0.0/4",
    "::/8",
    "100::/8",
    "200::/7",
    "400::/6",
    "800::/5",
    "1000::/4",
    "4000::/3",
    "6000::/3",
    "8000::/3",
    "a000::/3",
    "c000::/3",
    "e000::/4",
    "f000::/5",
    "f800::/6",
    "fe00::/9",
  ],
  private: [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/29",
    "192.0.0.170/31",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "240.0.0.0/4",
    "255.255.255.255/32",
    "::1/128",
    "::/128",
    "::ffff:0:0/96",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "2001:10::/28",
    "fc00::/7",
    "fe80::/10",
  ],
  shared: ["100.64.0.0/10"],
};

function isNamed(address: Address, name: string): boolean {
  return (NAMED[name] ?? []).some((text) => {
    const network = parseAddress(text);
    return network !== undefined && isWithin(address, network);
  });
}

function isGlobal(address: Address): boolean {
  return !isNamed(address, "private") && !isNamed(address, "shared");
}

const OPTIONS: Readonly<Record<string, (address: Address) => boolean>> = {
  global: isGlobal,
  public: isGlobal,
  "link-local": (address) => isNamed(address, "linkLocal"),
  linklocal: (address) => isNamed(address, "linkLocal"),
  ll: (address) => isNamed(address, "linkLocal"),
  link_local: (address) => isNamed(address, "linkLocal"),
  loopback: (address) => isNamed(address, "loopback"),
  lo: (address) => isNamed(address, "loopback"),
  multicast: (address) => isNamed(address, "multicast"),
  private: (address) => isNamed(address, "private"),
  reserved: (address) => isNamed(address, "reserved"),
  "site-local": (address) => isNamed(address, "siteLocal"),
  sl: (address) => isNamed(address, "siteLocal"),
  site_local: (address) => isNamed(address, "siteLocal"),
  unspecified: (address) => isNamed(address, "unspecified"),
};

/** Whether an address is of all the kinds that a list such as `"private, loopback"` names. */
export function hasKinds(address: Address, kinds: string): boolean {
  return kinds
    .split(",")
    .map((kind) => OPTIONS[kind.trim()])
    .every((check) => check === undefined || check(address));
}

/**
 * Addresses and networks of IPv4 and IPv6 as numbers.
 */
import { addressVersion } from "@salt/core";
import { canonicalAddress } from "../../grains/portable/address.js";
import { PythonError } from "../../values/python-error.js";

/** An address as a number. */
export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** A network: its first address and the length of its prefix. */
export interface Network extends Address {
  readonly prefix: number;
}

/** Networks that are not reachable from everywhere, as Python 3.11 lists them. */
const PRIVATE = [
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
  "2001:2::/48",
  "2001:db8::/32",
  "2001:10::/28",
  "fc00::/7",
  "fe80::/10",
];

/** The number of an address. Throws PythonError (`ValueError`) for anything else. */
export function parseAddress(text: string): Address {
  const version = addressVersion(text);
  if (version === 4)
    return { version, value: text.split(".").reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) };
  if (version !== 6)
    throw new PythonError("ValueError", `'${text}' does not appear to be an IPv4 or IPv6 address`);
  const [before = "", after] = canonicalAddress(text).split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const [head, tail] = [groups(before), groups(after ?? "")];
  const all = [...head, ...Array<string>(8 - head.length - tail.length).fill("0"), ...tail];
  return { version, value: all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n) };
}

/** The network of an address and the length or mask of its prefix; bits behind the prefix are cleared. */
export function parseNetwork(text: string, mask?: string): Network {
  const [address = "", given = mask] = text.split("/");
  if (addressVersion(address) === 0) throw noNetwork(text);
  const { version, value } = parseAddress(address);
  const bits = bitsOf(version);
  const prefix = given === undefined ? bits : prefixOf(given, version);
  if (!(prefix >= 0 && prefix <= bits)) throw noNetwork(text);
  const shift = BigInt(bits - prefix);
  return { version, prefix, value: (value >> shift) << shift };
}

function noNetwork(text: string): PythonError {
  return new PythonError("ValueError", `'${text}' does not appear to be an IPv4 or IPv6 network`);
}

function prefixOf(given: string, version: 4 | 6): number {
  if (/^\d{1,3}$/.test(given)) return Number(given);
  if (addressVersion(given) !== version) return -1;
  const binary = parseAddress(given).value.toString(2);
  return /^1*0*$/.test(binary) && (binary.length === bitsOf(version) || binary === "0")
    ? binary.replace(/0/g, "").length
    : -1;
}

function bitsOf(version: 4 | 6): 32 | 128 {
  return version === 4 ? 32 : 128;
}

/** Whether an address lies in a network. */
export function isInside({ version, value }: Address, network: Network): boolean {
  const shift = BigInt(bitsOf(version) - network.prefix);
  return version === network.version && value >> shift === network.value >> shift;
}

/** Whether an address is for private use. */
export function isPrivate(address: Address): boolean {
  return PRIVATE.some((text) => isInside(address, parseNetwork(text)));
}

/** An address as people write it. */
export function addressText({ version, value }: Address): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join(".");
  const digits = value.toString(16).padStart(32, "0");
  return canonicalAddress((digits.match(/.{4}/g) ?? []).join(":"));
}

/** First, last address and mask of a network. */
export function networkParts(network: Network): {
  readonly network: string;
  readonly netmask: string;
  readonly broadcast: string;
} {
  const bits = bitsOf(network.version);
  const hosts = (1n << BigInt(bits - network.prefix)) - 1n;
  const all = (1n << BigInt(bits)) - 1n;
  const shown = (value: bigint): string => addressText({ version: network.version, value });
  return {
    network: shown(network.value),
    netmask: shown(all - hosts),
    broadcast: shown(network.value + hosts),
  };
}

/** The name under which DNS has an address. */
export function reverseName({ version, value }: Address): string {
  if (version === 4) return `${addressText({ version, value }).split(".").reverse().join(".")}.in-addr.arpa`;
  return `${[...value.toString(16).padStart(32, "0")].reverse().join(".")}.ip6.arpa`;
}

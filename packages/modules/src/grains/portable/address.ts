/**
 * IP addresses: their usual form, and their order.
 */

import { endianness } from "node:os";
import { addressVersion } from "@salt/core";

/** The eight groups of an IPv6 address, or the four numbers of an IPv4 address. */
function numbersOf(address: string): readonly number[] {
  if (addressVersion(address) === 4) return address.split(".").map(Number);
  const plain = address.replace(/%.*$/, "").replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, a, b, c, d) => {
    const group = (high: string, low: string): string => ((Number(high) << 8) | Number(low)).toString(16);
    return `${group(a, b)}:${group(c, d)}`;
  });
  const [before = "", after] = plain.split("::");
  const groups = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  if (after === undefined) return groups(before);
  const gap = 8 - groups(before).length - groups(after).length;
  return [...groups(before), ...new Array<number>(Math.max(gap, 0)).fill(0), ...groups(after)];
}

/** Writes groups with the longest run of zeros left out, as RFC 5952 says. */
function ipv6Text(groups: readonly number[]): string {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (start + length < groups.length && groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(":");
  if (best.start === -1) return text(groups);
  return `${text(groups.slice(0, best.start))}::${text(groups.slice(best.start + best.length))}`;
}

/** The usual form of an address: IPv6 lower case and shortened, without a zone. */
export function canonicalAddress(address: string): string {
  return addressVersion(address) === 6 ? ipv6Text(numbersOf(address)) : address;
}

/** The address that 32 hexadecimal digits mean, as `/proc/net` writes them. */
export function ipv6FromHex(digits: string): string {
  const groups = digits.match(/.{4}/g) ?? [];
  return ipv6Text(groups.map((group) => Number.parseInt(group, 16)));
}

/** The address that 8 hexadecimal digits in the machine's byte order mean. */
export function ipv4FromHex(digits: string): string {
  const bytes = (digits.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  return (endianness() === "LE" ? bytes.reverse() : bytes).join(".");
}

/** Order of addresses by their numeric value, for sorting addresses of one family. */
export function compareAddresses(a: string, b: string): number {
  const left = numbersOf(a);
  const right = numbersOf(b);
  const index = left.findIndex((number, position) => number !== right[position]);
  return index === -1 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}

/** Whether two IPv4 addresses lie in one network of the given mask. */
export function sameNetwork(a: string, b: string, mask: string): boolean {
  const bits = numbersOf(mask);
  const right = numbersOf(b);
  return numbersOf(a).every((number, index) => ((number ^ (right[index] ?? 0)) & (bits[index] ?? 0)) === 0);
}

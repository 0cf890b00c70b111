/**
 * Names and addresses of this host: `/etc/hosts` first, then the resolver, each look-up with a deadline.
 */

import { lookup, lookupService } from "node:dns/promises";
import { addressVersion } from "@salt/core";
import { canonicalAddress } from "./address.js";
import { within } from "./deadline.js";
import type { Machine } from "./machine.js";

/** How long one look-up may take, in milliseconds. Real Salt waits as long as the resolver does. */
const PATIENCE = 1000;

/** One line of `/etc/hosts`. */
export interface HostsLine {
  readonly address: string;
  readonly names: readonly string[];
}

/** Reads the text of `/etc/hosts`. */
export function parseHosts(text: string): readonly HostsLine[] {
  return text.split("\n").flatMap((line) => {
    const [address = "", ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
    return addressVersion(address) === 0 || names.length === 0
      ? []
      : [{ address: canonicalAddress(address), names }];
  });
}

/** The file of the machine. */
export function readHosts(machine: Machine): readonly HostsLine[] {
  const windows = `${machine.env.SystemRoot}\\System32\\drivers\\etc\\hosts`;
  return parseHosts(machine.text("/etc/hosts") ?? machine.text(windows) ?? "");
}

/** The first name of a host's line in `/etc/hosts`. */
function canonicalName(hosts: readonly HostsLine[], name: string): string | undefined {
  return hosts.find((line) => line.names.includes(name))?.names[0];
}

async function addressesOf(name: string, family: 4 | 6): Promise<readonly string[]> {
  const found = await lookup(name, { all: true, family });
  return [...new Set(found.map((entry) => canonicalAddress(entry.address)))];
}

/** The addresses of a name; none when nobody knows it in time. */
export function addresses(
  hosts: readonly HostsLine[],
  name: string,
  family: 4 | 6,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const own = hosts.filter((line) => line.names.includes(name) && addressVersion(line.address) === family);
  if (own.length > 0) return Promise.resolve([...new Set(own.map((line) => line.address))]);
  return within(PATIENCE, addressesOf(name, family), [], signal);
}

/** The first of some names that has an address, asked all at once. */
async function firstKnown(names: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  const isKnown = (name: string): Promise<boolean> => lookup(name).then(() => true);
  const known = await Promise.all(names.map((name) => within(PATIENCE, isKnown(name), false, signal)));
  return names.find((_name, index) => known[index]);
}

/**
 * The full name of this host, as the resolver would complete it: by `/etc/hosts`, else by the domains that the
 * resolver tries. The bare name when nobody knows more.
 */
export async function fullHostName(
  hosts: readonly HostsLine[],
  name: string,
  resolver: { readonly domain: string; readonly search: readonly string[] } | undefined,
  signal: AbortSignal,
): Promise<string> {
  const canonical = canonicalName(hosts, name);
  if (canonical !== undefined || name.includes(".")) return canonical ?? name;
  const domains = [resolver?.domain ?? "", ...(resolver?.search ?? [])].filter((domain) => domain !== "");
  const candidates = [...new Set(domains)].map((domain) => `${name}.${domain}`);
  return (await firstKnown(candidates, signal)) ?? name;
}

/** The names that the resolver has for some addresses, sorted. */
export async function namesOf(own: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const ask = (address: string): Promise<string | undefined> =>
    within(
      PATIENCE,
      lookupService(address, 0).then((found) => found.hostname),
      undefined,
      signal,
    );
  const names = await Promise.all(own.map(ask));
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

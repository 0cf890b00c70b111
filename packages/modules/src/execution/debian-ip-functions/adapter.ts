/**
 * What is known of an interface: from settings, or from files.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isTruthy, pythonStr } from "@salt/core";
import { bondOptions } from "./bond.js";
import { bridgeOptions, ethtoolOptions, pppoeOptions } from "./options.js";
import type { AddressFamily } from "./validators.js";
import { lookAt } from "./validators.js";

/** An interface as the files of ifupdown describe it. */
export interface Adapter {
  readonly name: string;
  enabled: boolean;
  hotplug: boolean;
  /** By family of addresses; `addrfam` and `proto` are among the attributes of one that is described. */
  readonly families: Map<string, Stanza>;
  /** Files that are read in addition, for the pseudo interface `source`. */
  readonly sources: Value[];
}

/** One stanza: attributes with `_` for `-`, and groups of options. */
export interface Stanza {
  readonly attributes: MutableDict;
  readonly ethtool: MutableDict;
  readonly bonding: MutableDict;
  readonly bridging: MutableDict;
}

/** An interface of which nothing is known. */
export function newAdapter(name: string): Adapter {
  return { name, enabled: false, hotplug: false, families: new Map(), sources: [] };
}

/** A stanza without anything in it. */
export function newStanza(): Stanza {
  return { attributes: new Map(), ethtool: new Map(), bonding: new Map(), bridging: new Map() };
}

/** Salt's names of attributes that ifupdown calls otherwise. */
const DEBIAN_NAMES: Readonly<Record<string, string>> = {
  dns: "dns-nameservers",
  search: "dns-search",
  hwaddr: "hwaddress",
  ipaddr: "address",
  ipaddrs: "addresses",
  addr: "address",
  addrs: "addresses",
};
/** Attributes that are meant for IPv4 when no family is said. */
const IPV4_ONLY: readonly string[] = ["ipaddr", "address", "ipaddresses", "addresses", "gateway", "proto"];
const COMMANDS: readonly string[] = [
  "up_cmds",
  "pre_up_cmds",
  "post_up_cmds",
  "down_cmds",
  "pre_down_cmds",
  "post_down_cmds",
];

/** An interface from settings. Throws PythonError (`AttributeError`) for values that options cannot have. */
export function adapterOf(name: string, type: string, enabled: boolean, settings: Dict): Adapter {
  const given: MutableDict = new Map(settings);
  const adapter = newAdapter(name);
  adapter.enabled = enabled;
  adapter.hotplug = isTruthy(given.get("hotplug"));
  const stanzas = { inet: newStanza(), inet6: newStanza() };
  for (const family of ["inet", "inet6"] as const) byType(stanzas[family], family, type, name, given);
  given.delete("mode");
  for (const [key, value] of given) addOption(stanzas, pythonStr(key), value);
  for (const key of COMMANDS) {
    const commands = given.get(key);
    if (commands === undefined) continue;
    stanzas.inet.attributes.set(key, commands);
    stanzas.inet6.attributes.set(key, commands);
  }
  for (const [family, option] of [
    ["inet", "enable_ipv4"],
    ["inet6", "enable_ipv6"],
  ] as const) {
    const isDescribed = stanzas[family].attributes.get("addrfam") === family;
    if (isDescribed && given.get(option) !== false) adapter.families.set(family, stanzas[family]);
  }
  return adapter;
}

/** What an interface has by its type. */
function byType(stanza: Stanza, family: AddressFamily, type: string, name: string, given: MutableDict): void {
  const { attributes } = stanza;
  const fill = (into: MutableDict, options: Dict): void => {
    for (const [key, value] of options) into.set(key, value);
  };
  if (type !== "bridge") fill(stanza.ethtool, ethtoolOptions(given, name));
  if (type === "bridge") {
    fill(stanza.bridging, bridgeOptions(given, name));
    if (stanza.bridging.size === 0) return;
  } else if (type === "bond") {
    fill(stanza.bonding, bondOptions(given, name));
    stanza.bonding.set("slaves", given.get("slaves") ?? null);
  } else if (type === "slave") {
    given.set("proto", "manual");
    attributes.set("master", given.get("master") ?? null);
  } else if (type === "vlan") attributes.set("vlan_raw_device", name.replace(/\.\d*/g, ""));
  else if (type === "pppoe") fill(attributes, pppoeOptions(given, name));
  else return;
  attributes.set("addrfam", family);
}

function addOption(stanzas: Readonly<Record<AddressFamily, Stanza>>, given: string, value: Value): void {
  let [option, only]: [string, AddressFamily | undefined] = [given, undefined];
  if (given.startsWith("ipv4")) [option, only] = [given.slice(4), "inet"];
  else if (given.startsWith("ipv6")) [option, only] = [given.slice(4), "inet6"];
  else if (IPV4_ONLY.includes(given)) only = "inet";
  if (only !== undefined) stanzas[only].attributes.set("addrfam", only);
  const name = DEBIAN_NAMES[option] ?? option;
  const key = name.replaceAll("-", "_");
  for (const family of ["inet", "inet6"] as const) {
    const looked = lookAt(name, value, family);
    if (!looked.valid) continue;
    const { attributes } = stanzas[family];
    if (only === family || (only === undefined && !attributes.has(key))) attributes.set(key, looked.value);
  }
}

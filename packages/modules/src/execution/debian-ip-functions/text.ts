/**
 * Writing the files of ifupdown.
 */
import type { Dict, Value } from "@salt/core";
import { get, isFloat, isInt, isList, isTruthy, pythonStr } from "@salt/core";
import type { Adapter, Stanza } from "./adapter.js";
import { attributeFault, oneLine } from "./faults.js";

/** Attributes in the order in which they are written; others are not. */
const ORDER: readonly string[] = (
  "autoconf privext dhcp hwaddress hwaddr vlan_raw_device address addresses netmask metric gateway pointopoint " +
  "scope hostname media leasehours leasetime vendor client bootfile server mode endpoint dstaddr local ttl mtu " +
  "provider unit options master dns_nameservers wireless_mode wpa_ap_scan wpa_conf wpa_driver wpa_group " +
  "wpa_key_mgmt wpa_pairwise wpa_proto wpa_psk wpa_roam wpa_ssid accept_ra up_cmds down_cmds pre_up_cmds " +
  "post_up_cmds pre_down_cmds post_down_cmds"
).split(" ");
/** Attributes that files call otherwise; for others `-` stands for `_`. */
const WRITTEN: Readonly<Record<string, string>> = {
  addresses: "address",
  hwaddr: "hwaddress",
  up_cmds: "up",
  down_cmds: "down",
  pre_up_cmds: "pre-up",
  post_up_cmds: "post-up",
  pre_down_cmds: "pre-down",
  post_down_cmds: "post-down",
  master: "bond-master",
  accept_ra: "accept_ra",
};

/** The stanzas of an interface. Throws SaltInvocationError for a value that would be several lines. */
export function adapterText(adapter: Adapter): string {
  const { name, enabled, hotplug, families } = adapter;
  const head = `${enabled ? `auto ${name}\n` : ""}${hotplug ? `allow-hotplug ${name}\n` : ""}`;
  const stanzas = ["inet", "inet6"].flatMap((family) => families.get(family) ?? []);
  return head + stanzas.map((stanza) => stanzaText(name, stanza)).join("");
}

/** Lines that say which files are read in addition. */
export function sourceText(sources: readonly Value[]): string {
  return sources.map((source) => `\nsource ${oneLine(pythonStr(source))}\n`).join("");
}

function stanzaText(name: string, { attributes, ethtool, bonding, bridging }: Stanza): string {
  const [family, proto] = ["addrfam", "proto"].map((key) => attributes.get(key));
  if (!isTruthy(family) || !isTruthy(proto)) return "";
  const lines = [`iface ${name} ${pythonStr(family ?? "")} ${oneLine(pythonStr(proto ?? ""))}`];
  for (const key of ORDER) {
    const value = attributes.get(key);
    if (value === undefined || !isTruthy(value)) continue;
    const word = WRITTEN[key] ?? key.replaceAll("_", "-");
    lines.push(...valuesOf(key, value).map((text) => `    ${word} ${oneLine(text)}`));
  }
  lines.push(...groupLines("", ethtool), ...groupLines("bond-", bonding), ...groupLines("bridge_", bridging));
  return `${lines.join("\n")}\n`;
}

function valuesOf(key: string, value: Value): readonly string[] {
  if (isList(value)) return key === "dns_nameservers" ? [joined(value)] : value.map(pythonStr);
  if (typeof value === "string" || typeof value === "boolean" || isInt(value) || isFloat(value))
    return [pythonStr(value)];
  return [];
}

/** Options of a group by their names; a number that was not given as a text is not written, as in Salt. */
function groupLines(prefix: string, group: Dict): readonly string[] {
  const keys = [...group.keys()].map(pythonStr).sort();
  return keys.flatMap((key) => {
    const value = group.get(key) ?? null;
    const text = typeof value === "string" ? value : isList(value) ? joined(value) : undefined;
    return text === undefined ? [] : [`    ${prefix}${key} ${oneLine(text)}`];
  });
}

function joined(list: readonly Value[]): string {
  return list.map(pythonStr).join(" ");
}

/** The options of the module of the kernel for a bond. */
export function bondText(name: string, options: Dict): string {
  const words = [...options].map(([key, value]) => `${pythonStr(key)}=${oneLine(pythonStr(value))} `);
  return `alias ${name} bonding\noptions ${name} ${words.join("")}`;
}

/** A script that adds or removes routes when the interface goes up or down. */
export function routesText(verb: "add" | "del", iface: string, routes: Value): string {
  const lines = [`#!/bin/sh`, `# ${verb}`, `test "\${IFACE}" = "${iface}" || exit 0`];
  for (const route of isList(routes) ? routes : []) {
    const part = (key: string, before: string): string => {
      const value = get(route, key);
      return value === undefined || !isTruthy(value) ? "" : `${before}${shellWord(value, key)}`;
    };
    const name = get(route, "name");
    if (name !== undefined && isTruthy(name)) lines.push(`# ${oneLine(pythonStr(name))}`);
    const net = `${part("ipaddr", "")}${part("netmask", "/")} ${part("gateway", "via ")}`;
    lines.push(`ip route ${verb} ${net} dev ${iface}${part("metric", " metric ")}`);
  }
  return `${lines.join("\n")}\n`;
}

/** A word of a script that the system runs as root. */
function shellWord(value: Value, key: string): string {
  const word = pythonStr(value);
  if (/^[\w.:/]+$/.test(word)) return word;
  throw attributeFault(`Invalid option -- Route: ${key}, ${JSON.stringify(word)} is no address or number`);
}

/** The file of a provider that is dialled. */
export function dialText(attributes: Dict): string {
  const value = (key: string, otherwise: string): string => {
    const given = attributes.get(key);
    return given === undefined ? otherwise : oneLine(pythonStr(given));
  };
  if (!isTruthy(attributes.get("user"))) return "";
  const flag = (key: string): string => (attributes.get(key) === "False" ? "" : key);
  const option = (key: string, otherwise: string): string =>
    attributes.get(key) === "" ? "" : `${key} ${value(key, otherwise)}`;
  const password = isTruthy(attributes.get("password")) ? `password ${value("password", "")} ` : "";
  const linkname = attributes.has("linkname") ? `\nlinkname ${value("linkname", "")}\n` : "";
  const lines = [
    `user ${value("user", "")}`,
    password,
    `plugin rp-pppoe.so ${value("pppoe_iface", "eth0")}`,
    "",
    flag("noipdefault"),
    `${flag("usepeerdns")}${attributes.get("usepeerdns") === "False" ? "" : " "}`,
    flag("defaultroute"),
    "",
    option("holdoff", "15"),
    option("maxfail", "0"),
    "",
    flag("hide-password"),
    spaced(option("lcp-echo-interval", "20")),
    spaced(option("lcp-echo-failure", "3")),
    "",
    flag("noauth"),
    flag("persist"),
    spaced(option("mtu", "1492")),
    flag("noaccomp"),
    isTruthy(attributes.get("default-asyncmap")) ? "default-asyncmap" : "",
    linkname,
  ];
  return `${lines.join("\n")}\n`;
}

/** Some lines end with a space in the files that Salt writes. */
function spaced(text: string): string {
  return text === "" ? "" : `${text} `;
}

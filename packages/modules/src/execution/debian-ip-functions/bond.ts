/**
 * Options of several network cards that are used as one.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isList, pythonStr } from "@salt/core";
import { attributeFault, optionFault, YES_OR_NO, yesOrNo } from "./faults.js";

const NAMES: readonly string[] = [
  "balance-rr",
  "active-backup",
  "balance-xor",
  "broadcast",
  "802.3ad",
  "balance-tlb",
  "balance-alb",
];
const MODES: readonly string[] = [...NAMES.keys()].map(String);
/** Values of options that are not given. */
const DEFAULTS: Readonly<Record<string, string>> = {
  ad_select: "0",
  miimon: "100",
  arp_interval: "250",
  downdelay: "200",
  lacp_rate: "0",
  updelay: "0",
  use_carrier: "on",
};
const LINK = ["miimon", "downdelay", "updelay"];
/** What each mode has, in the order in which it is written. */
const OPTIONS: readonly (readonly string[])[] = [
  ["arp_ip_target", "arp_interval"],
  [...LINK, "primary", "use_carrier"],
  ["arp_ip_target", "arp_interval", "hashing-algorithm"],
  [...LINK, "use_carrier"],
  [...LINK, "lacp_rate", "ad_select", "use_carrier", "hashing-algorithm"],
  [...LINK, "use_carrier", "primary"],
  [...LINK, "use_carrier", "primary"],
];

/** The options of a bond by its mode. Throws PythonError (`AttributeError`) for values that they cannot have. */
export function bondOptions(given: Dict, iface: string): MutableDict {
  const asked = given.get("mode");
  if (asked === undefined) throw attributeFault("mode is a required setting for bond interfaces");
  const mode = NAMES.includes(pythonStr(asked))
    ? NAMES.indexOf(pythonStr(asked))
    : MODES.indexOf(pythonStr(asked));
  if (mode < 0) throw optionFault(iface, "mode", [...MODES, ...NAMES]);
  const options: MutableDict = new Map<Value, Value>([["mode", String(mode)]]);
  for (const key of OPTIONS[mode] ?? []) {
    const value = given.get(key);
    if (key === "arp_ip_target") options.set(key, targets(value, iface));
    else if (key === "primary") {
      if (value !== undefined) options.set(key, value);
    } else if (key === "hashing-algorithm") {
      if (value !== undefined) options.set("xmit_hash_policy", policy(value, iface));
    } else if (value === undefined) options.set(key, DEFAULTS[key] ?? "");
    else options.set(key, key === "use_carrier" ? carrier(value, iface) : whole(key, value, iface));
  }
  return options;
}

function targets(value: Value | undefined, iface: string): string {
  if (isList(value) && value.length >= 1 && value.length <= 16) return value.map(pythonStr).join(",");
  throw optionFault(iface, "arp_ip_target", ["list of ips (up to 16)"]);
}

function policy(value: Value, iface: string): Value {
  const known = ["layer2", "layer2+3", "layer3+4"];
  if (known.includes(pythonStr(value))) return value;
  throw optionFault(iface, "hashing-algorithm", known);
}

function carrier(value: Value, iface: string): string {
  const isOn = yesOrNo(value);
  if (isOn === undefined) throw optionFault(iface, "use_carrier", YES_OR_NO);
  return isOn ? "1" : "0";
}

function whole(key: string, value: Value, iface: string): Value {
  const isRate = key === "lacp_rate";
  if (isRate && (value === "fast" || value === "slow")) return value === "fast" ? "1" : "0";
  if (/^[+-]?\d+$/.test(pythonStr(value).trim())) return value;
  throw optionFault(iface, key, isRate ? ["fast", "1", "slow", "0"] : ["integer"]);
}

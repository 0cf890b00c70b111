/**
 * Options of network cards, bridges and dialling.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isInt, isList, isTruthy, pythonStr } from "@salt/core";
import { optionFault, YES_OR_NO, yesOrNo } from "./faults.js";

/** Names of ifupdown for options of network cards. */
const CARD_NAMES: Readonly<Record<string, string>> = {
  autoneg: "ethernet-autoneg",
  duplex: "link-duplex",
  speed: "link-speed",
  rx: "offload-rx",
  tx: "offload-tx",
  sg: "offload-sg",
  tso: "offload-tso",
  ufo: "offload-ufo",
  gso: "offload-gso",
  gro: "offload-gro",
  lro: "offload-lro",
};
/** Options of network cards as they stand in files. */
const IN_FILES: readonly string[] = [
  ...Object.values(CARD_NAMES),
  ..."ethernet-port ethernet-wol driver-message-level".split(" "),
  ..."ethernet-pause-rx ethernet-pause-tx ethernet-pause-autoneg".split(" "),
  ..."adaptive-rx adaptive-tx rx-usecs rx-frames".split(" ").map((name) => `hardware-irq-coalesce-${name}`),
  ..."rx rx-mini rx-jumbo tx".split(" ").map((name) => `hardware-dma-ring-${name}`),
];

/** Whether a line of a file is an option of the network card. */
export function isCardOption(name: string): boolean {
  return IN_FILES.includes(name);
}

/** Options of a network card, by ifupdown's names. Throws PythonError (`AttributeError`). */
export function ethtoolOptions(given: Dict, iface: string): Dict {
  const options: MutableDict = new Map<Value, Value>();
  for (const [key, name] of Object.entries(CARD_NAMES)) {
    const value = given.get(key);
    if (value === undefined) continue;
    options.set(name, cardOption(key, value, iface));
  }
  return options;
}

function cardOption(key: string, value: Value, iface: string): Value {
  if (key === "duplex" || key === "speed") {
    const known = key === "duplex" ? ["full", "half"] : ["10", "100", "1000", "10000"];
    if (known.includes(pythonStr(value))) return value;
    throw optionFault(iface, key === "speed" ? pythonStr(value) : key, known);
  }
  const isOn = yesOrNo(value);
  if (isOn === undefined) throw optionFault(iface, key, YES_OR_NO);
  return isOn ? "on" : "off";
}

/** Options of a bridge. Throws PythonError (`AttributeError`) for values that they cannot have. */
export function bridgeOptions(given: Dict, iface: string): Dict {
  const options: MutableDict = new Map<Value, Value>();
  const add = (key: string, expected: string, read: (value: Value) => Value | undefined): void => {
    const value = given.get(key);
    if (value === undefined) return;
    const kept = read(value);
    if (kept === undefined) throw optionFault(iface, key, expected === "" ? YES_OR_NO : [expected]);
    options.set(key, kept);
  };
  add("ports", "ports", (value) => (isList(value) ? value.map(pythonStr).join(" ") : value));
  for (const key of ["ageing", "fd", "gcint", "hello", "maxage"])
    add(key, "float", (value) => (Number.isFinite(Number(pythonStr(value))) ? value : undefined));
  for (const key of ["bridgeprio", "maxwait"])
    add(key, "integer", (value) => (isInt(value) || typeof value === "boolean" ? value : undefined));
  add("hw", "valid MAC address", (value) =>
    /^[0-9a-f]{2}([-:])[0-9a-f]{2}(\1[0-9a-f]{2}){4}$/i.test(pythonStr(value)) ? value : undefined,
  );
  for (const key of ["pathcost", "portprio"])
    add(key, "interface integer", (value) => {
      const [port, cost, more] = pythonStr(value).trim().split(/\s+/);
      return more === undefined && /^[+-]?\d+$/.test(cost ?? "") ? `${port} ${Number(cost)}` : undefined;
    });
  add("stp", "", (value) => {
    const isOn = yesOrNo(value);
    return isOn === undefined ? undefined : isOn ? "on" : "off";
  });
  add("waitport", "integer [interfaces]", (value) => {
    if (isInt(value)) return value;
    const [time = "", ...ports] = pythonStr(value).trim().split(/\s+/);
    return /^\d+$/.test(time) && ports.length > 0 ? `${time} ${ports.join(" ")}` : undefined;
  });
  return options;
}

const DIAL_OPTIONS: readonly string[] = (
  "user password provider pppoe_iface noipdefault usepeerdns defaultroute holdoff maxfail hide-password " +
  "lcp-echo-interval lcp-echo-failure connect noauth persist mtu noaccomp linkname"
).split(" ");
const DIAL_SWITCHES: readonly string[] =
  "noipdefault usepeerdns defaultroute hide-password noauth persist noaccomp".split(" ");

/** Options of dialling (PPPoE). Throws PythonError (`AttributeError`) for values that they cannot have. */
export function pppoeOptions(given: Dict, iface: string): Dict {
  const options: MutableDict = new Map<Value, Value>();
  for (const key of DIAL_OPTIONS) if (given.has(key)) options.set(key, given.get(key) ?? null);
  if (given.has("provider") && !isTruthy(given.get("provider")))
    throw optionFault(iface, "provider", YES_OR_NO);
  for (const key of DIAL_SWITCHES) {
    const value = given.get(key);
    if (value === undefined) continue;
    const isOn = yesOrNo(value);
    if (isOn === undefined) throw optionFault(iface, key, YES_OR_NO);
    options.set(key, isOn ? "True" : "False");
  }
  return options;
}

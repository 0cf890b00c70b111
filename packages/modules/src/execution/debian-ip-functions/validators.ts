/**
 * Which values attributes of interfaces may have, and the form in which they are kept.
 */
import { isIP } from "node:net";
import type { Value } from "@salt/core";
import { Float, isInt, isList, pythonStr } from "@salt/core";

/** The families of addresses, by ifupdown's names. */
export type AddressFamily = "inet" | "inet6";

/** A value that was looked at. */
export interface Looked {
  readonly valid: boolean;
  readonly value: Value;
}

type Validator = (value: Value) => Looked;

const anything: Validator = (value) => ({ valid: true, value });
const address =
  (version: 4 | 6): Validator =>
  (value) => ({ valid: typeof value === "string" && isAddress(value, version), value });

function isAddress(text: string, version: 4 | 6): boolean {
  const at = text.lastIndexOf("/");
  const [ip, mask] = at < 0 ? [text, "32"] : [text.slice(0, at), text.slice(at + 1)];
  const bits = Number(mask);
  return isIP(ip) === version && /^\d+$/.test(mask) && bits >= 1 && bits <= (version === 4 ? 32 : 128);
}

const mac: Validator = (value) => ({
  valid: /^[0-9a-f]{1,2}(?:(?:-[0-9a-f]{1,2}){5}|(?::[0-9a-f]{1,2}){5}|(?:\.[0-9a-f]{1,2}){5})$/i.test(
    pythonStr(value),
  ),
  value,
});

const integer: Validator = (value) => {
  if (isInt(value)) return { valid: true, value };
  const text = pythonStr(value).trim();
  return /^[+-]?\d+$/.test(text) ? { valid: true, value: Number(text) } : { valid: false, value };
};

const decimal: Validator = (value) => {
  const number = Number(pythonStr(value));
  return Number.isFinite(number) ? { valid: true, value: new Float(number) } : { valid: false, value };
};

const mask4: Validator = (given) => {
  const { valid, value } = integer(given);
  if (valid && Number(value) >= 0 && Number(value) <= 32) return { valid, value };
  return { valid: typeof value === "string" && isMask(value), value };
};

/** Ones and then zeros, or the other way round. */
function isMask(text: string): boolean {
  if (isIP(text) !== 4) return false;
  const bits = text.split(".").map((part) => Number(part).toString(2).padStart(8, "0"));
  return /^(1*0*|0*1*)$/.test(bits.join(""));
}

const mask6: Validator = (given) => {
  const { valid, value } = integer(given);
  return { valid: valid && Number(value) >= 0 && Number(value) <= 128, value };
};

const words =
  (...known: readonly string[]): Validator =>
  (value) => ({ valid: known.includes(pythonStr(value)), value: pythonStr(value) });

const numbers =
  (...known: readonly number[]): Validator =>
  (given) => {
    const { valid, value } = integer(given);
    return { valid: valid && known.includes(Number(value)), value };
  };

const wordList: Validator = (given) => {
  const value =
    typeof given === "string"
      ? given
          .trim()
          .split(/\s+/)
          .filter((word) => word !== "")
      : given;
  return { valid: isList(value) && value.length > 0, value };
};

const tunnel = {
  mode: words("gre", "GRE", "ipip", "IPIP", "802.3ad"),
  endpoint: address(4),
  local: address(4),
  ttl: integer,
};
const both = {
  addresses: anything,
  hwaddress: mac,
  mtu: integer,
  slaves: anything,
  "dns-nameservers": wordList,
  "dns-search": wordList,
  "vlan-raw-device": anything,
  test: anything,
  enable_ipv4: anything,
  enable_ipv6: anything,
  ...tunnel,
};
const INET: Readonly<Record<string, Validator>> = {
  ...both,
  proto: words("bootp", "dhcp", "static", "manual", "loopback", "ppp"),
  address: address(4),
  netmask: mask4,
  broadcast: address(4),
  metric: integer,
  gateway: address(4),
  pointopoint: address(4),
  scope: words("global", "link", "host"),
  hostname: anything,
  leasehours: integer,
  leasetime: integer,
  vendor: anything,
  client: anything,
  bootfile: anything,
  server: address(4),
  hwaddr: mac,
  dstaddr: address(4),
  provider: anything,
  unit: integer,
  options: anything,
  network: anything,
};
const INET6: Readonly<Record<string, Validator>> = {
  ...both,
  proto: words("auto", "loopback", "static", "manual", "dhcp", "v4tunnel", "6to4"),
  address: address(6),
  netmask: mask6,
  broadcast: address(6),
  gateway: address(6),
  scope: words("global", "site", "link", "host"),
  privext: numbers(0, 1, 2),
  dhcp: numbers(0, 1),
  media: anything,
  accept_ra: numbers(0, 1, 2),
  autoconf: numbers(0, 1),
  "preferred-lifetime": integer,
  "dad-attempts": integer,
  "dad-interval": decimal,
};
const WIRELESS: Readonly<Record<string, Validator>> = {
  "wireless-essid": anything,
  "wireless-mode": anything,
  "wpa-ap-scan": numbers(0, 1, 2),
  "wpa-conf": anything,
  "wpa-driver": anything,
  "wpa-group": anything,
  "wpa-key-mgmt": anything,
  "wpa-pairwise": anything,
  "wpa-psk": anything,
  "wpa-proto": anything,
  "wpa-roam": anything,
  "wpa-ssid": anything,
};

/** Looks at the value of an attribute; one that the family does not have is not valid. */
export function lookAt(attribute: string, value: Value, family: string): Looked {
  const own = family === "inet" ? INET : family === "inet6" ? INET6 : {};
  const known = { ...WIRELESS, ...own };
  const found = Object.entries(known).find(([name]) => name === attribute);
  return found === undefined ? { valid: false, value } : found[1](value);
}

/** Whether any family has an attribute. */
export function isAttribute(name: string): boolean {
  return [INET, INET6, WIRELESS].some((table) => Object.hasOwn(table, name));
}

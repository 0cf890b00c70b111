/**
 * Writing rules of nftables from named parts.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { INTERNAL_KEYWORDS } from "@salt/states";

/** Parts that are no words of the rule; `match` stands in rules that were written for iptables. */
const NOT_WORDS: readonly string[] = [
  "name",
  "state",
  "chain",
  "save",
  "table",
  "match",
  "proto",
  "aggregate",
];
/** Parts after the verdict, and the words before their values. */
const AFTER_VERDICT: readonly (readonly [key: string, words: string])[] = [
  ["redirect-to", "redirect to "],
  ["to-port", "redirect to "],
  ["to-ports", "--to-ports "],
  ["to-source", ""],
  ["to-destination", ""],
  ["reject-with", "reject with "],
];

/** The text of a rule. Throws SaltInvocationError for parts that nft's rules do not have. */
export function nftRuleText(given: Dict, family: string): string {
  const left: MutableDict = new Map(given);
  const taken = (key: string): Value | undefined => {
    const value = left.get(key);
    left.delete(key);
    return value;
  };
  const proto = pythonStr(left.get("proto") ?? "");
  const words: string[] = [];
  const add = (key: string, write: (text: string) => string): void => {
    const value = taken(key);
    if (value !== undefined) words.push(write(pythonStr(value)));
  };
  add("if", (text) => `meta iifname ${text}`);
  add("of", (text) => `meta oifname ${text}`);
  add("connstate", (text) => `ct state { ${text} }`);
  add("icmp-type", (text) => `icmp type { ${text} }`);
  add("pkttype", (text) => `meta pkttype { ${text} }`);
  add("counter", () => "counter");
  for (const [short, long] of ADDRESSES) {
    const values = [taken(short), taken(long)];
    const value = values.find((one) => isTruthy(one)) ?? values.find((one) => one !== undefined);
    if (value !== undefined) words.push(`${family} ${short} ${pythonStr(value)}`);
  }
  for (const key of ["dport", "sport"])
    add(key, (text) => `${proto} ${key} { ${text.replaceAll(":", "-")} }`);
  for (const key of ["dport", "sport"]) {
    const value = taken(`${key}s`);
    if (value !== undefined) words.push(`${proto} ${key} { ${portsText(value)} }`);
  }
  add("target", (text) => text);
  add("jump", (text) => text);
  add("j", (text) => text);
  for (const [key, before] of AFTER_VERDICT) add(key, (text) => `${before}${text}`);
  refuseOthers(left);
  return words.join(" ").trimEnd();
}

const ADDRESSES = [
  ["saddr", "source"],
  ["daddr", "destination"],
] as const;

/** nft lists ports from the highest on, and a rule is found by its text. */
function portsText(value: Value): string {
  const ports = isList(value) ? value.map(pythonStr) : pythonStr(value).split(",");
  const numbers = ports.map((port) => Number.parseInt(port, 10));
  if (numbers.some((port) => !Number.isInteger(port)))
    throw new SaltInvocationError(`Ports are whole numbers, not ${JSON.stringify(ports)}`);
  return numbers.sort((a, b) => b - a).join(", ");
}

/** Salt leaves out what it does not know, and the rule then lets more through than was asked for. */
function refuseOthers(left: Dict): void {
  const others = [...left.keys()]
    .map(pythonStr)
    .filter((key) => !NOT_WORDS.includes(key) && !INTERNAL_KEYWORDS.has(key));
  if (others.length === 0) return;
  throw new SaltInvocationError(`Rules of nftables have no part ${others.join(", ")}`, {
    hint: "A protocol is `proto`; parts are if, of, proto, connstate, icmp-type, pkttype, counter, source, \
destination, dport(s), sport(s), jump, redirect-to, to-port(s), to-source, to-destination, reject-with.",
  });
}

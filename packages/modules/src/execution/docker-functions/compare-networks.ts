/**
 * Comparing two networks.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { fn, getDict, isDict, isEqual, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { parseAddress, parseNetwork } from "../network-functions/address.js";
import { openEngine } from "./engine/open-engine.js";
import { inspectNetwork } from "./listing.js";
import { stringList } from "./translate/words.js";

/** Functions that compare networks. */
export const compareNetworkFunctions = {
  compare_networks: fn({
    doc: "What two networks, or two descriptions of networks, are set up differently in.",
    examples: ["salt '*' docker.compare_networks foo bar"],
    params: {
      first: needed.any("One network: its name, or what `inspect_network` tells."),
      second: needed.any("The other one."),
      ignore: maybe.any("Name,Id,Created,Containers,Status", "What to leave out, a list or with commas."),
    },
    run: async ({ first, second, ignore }, context) => {
      const engine = await openEngine(context);
      const left = isDict(first) ? first : await inspectNetwork(engine, first);
      const right = isDict(second) ? second : await inspectNetwork(engine, second);
      return compareNetworks(left, right, isTruthy(ignore) ? stringList(ignore) : []);
    },
  }),
};

function compareNetworks(left: Dict, right: Dict, ignored: readonly string[]): MutableDict {
  const found: MutableDict = new Map<Value, Value>();
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    if (ignored.includes(pythonStr(key))) continue;
    const [old, now] = [left.get(key) ?? null, right.get(key) ?? null];
    if (!isTruthy(old) && !isTruthy(now)) continue;
    const changes = changesOf(key, old, now);
    if (changes !== undefined) found.set(key, changes);
  }
  return found;
}

function changesOf(key: Value, old: Value, now: Value): MutableDict | undefined {
  if (isDict(old) && (key === "IPAM" || key === "Options")) {
    const changes = key === "IPAM" ? addressChanges(old, now) : optionChanges(old, now);
    return changes.size > 0 ? changes : undefined;
  }
  return isEqual(old, now) ? undefined : change(old, now);
}

function change(old: Value, now: Value): MutableDict {
  return new Map<Value, Value>([
    ["old", old],
    ["new", now],
  ]);
}

function optionChanges(old: Dict, now: Value): MutableDict {
  const found: MutableDict = new Map<Value, Value>();
  for (const [name, value] of old) {
    const other = (isDict(now) ? now.get(name) : undefined) ?? null;
    // The comparison is made with a network whose bridge has another name.
    if (name !== "com.docker.network.bridge.name" && !isEqual(value, other))
      found.set(name, change(value, other));
  }
  return found;
}

function addressChanges(old: Dict, now: Value): MutableDict {
  const found: MutableDict = new Map<Value, Value>();
  for (const [name, value] of old) {
    const other = (isDict(now) ? now.get(name) : undefined) ?? null;
    if (!isTruthy(value) && !isTruthy(other)) continue;
    if (name !== "Config") {
      if (!isEqual(value, other)) found.set(name, change(value, other));
      continue;
    }
    const [before, after] = [poolsOf(value), poolsOf(other)];
    if (poolsDiffer(before, after)) found.set(name, change(before, after));
  }
  return found;
}

function poolsOf(value: Value): readonly Dict[] {
  const pools = (isList(value) ? value : []).filter((pool) => isDict(pool));
  return pools
    .map((pool) => new Map([...pool].filter(([, setting]) => setting !== "" && setting !== null)))
    .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0));
}

function sortKey(pool: Dict): string {
  return [...pool.keys(), ...pool.values()].map((part) => pythonStr(part)).join("\0");
}

function poolsDiffer(before: readonly Dict[], after: readonly Dict[]): boolean {
  const bySubnet = (pools: readonly Dict[]): Map<Value, Dict> =>
    new Map(pools.map((pool) => [pool.get("Subnet") ?? null, pool]));
  const [left, right] = [bySubnet(before), bySubnet(after)];
  if (left.size !== right.size || [...left.keys()].some((subnet) => !right.has(subnet))) return true;
  return [...left].some(([subnet, pool]) => {
    const other = right.get(subnet) ?? new Map<Value, Value>();
    return !isEqual(withoutOwnGateway(pool, other), withoutOwnGateway(other, pool));
  });
}

/** A pool without the gateway that the engine chose because nobody asked for one. */
function withoutOwnGateway(pool: Dict, other: Dict): Dict {
  if (!pool.has("Gateway") || other.has("Gateway")) return pool;
  if (!isFirstAddress(pythonStr(pool.get("Subnet") ?? ""), pythonStr(pool.get("Gateway") ?? ""))) return pool;
  return new Map([...pool].filter(([key]) => key !== "Gateway"));
}

function isFirstAddress(subnet: string, gateway: string): boolean {
  try {
    const network = parseNetwork(subnet);
    const address = parseAddress(gateway.split("/")[0] ?? "");
    return address.version === network.version && address.value === network.value + 1n;
  } catch {
    return false;
  }
}

/** The networks of a container's description, by name. */
export function networksOf(info: Dict): Dict {
  return getDict(getDict(info, "NetworkSettings"), "Networks") ?? new Map<Value, Value>();
}

/**
 * Comparing the networks that two containers are connected to.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  CommandExecutionError,
  fn,
  getDict,
  getList,
  isDict,
  isEqual,
  isList,
  isTruthy,
  needed,
  pythonStr,
} from "@salt/core";
import { networksOf } from "./compare-networks.js";
import type { Engine } from "./engine/engine.js";
import { openEngine } from "./engine/open-engine.js";
import { inspectContainer, inspectNetwork, stateOf } from "./listing.js";

const container = "what `inspect_container` tells of it.";

/** Functions that compare connections. */
export const compareConnectionFunctions = {
  compare_container_networks: fn({
    doc: "What two containers are connected differently in.",
    examples: ["salt '*' docker.compare_container_networks web1 web2"],
    params: {
      first: needed.any(`One container: its name, or ${container}`),
      second: needed.any(`The other one: its name, or ${container}`),
    },
    run: async ({ first, second }, context) => {
      const engine = await openEngine(context);
      const [one, other] = [await connectionsOf(engine, first), await connectionsOf(engine, second)];
      const keys = await comparedKeys(context);
      const found: MutableDict = new Map<Value, Value>();
      for (const name of new Set([...one.networks.keys(), ...other.networks.keys()])) {
        const changes = compareOne({ one, other, name: pythonStr(name) }, keys);
        if (changes.size > 0) found.set(name, changes);
      }
      return found;
    },
  }),
};

/** Settings that count: those that people choose, and those that come of themselves. */
export interface ComparedKeys {
  readonly static: readonly string[];
  readonly automatic: readonly string[];
}

/** `docker.compare_container_networks` of the configuration. */
export async function comparedKeys(context: ExecutionContext): Promise<ComparedKeys> {
  const option = await context.call("config.option", ["docker.compare_container_networks"]);
  const words = (name: string, fallback: readonly string[]): readonly string[] =>
    (getList(option, name) ?? fallback).map((key) => pythonStr(key));
  return {
    static: words("static", ["Aliases", "Links", "IPAMConfig"]),
    automatic: words("automatic", ["IPAddress", "Gateway", "GlobalIPv6Address", "IPv6Gateway"]),
  };
}

interface Connections {
  readonly info: Dict;
  readonly networks: Dict;
}

async function connectionsOf(engine: Engine, given: Value): Promise<Connections> {
  const info = isDict(given) ? given : await inspectContainer(engine, given);
  const networks = new Map(networksOf(info));
  // A running container is told to have networks that it has just been disconnected from.
  if (stateOf(info) === "running") {
    for (const name of [...networks.keys()])
      if (!(await isConnected(engine, name, info.get("Id") ?? null))) networks.delete(name);
  }
  return { info, networks };
}

async function isConnected(engine: Engine, network: Value, id: Value): Promise<boolean> {
  try {
    return getDict(await inspectNetwork(engine, network), "Containers")?.has(id) ?? true;
  } catch (error) {
    if (error instanceof CommandExecutionError) return true;
    throw error;
  }
}

interface Pair {
  readonly one: Connections;
  readonly other: Connections;
  readonly name: string;
}

function compareOne({ one, other, name }: Pair, keys: ComparedKeys): MutableDict {
  const [old, now] = [getDict(one.networks, name), getDict(other.networks, name)];
  const found: MutableDict = new Map<Value, Value>();
  for (const key of keys.static) {
    const [before, after] = [settingOf(one.info, old, key), settingOf(other.info, now, key)];
    if (key === "IPAMConfig") addAddressChanges(found, { old, now, before, after }, keys.automatic);
    else if ((isTruthy(before) || isTruthy(after)) && !isEqual(before, after))
      found.set(key, change(before, after));
  }
  return found;
}

function change(old: Value, now: Value): MutableDict {
  return new Map<Value, Value>([
    ["old", old],
    ["new", now],
  ]);
}

/** A setting of a connection; aliases without those that the engine gives each container. */
function settingOf(info: Dict, connection: Dict | undefined, key: string): Value {
  const value = connection?.get(key) ?? null;
  if (!isList(value)) return value;
  const texts = value.map((item) => pythonStr(item)).sort();
  if (key !== "Aliases") return texts;
  const hostname = getDict(info, "Config")?.get("Hostname");
  const id = pythonStr(info.get("Id") ?? "").slice(0, 12);
  const chosen = texts.filter((alias) => alias !== hostname && alias !== id);
  return chosen.length > 0 ? chosen : null;
}

interface AddressPair {
  readonly old: Dict | undefined;
  readonly now: Dict | undefined;
  readonly before: Value;
  readonly after: Value;
}

/** What became of addresses: chosen ones are compared, of others only that they come of themselves counts. */
function addAddressChanges(found: MutableDict, pair: AddressPair, automatic: readonly string[]): void {
  const { old, now, before, after } = pair;
  const [wasAutomatic, isAutomatic] = [
    old !== undefined && !isTruthy(before),
    now !== undefined && !isTruthy(after),
  ];
  if (wasAutomatic && isAutomatic) return;
  if (!wasAutomatic && !isAutomatic) {
    if (!isEqual(before, after)) found.set("IPAMConfig", change(before, after));
    return;
  }
  const shown = wasAutomatic ? old : now;
  const known = automatic.filter((key) => isTruthy(shown?.get(key)));
  for (const key of known) {
    const value = shown?.get(key) ?? null;
    found.set(key, wasAutomatic ? change(value, null) : change(null, value));
  }
  const chosen = wasAutomatic ? after : before;
  if (isTruthy(chosen)) found.set("IPAMConfig", wasAutomatic ? change(null, chosen) : change(chosen, null));
  if (known.length > 0) return;
  const other = isTruthy(chosen) ? "static" : "not connected";
  found.set("IPConfiguration", wasAutomatic ? change("automatic", other) : change(other, "automatic"));
}

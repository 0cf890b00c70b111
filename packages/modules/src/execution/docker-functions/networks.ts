/**
 * Functions of networks.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  fn,
  getDict,
  isDict,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { withAdditionalInfo } from "../../states/answer/additional-info.js";
import { givenKeywords } from "../../values/keywords.js";
import { endpointConfig } from "./bodies/endpoint.js";
import { ipamConfig, takeIpam } from "./bodies/ipam.js";
import type { Engine } from "./engine/engine.js";
import { EngineRefusal, filterText, resource } from "./engine/engine-call.js";
import { openEngine } from "./engine/open-engine.js";
import { inspectNetwork } from "./listing.js";
import { networkTranslator } from "./translate/network-translator.js";
import { translateInput } from "./translate/translate-input.js";
import { stringList } from "./translate/words.js";

const network_id = needed.any("The network: its name or id.");
const container = needed.any("The container: its name or id.");

export const networkFunctions = {
  networks: fn({
    doc: "The networks, all or those of the given names or ids.",
    examples: ["salt '*' docker.networks", "salt '*' docker.networks names=network-web"],
    params: { names: maybe.any(null, "Only these names."), ids: maybe.any(null, "Only these ids.") },
    run: async ({ names, ids }, context) => {
      const engine = await openEngine(context);
      const filters: MutableDict = new Map<Value, Value>();
      if (isTruthy(names)) filters.set("name", stringList(names));
      if (isTruthy(ids)) filters.set("id", stringList(ids));
      const query = { filters: filterText(filters) };
      const found = await engine.json({ action: "networks", path: "/networks", query });
      return await withContainers(engine, isList(found) ? found : []);
    },
  }),
  create_network: fn({
    doc: "Makes a network; also: `driver`, `options`, `subnet`, `gateway`, `ipam_pools`, `internal`, `labels`.",
    examples: [
      "salt '*' docker.create_network web_network driver=bridge",
      "salt '*' docker.create_network mynet subnet=10.0.20.0/24 gateway=10.0.20.1",
    ],
    params: {
      name: needed.str("The name of the network."),
      skip_translate: maybe.any(null, "True, or names of arguments, to hand these on as they are."),
      ignore_collisions: maybe.bool(false, "Let an argument win over another name of it."),
      validate_ip_addrs: maybe.bool(true, "Refuse texts that are no addresses."),
      client_timeout: maybe.any(60, "Seconds without a byte from the engine after which it is given up."),
    },
    varkw: "kwargs",
    run: async ({ name, client_timeout, ...rules }, context, { kwargs }) => {
      const given = translateInput(networkTranslator, kwargs, rules);
      if (!given.has("ipam")) {
        const { pools, settings } = takeIpam(given);
        if (settings.size > 0 || isTruthy(pools)) given.set("ipam", ipamConfig(pools, settings));
      }
      const engine = await openEngine(context, { timeout: client_timeout });
      const body = networkBody(name, given);
      return await engine.json({ action: "create_network", method: "POST", path: "/networks/create", body });
    },
  }),
  remove_network: fn({
    doc: "Removes a network.",
    examples: ["salt '*' docker.remove_network mynet"],
    params: { network_id },
    run: async (args, context) => {
      const engine = await openEngine(context);
      const path = resource`/networks/${args.network_id}`;
      await engine.bytes({ action: "remove_network", method: "DELETE", path });
      return true;
    },
  }),
  inspect_network: fn({
    doc: "All that the engine tells of a network.",
    examples: ["salt '*' docker.inspect_network mynet"],
    params: { network_id },
    run: async (args, context) => await inspectNetwork(await openEngine(context), args.network_id),
  }),
  connected: fn({
    doc: "The containers that are connected to a network; with `verbose`, how.",
    examples: ["salt '*' docker.connected net_name"],
    params: {
      name: needed.any("The network."),
      verbose: maybe.bool(false, "Tell addresses and the like, too."),
    },
    run: async ({ name, verbose }, context) => {
      const found = await connectedTo(await openEngine(context), name);
      return verbose ? found : [...found.keys()];
    },
  }),
  connect_container_to_network: fn({
    doc: "Connects a container to a network; also: `aliases`, `links`, `ipv4_address`, `ipv6_address`.",
    examples: ["salt '*' docker.connect_container_to_network web mynet ipv4_address=10.0.20.10"],
    params: { container, net_id: needed.any("The network: its name or id.") },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      await connect(await openEngine(context), args.container, args.net_id, givenKeywords(kwargs));
      return true;
    },
  }),
  disconnect_container_from_network: fn({
    doc: "Ends the connection of a container to a network.",
    examples: ["salt '*' docker.disconnect_container_from_network web mynet"],
    params: { container, network_id },
    run: async (args, context) => {
      await disconnect(await openEngine(context), args.container, args.network_id);
      return true;
    },
  }),
  disconnect_all_containers_from_network: fn({
    doc: "Ends all connections of containers to a network.",
    examples: ["salt '*' docker.disconnect_all_containers_from_network mynet"],
    params: { network_id },
    run: async (args, context) => {
      const engine = await openEngine(context);
      const [removed, errors]: [string[], string[]] = [[], []];
      for (const name of (await connectedTo(engine, args.network_id)).keys()) {
        try {
          await disconnect(engine, name, args.network_id);
          removed.push(pythonStr(name));
        } catch (error) {
          if (!(error instanceof CommandExecutionError)) throw error;
          if (!(error instanceof EngineRefusal && error.status === 404)) errors.push(errorText(error));
        }
      }
      if (errors.length === 0) return removed;
      const told = "One or more containers failed to be removed";
      throw new CommandExecutionError(withAdditionalInfo(told, { removed, errors }));
    },
  }),
};

/** Connects a container to a network. Throws CommandExecutionError. */
export async function connect(engine: Engine, container: Value, network: Value, given: Dict): Promise<void> {
  const body = new Map<Value, Value>([
    ["Container", container],
    ["EndpointConfig", endpointConfig(given)],
  ]);
  const path = resource`/networks/${network}/connect`;
  await engine.bytes({ action: "connect_container_to_network", method: "POST", path, body });
}

async function disconnect(engine: Engine, container: Value, network: Value): Promise<void> {
  const path = resource`/networks/${network}/disconnect`;
  const body = new Map<Value, Value>([["Container", container]]);
  await engine.bytes({ action: "disconnect_container_from_network", method: "POST", path, body });
}

async function withContainers(engine: Engine, networks: readonly Value[]): Promise<readonly Value[]> {
  const found: Value[] = [];
  for (const network of networks) {
    if (!isDict(network)) continue;
    const containers = await containersOf(engine, network.get("Id") ?? null);
    found.push(
      isTruthy(containers ?? null) ? new Map([...network, ["Containers", containers ?? null]]) : network,
    );
  }
  return found;
}

async function containersOf(engine: Engine, network: Value): Promise<Value | undefined> {
  try {
    return (await inspectNetwork(engine, network)).get("Containers");
  } catch (error) {
    if (error instanceof CommandExecutionError) return undefined;
    throw error;
  }
}

async function connectedTo(engine: Engine, network: Value): Promise<MutableDict> {
  const containers = getDict(await inspectNetwork(engine, network), "Containers") ?? new Map<Value, Value>();
  const found: MutableDict = new Map<Value, Value>();
  for (const [id, info] of containers) {
    const name = isDict(info) ? info.get("Name") : undefined;
    if (!isDict(info) || name === undefined) continue;
    const facts = new Map([...info].filter(([key]) => key !== "Name"));
    found.set(name, facts.set("Id", id));
  }
  return found;
}

const NETWORK_KEYS: Readonly<Record<string, string>> = {
  driver: "Driver",
  options: "Options",
  ipam: "IPAM",
  check_duplicate: "CheckDuplicate",
  labels: "Labels",
  enable_ipv6: "EnableIPv6",
  internal: "Internal",
  attachable: "Attachable",
  ingress: "Ingress",
  scope: "Scope",
};

function networkBody(name: string, given: Dict): MutableDict {
  const body = new Map<Value, Value>([["Name", name]]);
  for (const [argument, value] of given) {
    const key = NETWORK_KEYS[pythonStr(argument)];
    if (key === undefined)
      throw new SaltInvocationError(`'${pythonStr(argument)}' is no setting of a network`);
    const isSwitch = key === "EnableIPv6" || key === "Internal";
    if (value !== null && (!isSwitch || isTruthy(value))) body.set(key, value);
  }
  return body;
}

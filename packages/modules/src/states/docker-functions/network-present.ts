/**
 * A network that is there and is set up as wanted.
 */
import { randomBytes } from "node:crypto";
import type { Dict, ExecutionContext, MutableDict, Plain, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  getDict,
  getList,
  getString,
  isDict,
  isTrial,
  isTruthy,
  maybe,
  needed,
  SaltInvocationError,
  stateFn,
} from "@salt/core";
import { ipamConfig, takeIpam } from "../../execution/docker-functions/bodies/ipam.js";
import { networkTranslator } from "../../execution/docker-functions/translate/network-translator.js";
import { translateInput } from "../../execution/docker-functions/translate/translate-input.js";
import { failed } from "../answer/answer.js";
import { orUndefined, translateParams } from "./container-arguments.js";
import { findNetwork, removeNetwork } from "./network-absent.js";
import type { Members } from "./network-members.js";
import { connectMembers, membersOf, noteConnections } from "./network-members.js";

/** What the steps of one run share. */
export interface NetworkWork {
  readonly name: string;
  readonly settings: MutableDict;
  readonly ipam: MutableDict;
  readonly changes: Map<string, Plain>;
  readonly warnings: string[];
  /** Whether connections of containers are made again that are not listed. */
  readonly reconnect: boolean;
  readonly listed: Value;
}

export const present = stateFn({
  doc: "Makes a network be there; one that is set up otherwise is made again. Takes what `docker.create_network` takes.",
  params: {
    name: needed.str("The network."),
    ...translateParams,
    containers: maybe.any(null, "Containers that are to be connected, and no others when it is made again."),
    reconnect: maybe.bool(
      true,
      "Connect containers again when it is made again and `containers` is not given.",
    ),
  },
  varkw: "kwargs",
  run: async ({ name, containers, reconnect, ...rules }, context, { kwargs }) => {
    const network = await findNetwork(name, context);
    if (typeof network === "string") return failed(name, network);
    const warnings: string[] = [];
    const members = await membersOf(containers, warnings, context);
    const work = { name, changes: new Map<string, Plain>(), warnings, reconnect, listed: containers };
    try {
      const settings = translateInput(networkTranslator, kwargs, rules);
      return await bring({ ...work, settings, ipam: takeAddresses(settings) }, network, members, context);
    } catch (error) {
      if (!(error instanceof CommandExecutionError || error instanceof SaltInvocationError)) throw error;
      return finished(work, false, errorText(error));
    }
  },
});

function takeAddresses(settings: MutableDict): MutableDict {
  const { pools, settings: own } = takeIpam(settings);
  const whole = settings.get("ipam") ?? null;
  settings.delete("ipam");
  if (!isDict(whole)) return ipamConfig(pools, own);
  if (own.size > 0 || isTruthy(pools)) {
    throw new SaltInvocationError(
      "Cannot mix the 'ipam' argument with any of the IPAM config arguments. See documentation for details.",
    );
  }
  return new Map(whole);
}

function finished(
  { name, changes, warnings }: Pick<NetworkWork, "name" | "changes" | "warnings">,
  result: boolean | null,
  comment: string,
): StateAnswer {
  const answer = { name, changes: Object.fromEntries(changes), result, comment };
  return warnings.length > 0 ? { ...answer, warnings } : answer;
}

async function bring(
  work: NetworkWork,
  network: Dict | undefined,
  members: Members,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, changes } = work;
  let old: MutableDict = new Map<Value, Value>();
  let connected = getDict(network, "Containers") ?? new Map<Value, Value>();
  let comment = `Network '${name}' already exists, and is configured as specified`;
  const differences = network === undefined ? undefined : await compare(work, network, context);
  if (network === undefined || (differences?.size ?? 0) > 0) {
    if (differences !== undefined) changes.set(name, differences);
    if (isTrial(context)) {
      const told =
        network === undefined ? "Network will be created" : "Network would be recreated with new config";
      return finished(work, null, told);
    }
    if (network !== undefined) {
      old = await withConnections(work, new Map(connected), context);
      const removed = await removeNetwork(network, context);
      if (removed.result !== true) return removed;
    }
    const settings = Object.fromEntries([...work.settings, ["ipam", work.ipam]]);
    try {
      await context.call("docker.create_network", [name], { ...settings, skip_translate: true });
    } catch (error) {
      if (!(error instanceof CommandExecutionError)) throw error;
      return finished(work, false, `Failed to create network '${name}': ${errorText(error)}`);
    }
    changes.set(network === undefined ? "created" : "recreated", true);
    comment = `Network '${name}' ${network === undefined ? "created" : "was replaced with updated config"}`;
    connected = new Map<Value, Value>();
  }
  const wanted = work.listed === null && work.reconnect && old.size > 0 ? old : members;
  const missing = new Map([...wanted].filter(([id]) => !connected.has(id)));
  if (isTrial(context)) return plannedConnections(work, missing, comment);
  const errors = await connectMembers(work, missing, old, context);
  noteConnections(work, old, missing);
  if (errors.length > 0) return finished(work, false, `${comment}. ${errors.join(". ")}.`);
  return finished(work, true, comment);
}

/** A trial of a network that stays as it is; containers would still be connected. */
function plannedConnections(work: NetworkWork, missing: Members, comment: string): StateAnswer {
  if (missing.size === 0) return finished(work, true, comment);
  work.changes.set(
    "connected",
    [...missing.values()].map((member) => getString(member, "Name") ?? ""),
  );
  return finished(work, null, "Containers would be connected");
}

/** How the network is set up otherwise: a second one is made, compared with, and removed. */
async function compare(work: NetworkWork, network: Dict, context: ExecutionContext): Promise<MutableDict> {
  const temp = `salt-${randomBytes(8).toString("hex")}`;
  const settings = new Map(work.settings);
  const isIpv6 = settings.get("enable_ipv6") ?? null;
  settings.set("enable_ipv6", false);
  renameBridge(settings);
  try {
    await context.call("docker.create_network", [temp], {
      ...Object.fromEntries(settings),
      skip_translate: true,
    });
  } catch (error) {
    throw new CommandExecutionError(`Failed to create temp network for comparison: ${errorText(error)}`);
  }
  try {
    const told = await context.call("docker.inspect_network", [temp]);
    const wanted = new Map(isDict(told) ? told : []);
    wanted.set("EnableIPv6", isTruthy(isIpv6)).set("IPAM", work.ipam);
    const found = await context.call("docker.compare_networks", [
      withoutDefaultPool(network, work.ipam),
      wanted,
    ]);
    return isDict(found) ? new Map(found) : new Map();
  } finally {
    try {
      await context.call("docker.remove_network", [temp]);
    } catch (error) {
      work.warnings.push(`Failed to remove temp network '${temp}': ${errorText(error)}.`);
    }
  }
}

/** Two bridges cannot have the same name. */
function renameBridge(settings: MutableDict): void {
  const options = settings.get("options") ?? null;
  const bridge = getString(options, "com.docker.network.bridge.name");
  if (settings.get("driver") !== "bridge" || bridge === undefined || !isDict(options)) return;
  settings.set(
    "options",
    new Map([...options, ["com.docker.network.bridge.name", `${bridge}comp`.slice(-14)]]),
  );
}

/** A pool that the engine chose counts as none when none is asked for. */
function withoutDefaultPool(network: Dict, wanted: Dict): Dict {
  const ipam = getDict(network, "IPAM");
  const [pool, ...others] = getList(ipam, "Config") ?? [];
  const hasWish = (getList(wanted, "Config") ?? []).length > 0;
  if (ipam === undefined || hasWish || others.length > 0 || !isDict(pool)) return network;
  const keys = [...pool].filter(([, value]) => value !== "" && value !== null).map(([key]) => key);
  if (keys.toSorted().join() !== "Gateway,Subnet") return network;
  return new Map([...network, ["IPAM", new Map([...ipam, ["Config", []]])]]);
}

/** Containers that were connected, with what their connections were like. */
async function withConnections(
  work: NetworkWork,
  members: MutableDict,
  context: ExecutionContext,
): Promise<MutableDict> {
  if (isTruthy(work.listed) || !work.reconnect) return members;
  for (const [id, member] of members) {
    const info = await orUndefined(context.call("docker.inspect_container", [id]));
    const connection = getDict(getDict(getDict(info, "NetworkSettings"), "Networks"), work.name);
    const kept = ["Links", "Aliases"].flatMap((key) => {
      const value = connection?.get(key) ?? null;
      return isTruthy(value) ? [[key, value] as const] : [];
    });
    if (isDict(member)) members.set(id, new Map([...member, ...kept]));
  }
  return members;
}

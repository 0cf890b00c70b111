/**
 * The containers of a network.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  getDict,
  getString,
  isDict,
  isTruthy,
  pythonStr,
} from "@salt/core";
import { stringList } from "../../execution/docker-functions/translate/words.js";
import { orUndefined } from "./container-arguments.js";
import type { NetworkWork } from "./network-present.js";

/** Containers by id: each has a name, and may have what its connection was like. */
export interface Members extends Dict {}

/** The containers that a state lists and that run; the others are told in warnings. */
export async function membersOf(
  listed: Value,
  warnings: string[],
  context: ExecutionContext,
): Promise<MutableDict> {
  const found: MutableDict = new Map<Value, Value>();
  const [missing, stopped]: [string[], string[]] = [[], []];
  for (const name of isTruthy(listed) ? stringList(listed) : []) {
    const info = await orUndefined(context.call("docker.inspect_container", [name]));
    const id = getString(info, "Id");
    if (id === undefined) missing.push(name);
    else if (!isTruthy(getDict(info, "State")?.get("Running") ?? null)) stopped.push(name);
    else found.set(id, new Map<Value, Value>([["Name", name]]));
  }
  if (missing.length > 0) warnings.push(`The following containers do not exist: ${missing.join(", ")}.`);
  if (stopped.length > 0) warnings.push(`The following containers are not running: ${stopped.join(", ")}.`);
  return found;
}

/** Connects containers, those that were connected before as they were; what went wrong. */
export async function connectMembers(
  work: NetworkWork,
  members: Members,
  old: Members,
  context: ExecutionContext,
): Promise<readonly string[]> {
  const errors: string[] = [];
  for (const [id, member] of members) {
    const isOld = old.has(id);
    const settings = isOld && isDict(member) ? settingsOf(member) : {};
    try {
      await connectAs(work.name, id, settings, context);
      const key = isOld ? "reconnected" : "connected";
      const before = work.changes.get(key);
      const names = Array.isArray(before) ? before : [];
      work.changes.set(key, [...names, getString(member, "Name") ?? ""]);
    } catch (error) {
      if (!(error instanceof CommandExecutionError)) throw error;
      errors.push(errorText(error));
    }
  }
  return errors;
}

/** With the settings that a connection had; without them when these no longer fit. */
async function connectAs(
  network: string,
  id: Value,
  settings: { readonly [name: string]: Value },
  context: ExecutionContext,
): Promise<void> {
  const fun = "docker.connect_container_to_network";
  try {
    await context.call(fun, [id, network], settings);
  } catch (error) {
    if (!(error instanceof CommandExecutionError) || Object.keys(settings).length === 0) throw error;
    await context.call(fun, [id, network]);
  }
}

const SETTINGS = [
  ["IPv4Address", "ipv4_address"],
  ["IPv6Address", "ipv6_address"],
  ["Links", "links"],
  ["Aliases", "aliases"],
] as const;

function settingsOf(member: Dict): { readonly [name: string]: Value } {
  const found = SETTINGS.flatMap(([key, argument]) => {
    const value = member.get(key) ?? null;
    if (!isTruthy(value)) return [];
    return [[argument, key.endsWith("Address") ? pythonStr(value).replace(/\/.*$/, "") : value] as const];
  });
  return Object.fromEntries(found);
}

/** Notes the containers that were connected and are no longer. */
export function noteConnections({ changes }: NetworkWork, old: Members, connected: Members): void {
  const gone = [...old]
    .filter(([id]) => !connected.has(id))
    .map(([, member]) => getString(member, "Name") ?? "");
  if (gone.length > 0) changes.set("disconnected", gone);
}

/**
 * What is to be in a zone, compared with what is in it, and brought about.
 */
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import { dict, get, includes, isEqual, isList, isTrial, pythonStr } from "@salt/core";

/** One kind of things in a zone: its key among the changes and the functions that list, add and remove. */
export interface MemberKind {
  readonly key: string;
  readonly list: string;
  /** What adds one: the function and its arguments. */
  readonly add: (zone: string, item: Value) => readonly [fun: string, args: readonly Value[]];
  /** What removes one: the function and its arguments. */
  readonly remove: (zone: string, item: Value) => readonly [fun: string, args: readonly Value[]];
}

/** What is wanted of a kind. */
export interface MemberRequest {
  readonly zone: string;
  readonly wanted: readonly Value[];
  /** Whether what is not wanted goes. */
  readonly prune: boolean;
}

/** Functions whose arguments are the zone and then the thing. */
function inZone(key: string, list: string, add: string, remove: string): MemberKind {
  return {
    key,
    list,
    add: (zone, item) => [add, [zone, item]],
    remove: (zone, item) => [remove, [zone, item]],
  };
}

export const ICMP = inZone(
  "icmp_types",
  "firewalld.list_icmp_block",
  "firewalld.block_icmp",
  "firewalld.allow_icmp",
);
export const PORTS = inZone("ports", "firewalld.list_ports", "firewalld.add_port", "firewalld.remove_port");
export const INTERFACES = inZone(
  "interfaces",
  "firewalld.get_interfaces",
  "firewalld.add_interface",
  "firewalld.remove_interface",
);
export const SOURCES = inZone(
  "sources",
  "firewalld.get_sources",
  "firewalld.add_source",
  "firewalld.remove_source",
);
export const RICH_RULES = inZone(
  "rich_rules",
  "firewalld.get_rich_rules",
  "firewalld.add_rich_rule",
  "firewalld.remove_rich_rule",
);
export const SERVICES: MemberKind = {
  key: "services",
  list: "firewalld.list_services",
  add: (zone, item) => ["firewalld.add_service", [item, zone]],
  remove: (zone, item) => ["firewalld.remove_service", [item, zone]],
};
export const FORWARDS: MemberKind = {
  key: "port_fwd",
  list: "firewalld.list_port_fwd",
  add: (zone, item) => ["firewalld.add_port_fwd", [zone, ...forwardArguments(item)]],
  remove: (zone, item) => ["firewalld.remove_port_fwd", [zone, ...forwardArguments(item)]],
};

/** A forwarded port from the form `from:to:protocol[:address]`, as firewalld.list_port_fwd tells it. */
export function forwardOf(text: Value): Value {
  const [source = "", destination = "", protocol = "", ...address] = pythonStr(text).split(":");
  return dict({
    "Source port": source,
    "Destination port": destination,
    Protocol: protocol,
    "Destination address": address.join(":"),
  });
}

function forwardArguments(item: Value): readonly Value[] {
  const keys = ["Source port", "Destination port", "Protocol", "Destination address"];
  return keys.map((key) => get(item, key) ?? "");
}

/** Adds and removes what is needed and writes down the change. Throws what the functions throw. */
export async function bringAbout(
  kind: MemberKind,
  { zone, wanted, prune }: MemberRequest,
  changes: MutableDict,
  context: ExecutionContext,
): Promise<void> {
  const told = await context.call(kind.list, [zone], { permanent: true });
  const current = isList(told) ? told : [];
  const has = (list: readonly Value[], item: Value): boolean =>
    includes(list, item) || list.some((one) => isEqual(one, item));
  const fresh = wanted.filter((item, at) => !has(current, item) && !has(wanted.slice(0, at), item));
  const old = prune ? current.filter((item) => !has(wanted, item)) : [];
  const steps = [...fresh.map((item) => kind.add(zone, item)), ...old.map((item) => kind.remove(zone, item))];
  if (!isTrial(context)) for (const [fun, args] of steps) await context.call(fun, args, { permanent: true });
  // Without pruning what was there stays, and is told among the new.
  const now = prune ? wanted : [...current, ...fresh];
  if (steps.length > 0) changes.set(kind.key, dict({ old: current, new: now }));
}

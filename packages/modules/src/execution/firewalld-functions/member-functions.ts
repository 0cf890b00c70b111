/**
 * Functions of what is in zones and services: ports, sources, interfaces, rules and the like.
 */
import type { Dict, ExecutionContext, ExecutionFunction, Plain } from "@salt/core";
import { CommandExecutionError, dict, fn, maybe, needed } from "@salt/core";
import { firewallCmd, inZone, permanent, wordsOf, zone } from "./command.js";
import { forceMasquerade } from "./zone-functions.js";

const force_masquerade = maybe.bool(false, "Hide the addresses behind the zone, too.");
const forward = {
  zone,
  src: needed.any("The port that is reached from outside."),
  dest: needed.any("The port that it leads to."),
  proto: maybe.str("tcp", "The protocol."),
  dstaddr: maybe.str("", "The address that it leads to; this machine's when not given."),
  permanent,
};

/** Functions of what is in zones and services. */
export const memberFunctions = {
  list_services: members(
    "list_services my_zone",
    "list-services",
    "The services that a zone lets through.",
    true,
  ),
  list_ports: members("list_ports my_zone", "list-ports", "The ports that a zone lets through."),
  list_icmp_block: members(
    "list_icmp_block my_zone",
    "list-icmp-blocks",
    "The kinds of ICMP that a zone holds up.",
  ),
  get_interfaces: members("get_interfaces my_zone", "list-interfaces", "The interfaces of a zone."),
  get_sources: members("get_sources my_zone", "list-sources", "The addresses of a zone."),
  add_service: service("add_service ssh my_zone", "add-service", "Lets a service through a zone."),
  remove_service: service(
    "remove_service ssh my_zone",
    "remove-service",
    "Lets a service through a zone no more.",
  ),
  add_port: fn({
    doc: "Lets a port through a zone.",
    examples: ["salt '*' firewalld.add_port internal 443/tcp"],
    params: {
      zone,
      port: needed.str("The port and its protocol, e.g. `443/tcp`."),
      permanent,
      force_masquerade,
    },
    run: async (args, context) => {
      if (args.force_masquerade) await forceMasquerade(args.zone, context);
      return await firewallCmd(inZone(args, ["add-port", args.port]), context);
    },
  }),
  remove_port: member(
    "remove_port internal 443/tcp",
    "remove-port",
    "port",
    "Lets a port through a zone no more.",
  ),
  add_interface: member(
    "add_interface zone eth0",
    "add-interface",
    "interface",
    "Puts an interface into a zone.",
  ),
  remove_interface: member(
    "remove_interface zone eth0",
    "remove-interface",
    "interface",
    "Takes an interface out of a zone.",
  ),
  add_source: member("add_source zone 192.168.1.1", "add-source", "source", "Puts addresses into a zone."),
  remove_source: member(
    "remove_source zone 192.168.1.1",
    "remove-source",
    "source",
    "Takes addresses out of a zone.",
  ),
  add_rich_rule: member(
    "add_rich_rule zone 'rule'",
    "add-rich-rule",
    "rule",
    "Adds a rule in the rich language to a zone.",
  ),
  remove_rich_rule: member(
    "remove_rich_rule zone 'rule'",
    "remove-rich-rule",
    "rule",
    "Removes a rule in the rich language from a zone.",
  ),
  get_rich_rules: fn({
    doc: "The rules of a zone in the rich language.",
    examples: ["salt '*' firewalld.get_rich_rules zone"],
    params: { zone, permanent },
    run: async (args, context): Promise<Plain> => {
      const text = await firewallCmd(inZone(args, ["list-rich-rules"]), context);
      return text === "" ? [] : text.split("\n");
    },
  }),
  add_port_fwd: fn({
    doc: "Leads a port elsewhere.",
    examples: ["salt '*' firewalld.add_port_fwd public 80 443 tcp"],
    params: { ...forward, force_masquerade },
    run: async (args, context) => {
      if (args.force_masquerade) await forceMasquerade(args.zone, context);
      return await firewallCmd(inZone(args, ["add-forward-port", forwardText(args)]), context);
    },
  }),
  remove_port_fwd: fn({
    doc: "Leads a port elsewhere no more.",
    examples: ["salt '*' firewalld.remove_port_fwd public 80 443 tcp"],
    params: forward,
    run: (args, context) => firewallCmd(inZone(args, ["remove-forward-port", forwardText(args)]), context),
  }),
  list_port_fwd: fn({
    doc: "The ports of a zone that lead elsewhere.",
    examples: ["salt '*' firewalld.list_port_fwd public"],
    params: { zone, permanent },
    run: async (args, context): Promise<Plain> => {
      const text = await firewallCmd(inZone(args, ["list-forward-ports"]), context);
      return text
        .split("\n")
        .filter((line) => line !== "")
        .map(readForward);
    },
  }),
  block_icmp: icmp(
    "block_icmp zone echo-reply",
    "add-icmp-block",
    false,
    "Holds up a kind of ICMP; false for one that is not known.",
  ),
  allow_icmp: icmp(
    "allow_icmp zone echo-reply",
    "remove-icmp-block",
    true,
    "Holds up a kind of ICMP no more; false for one that is not known.",
  ),
  add_service_port: ofService(
    "add_service_port zone 80",
    "add-port",
    "port",
    "Adds a port to a service.",
    true,
  ),
  remove_service_port: ofService(
    "remove_service_port zone 80",
    "remove-port",
    "port",
    "Removes a port from a service.",
    true,
  ),
  add_service_protocol: ofService(
    "add_service_protocol zone ssh",
    "add-protocol",
    "protocol",
    "Adds a protocol to a service.",
  ),
  remove_service_protocol: ofService(
    "remove_service_protocol zone ssh",
    "remove-protocol",
    "protocol",
    "Removes a protocol from a service.",
  ),
  get_service_ports: serviceMembers("get_service_ports zone", "get-ports", "The ports of a service."),
  get_service_protocols: serviceMembers(
    "get_service_protocols zone",
    "get-protocols",
    "The protocols of a service.",
  ),
} as const;

function members(call: string, option: string, doc: string, isOptional = false): ExecutionFunction {
  const which = isOptional ? maybe.str(null, "The zone; the default one when not given.") : zone;
  return fn({
    doc,
    examples: [`salt '*' firewalld.${call}`],
    params: { zone: which, permanent },
    run: async (args, context): Promise<Plain> => wordsOf(await firewallCmd(inZone(args, [option]), context)),
  });
}

function service(call: string, option: string, doc: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' firewalld.${call}`],
    params: {
      service: needed.str("The service."),
      zone: maybe.str(null, "The zone; the default one when not given."),
      permanent,
    },
    run: (args, context) => firewallCmd(inZone(args, [option, args.service]), context),
  });
}

function member(
  call: string,
  option: string,
  name: "port" | "interface" | "source" | "rule",
  doc: string,
): ExecutionFunction {
  const one = needed.str(doc);
  return fn({
    doc,
    examples: [`salt '*' firewalld.${call}`],
    params: { zone, ...(name === "port" ? { port: one } : {}), ...named(name, one), permanent },
    run: (args, context) => {
      const value = Object.entries(args).find(([key]) => key === name)?.[1] ?? "";
      return firewallCmd(inZone(args, [option, value]), context);
    },
  });
}

function named<T>(name: string, value: T): Readonly<Record<string, T>> {
  return { [name]: value };
}

function icmp(call: string, option: string, isBlocked: boolean, doc: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' firewalld.${call}`],
    params: { zone, icmp: needed.str("The kind of ICMP."), permanent },
    run: async (args, context): Promise<string | false> => {
      const known = await firewallCmd(inZone({ ...args, zone: null }, ["get-icmptypes"]), context);
      if (!wordsOf(known).includes(args.icmp)) return false;
      const now = wordsOf(await firewallCmd(inZone(args, ["list-icmp-blocks"]), context));
      if (now.includes(args.icmp) !== isBlocked) return "success";
      return await firewallCmd(inZone(args, [option, args.icmp]), context);
    },
  });
}

function ofService(
  call: string,
  option: string,
  name: string,
  doc: string,
  isChecked = false,
): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' firewalld.${call}`],
    params: { service: needed.str("The service."), ...named(name, needed.str(doc)) },
    run: async (args, context) => {
      if (isChecked && !(await knownServices(context)).includes(args.service))
        throw new CommandExecutionError("The service does not exist.");
      const value = Object.entries(args).find(([key]) => key === name)?.[1] ?? "";
      return await firewallCmd([["permanent"], ["service", args.service], [option, value]], context);
    },
  });
}

function serviceMembers(call: string, option: string, doc: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' firewalld.${call}`],
    params: { service: needed.str("The service.") },
    run: async (args, context): Promise<Plain> =>
      wordsOf(await firewallCmd([["permanent"], ["service", args.service], [option]], context)),
  });
}

async function knownServices(context: ExecutionContext): Promise<readonly string[]> {
  return wordsOf(await firewallCmd([["get-services"], ["permanent"]], context));
}

function forwardText(args: {
  readonly src: Plain;
  readonly dest: Plain;
  readonly proto: string | null;
  readonly dstaddr: string | null;
}): string {
  return `port=${String(args.src)}:proto=${args.proto}:toport=${String(args.dest)}:toaddr=${args.dstaddr ?? ""}`;
}

function readForward(line: string): Dict {
  const part = (name: string): string => new RegExp(`(?:^|:)${name}=([^:]*)`).exec(line)?.[1] ?? "";
  return dict({
    "Source port": part("port"),
    Protocol: part("proto"),
    "Destination port": part("toport"),
    // An IPv6 address has colons of its own; it comes last.
    "Destination address": /(?:^|:)toaddr=(.*)$/.exec(line)?.[1] ?? "",
  });
}

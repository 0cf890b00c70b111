/**
 * Functions of zones: which there are, what is in them, what belongs to them.
 */
import type { Dict, ExecutionContext, ExecutionFunction, Plain } from "@salt/core";
import { fn, isDict, isList, maybe, needed } from "@salt/core";
import type { FirewallOption } from "./command.js";
import { firewallCmd, inZone, permanent, readZones, restart, wordsOf, zone } from "./command.js";

const anyZone = maybe.str(null, "The zone; the default one when not given.");

/** Functions of zones. */
export const zoneFunctions = {
  default_zone: fn({
    doc: "The zone of interfaces that are in none.",
    examples: ["salt '*' firewalld.default_zone"],
    run: (_args, context) => firewallCmd([["get-default-zone"]], context),
  }),
  set_default_zone: fn({
    doc: "Says which zone interfaces are in that are in none.",
    examples: ["salt '*' firewalld.set_default_zone damian"],
    params: { zone },
    run: (args, context) => firewallCmd([["set-default-zone", args.zone]], context),
  }),
  list_zones: fn({
    doc: "All zones and all that is in them.",
    examples: ["salt '*' firewalld.list_zones"],
    params: { permanent },
    run: async (args, context): Promise<Dict> =>
      readZones(await firewallCmd(inZone({ zone: null, ...args }, ["list-all-zones"]), context)),
  }),
  list_all: fn({
    doc: "All that is in a zone.",
    examples: ["salt '*' firewalld.list_all my_zone"],
    params: { zone: anyZone, permanent },
    run: (args, context): Promise<Dict> => listAll(args, context),
  }),
  get_zones: listing("get_zones", "get-zones", "The names of zones."),
  get_services: listing("get_services", "get-services", "The names of services that are known."),
  get_icmp_types: listing("get_icmp_types", "get-icmptypes", "The names of kinds of ICMP that are known."),
  new_zone: fn({
    doc: "Makes a zone.",
    examples: ["salt '*' firewalld.new_zone my_zone"],
    params: { zone, restart },
    run: (args, context) => kept(["new-zone", args.zone], args.restart, context),
  }),
  delete_zone: fn({
    doc: "Removes a zone.",
    examples: ["salt '*' firewalld.delete_zone my_zone"],
    params: { zone, restart },
    run: (args, context) => kept(["delete-zone", args.zone], args.restart, context),
  }),
  new_service: fn({
    doc: "Makes a service known.",
    examples: ["salt '*' firewalld.new_service my_service"],
    params: { name: needed.str("The service."), restart },
    run: (args, context) => kept(["new-service", args.name], args.restart, context),
  }),
  delete_service: fn({
    doc: "Makes a service not known any more.",
    examples: ["salt '*' firewalld.delete_service my_service"],
    params: { name: needed.str("The service."), restart },
    run: (args, context) => kept(["delete-service", args.name], args.restart, context),
  }),
  get_masquerade: fn({
    doc: "Whether addresses behind a zone are hidden.",
    examples: ["salt '*' firewalld.get_masquerade zone=dmz"],
    params: { zone: anyZone, permanent },
    run: (args, context) => isMasked(args, context),
  }),
  add_masquerade: fn({
    doc: "Hides the addresses behind a zone.",
    examples: ["salt '*' firewalld.add_masquerade dmz"],
    params: { zone: anyZone, permanent },
    run: (args, context) => firewallCmd(inZone(args, ["add-masquerade"]), context),
  }),
  remove_masquerade: fn({
    doc: "Hides the addresses behind a zone no more.",
    examples: ["salt '*' firewalld.remove_masquerade dmz"],
    params: { zone: anyZone, permanent },
    run: (args, context) => firewallCmd(inZone(args, ["remove-masquerade"]), context),
  }),
} as const;

/** Hides the addresses behind a zone unless they are hidden. */
export async function forceMasquerade(zoneName: string, context: ExecutionContext): Promise<void> {
  const args = { zone: zoneName, permanent: true };
  if (!(await isMasked(args, context))) await firewallCmd(inZone(args, ["add-masquerade"]), context);
}

interface ZoneArguments {
  readonly zone: string | null;
  readonly permanent: boolean;
}

async function listAll(args: ZoneArguments, context: ExecutionContext): Promise<Dict> {
  return readZones(await firewallCmd(inZone(args, ["list-all"]), context));
}

async function isMasked(args: ZoneArguments, context: ExecutionContext): Promise<boolean> {
  const zones = [...(await listAll(args, context)).values()].filter(isDict);
  return !zones.some((one) => {
    const told = one.get("masquerade");
    return isList(told) && told[0] === "no";
  });
}

function listing(name: string, option: string, doc: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' firewalld.${name}`],
    params: { permanent },
    run: async (args, context): Promise<Plain> =>
      wordsOf(await firewallCmd(inZone({ zone: null, ...args }, [option]), context)),
  });
}

/** Changes what is kept, and brings it into force when asked to. */
async function kept(option: FirewallOption, isLoaded: boolean, context: ExecutionContext): Promise<string> {
  const told = await firewallCmd([option, ["permanent"]], context);
  return isLoaded && told === "success" ? await firewallCmd([["reload"]], context) : told;
}

/**
 * firewalld.present: a zone and what is in it.
 */
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  includes,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  stateFn,
} from "@salt/core";
import { nestedText } from "../../outputters/text/nested-text.js";
import { changed, failed, pending, unchanged } from "../answer/answer.js";
import type { MemberKind } from "./members.js";
import {
  bringAbout,
  FORWARDS,
  forwardOf,
  ICMP,
  INTERFACES,
  PORTS,
  RICH_RULES,
  SERVICES,
  SOURCES,
} from "./members.js";

const list = (what: string) => maybe.any(null, what);
const prune = (what: string) => maybe.bool(false, `Remove other ${what}.`);

const params = {
  name: needed.str("The zone."),
  block_icmp: list("Kinds of ICMP to hold up."),
  prune_block_icmp: prune("blocks of ICMP"),
  default: maybe.any(null, "Make it the default zone."),
  masquerade: maybe.bool(false, "Hide the addresses behind it."),
  ports: list("Ports to let through, e.g. `80/tcp`."),
  prune_ports: prune("ports"),
  port_fwd: list("Ports that lead elsewhere: `from:to:protocol[:address]`."),
  prune_port_fwd: prune("such ports"),
  services: list("Services to let through."),
  prune_services: prune("services"),
  interfaces: list("Interfaces."),
  prune_interfaces: prune("interfaces"),
  sources: list("Addresses."),
  prune_sources: prune("addresses"),
  rich_rules: list("Rules in the rich language."),
  prune_rich_rules: prune("such rules"),
};

type Wanted = readonly [kind: MemberKind, items: Value, prune: boolean];

export const present = stateFn({
  doc: "Makes a zone be there and have these properties; what is in it besides stays, unless it is pruned.",
  params,
  run: async (args, context) => {
    const { name } = args;
    const changes: MutableDict = new Map<Value, Value>();
    const forwards = itemsOf(args.port_fwd).map(forwardOf);
    try {
      await zoneMade(name, changes, context);
      if (isTruthy(args.block_icmp) || args.prune_block_icmp) {
        const wanted = await knownIcmp(itemsOf(args.block_icmp), context);
        await bringAbout(ICMP, { zone: name, wanted, prune: args.prune_block_icmp }, changes, context);
      }
      if (isTruthy(args.default)) await madeDefault(name, changes, context);
      await masked(name, args.masquerade, changes, context);
      const kinds: readonly Wanted[] = [
        [PORTS, args.ports, args.prune_ports],
        [FORWARDS, forwards, args.prune_port_fwd],
        [SERVICES, args.services, args.prune_services],
        [INTERFACES, args.interfaces, args.prune_interfaces],
        [SOURCES, args.sources, args.prune_sources],
        [RICH_RULES, args.rich_rules, args.prune_rich_rules],
      ];
      for (const [kind, items, isPruned] of kinds) {
        if (!isTruthy(items) && !isPruned) continue;
        const request = { zone: name, wanted: itemsOf(items), prune: isPruned };
        await bringAbout(kind, request, changes, context);
      }
    } catch (error) {
      if (!(error instanceof CommandExecutionError)) throw error;
      if (changes.size > 0 && !isTrial(context)) await context.call("firewalld.reload_rules");
      return failed(name, `Error: ${error.message}`, changes);
    }
    if (changes.size === 0) return unchanged(name, `'${name}' is already in the desired state.`);
    if (isTrial(context))
      return pending(name, `Configuration for '${name}' will change:\n${outline(changes)}`);
    await context.call("firewalld.reload_rules");
    return changed(name, `'${name}' was configured.`, changes);
  },
});

function itemsOf(value: Value): readonly Value[] {
  return isList(value) ? value : isTruthy(value) ? [value] : [];
}

async function zoneMade(name: string, changes: MutableDict, context: ExecutionContext): Promise<void> {
  const zones = await context.call("firewalld.get_zones", [], { permanent: true });
  if (isList(zones) && zones.includes(name)) return;
  if (!isTrial(context)) await context.call("firewalld.new_zone", [name]);
  changes.set(name, dict({ old: zones, new: name }));
}

/** Kinds of ICMP that firewalld does not know are left out, with a line in the log, as in Salt. */
async function knownIcmp(wanted: readonly Value[], context: ExecutionContext): Promise<readonly Value[]> {
  if (wanted.length === 0) return wanted;
  const told = await context.call("firewalld.get_icmp_types", [], { permanent: true });
  const known = isList(told) ? told : [];
  for (const type of wanted.filter((one) => !includes(known, one)))
    context.log.error({ type }, "This is no kind of ICMP that firewalld knows");
  return wanted.filter((one) => includes(known, one));
}

async function madeDefault(name: string, changes: MutableDict, context: ExecutionContext): Promise<void> {
  const now = await context.call("firewalld.default_zone");
  if (now === name) return;
  if (!isTrial(context)) await context.call("firewalld.set_default_zone", [name]);
  changes.set("default", dict({ old: now, new: name }));
}

async function masked(
  name: string,
  isWanted: boolean,
  changes: MutableDict,
  context: ExecutionContext,
): Promise<void> {
  const isMasked = isTruthy(await context.call("firewalld.get_masquerade", [name], { permanent: true }));
  if (isMasked === isWanted) return;
  const fun = isWanted ? "firewalld.add_masquerade" : "firewalld.remove_masquerade";
  if (!isTrial(context)) await context.call(fun, [name], { permanent: true });
  const told = `Masquerading successfully ${isWanted ? "set" : "disabled"}.`;
  changes.set("masquerade", dict({ old: "", new: told }));
}

/** Changes as the outputter `nested` writes them, without colours. */
function outline(changes: MutableDict): string {
  const plain = { color: false, stripColors: true, indent: undefined, retcode: 0 } as const;
  const how = { ...plain, stateOutput: "full", stateVerbose: true, opts: new Map<Value, Value>() } as const;
  return nestedText(changes, how, 0).trimEnd();
}

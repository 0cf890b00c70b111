/**
 * Rules of nftables: that they are in a chain, or not.
 */
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import { get, isTrial, isTruthy, maybe, needed, pythonStr, stateFn } from "@salt/core";
import { changed, failed, pending, unchanged } from "../answer/answer.js";
import { chainOf, ruleArguments } from "../iptables-functions/rule-arguments.js";

const params = {
  name: needed.str("A name for the rule."),
  family: maybe.str("ipv4", "`ipv4`, `ipv6`, `inet`, `arp`, `bridge` or `netdev`."),
};

/** A rule, where it belongs, and whether it is there. */
interface RuleState {
  readonly name: string;
  readonly family: string | null;
  readonly parts: Dict;
  readonly where: readonly Value[];
  readonly rule: Value;
  readonly isThere: boolean;
}

export const append = stateFn({
  doc: "Makes a rule be in a chain, at its end when it is not there yet; parts are those of nftables.build_rule.",
  params,
  varkw: "kwargs",
  run: async (args, context, { kwargs }) => {
    const { name, family, parts, where, rule, isThere } = await look(args, ruleArguments(kwargs), context);
    const command = pythonStr(rule);
    if (isThere) return unchanged(name, `nftables rule for ${name} already set (${command}) for ${family}`);
    if (isTrial(context))
      return pending(name, `nftables rule for ${name} needs to be set (${command}) for ${family}`);
    const told = await context.call("nftables.append", [...where, rule, family]);
    if (isTruthy(get(told, "result"))) return await set(name, parts, { command, family }, context);
    const fault = pythonStr(get(told, "comment") ?? "");
    const attempt = `Attempted rule was ${command} for ${family}.\n${fault}`;
    return failed(name, `Failed to set nftables rule for ${name}.\n${attempt}`);
  },
});

export const insert = stateFn({
  doc: "Makes a rule be in a chain, before that with the number `position` (0: at the start) when it is not there yet.",
  params,
  varkw: "kwargs",
  run: async (args, context, { kwargs }) => {
    const { name, family, parts, where, rule, isThere } = await look(args, ruleArguments(kwargs), context);
    const command = pythonStr(rule);
    if (isThere) return unchanged(name, `nftables rule for ${name} already set for ${family} (${command})`);
    if (isTrial(context))
      return pending(name, `nftables rule for ${name} needs to be set for ${family} (${command})`);
    const position = chainOf(parts, "position");
    const told = await context.call("nftables.insert", [...where, position, rule, family]);
    return isTruthy(get(told, "result"))
      ? await set(name, parts, { command, family }, context)
      : failed(name, `Failed to set nftables rule for ${name}.\nAttempted rule was ${command}`);
  },
});

const deleteRule = stateFn({
  doc: "Makes a rule not be in a chain (real Salt cannot remove it).",
  params,
  varkw: "kwargs",
  run: async (args, context, { kwargs }) => {
    const { name, family, parts, where, rule, isThere } = await look(args, ruleArguments(kwargs), context);
    const command = pythonStr(rule);
    if (!isThere)
      return unchanged(name, `nftables rule for ${name} already absent for ${family} (${command})`);
    if (isTrial(context))
      return pending(name, `nftables rule for ${name} needs to be deleted for ${family} (${command})`);
    const position = parts.get("position");
    const which = position === undefined ? { rule } : { position };
    const told = await context.call("nftables.delete", where, { family, ...which });
    if (!isTruthy(get(told, "result")))
      return failed(name, `Failed to delete nftables rule for ${name}.\nAttempted rule was ${command}`);
    const isSaved = await saved(parts, family, context);
    const comment = isSaved
      ? `Deleted and Saved nftables rule for ${name} for ${command}${family}`
      : `Delete nftables rule for ${name} ${command}`;
    return changed(name, comment, { locale: name });
  },
});

export { deleteRule as delete };

async function look(
  args: { readonly name: string; readonly family: string | null },
  parts: Dict,
  context: ExecutionContext,
): Promise<RuleState> {
  const { name, family } = args;
  const named = Object.fromEntries([...parts].map(([key, value]) => [pythonStr(key), value]));
  const rule = get(await context.call("nftables.build_rule", [], { family, ...named }), "rule") ?? "";
  const where = [chainOf(parts, "table"), chainOf(parts)];
  const told = await context.call("nftables.check", [...where, rule, family]);
  return { name, family, parts, where, rule, isThere: isTruthy(get(told, "result")) };
}

async function set(
  name: string,
  parts: Dict,
  { command, family }: { readonly command: string; readonly family: string | null },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const verb = (await saved(parts, family, context)) ? "Set and Saved" : "Set";
  return changed(name, `${verb} nftables rule for ${name} to: ${command} for ${family}`, { locale: name });
}

async function saved(parts: Dict, family: string | null, context: ExecutionContext): Promise<boolean> {
  if (!isTruthy(parts.get("save"))) return false;
  await context.call("nftables.save", [], { filename: null, family });
  return true;
}

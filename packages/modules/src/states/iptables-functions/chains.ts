/**
 * Chains of iptables: that they are there or not, what they do by default, that they are empty.
 */
import { isTrial, isTruthy, maybe, needed, pythonStr, stateFn } from "@salt/core";
import { answer, changed, failed, pending, unchanged } from "../answer/answer.js";
import { chainOf, family, ruleArguments, saveAfter, table } from "./rule-arguments.js";

const name = needed.str("The chain.");

export const chain_present = stateFn({
  doc: "Makes a chain be there.",
  params: { name, table, family },
  run: async (args, context) => {
    const place = `${args.name} chain`;
    const isThere = await context.call("iptables.check_chain", [args.table, args.name, args.family]);
    const inTable = `in ${args.table} table`;
    if (isThere === true)
      return unchanged(args.name, `iptables ${place} is already exist ${inTable} for ${args.family}`);
    if (isTrial(context))
      return pending(args.name, `iptables ${place} ${inTable} needs to be set for ${args.family}`);
    const made = await context.call("iptables.new_chain", [args.table, args.name, args.family]);
    if (made === true) {
      const comment = `iptables ${place} ${inTable} create success for ${args.family}`;
      return changed(args.name, comment, { locale: args.name });
    }
    const fault = pythonStr(made).trim();
    return failed(args.name, `Failed to create ${place} ${inTable}: ${fault} for ${args.family}`);
  },
});

export const chain_absent = stateFn({
  doc: "Makes a chain not be there: its rules are removed first.",
  params: { name, table, family },
  run: async (args, context) => {
    const place = `${args.name} chain`;
    const which = [args.table, args.name, args.family];
    const inTable = `in ${args.table} table`;
    if (!isTruthy(await context.call("iptables.check_chain", which)))
      return unchanged(args.name, `iptables ${place} is already absent ${inTable} for ${args.family}`);
    if (isTrial(context))
      return pending(args.name, `iptables ${place} ${inTable} needs to be removed ${args.family}`);
    const fault = (verb: string, told: string): string =>
      `Failed to ${verb} ${place} ${inTable}: ${told.trim()} for ${args.family}`;
    const flushed = await context.call("iptables.flush", which);
    if (isTruthy(flushed)) return failed(args.name, fault("flush", pythonStr(flushed)));
    const deleted = await context.call("iptables.delete_chain", which);
    if (deleted !== true) return failed(args.name, fault("delete", pythonStr(deleted)));
    const comment = `iptables ${place} ${inTable} delete success for ${args.family}`;
    return changed(args.name, comment, { locale: args.name });
  },
});

export const set_policy = stateFn({
  doc: "Says what is done with packets that no rule of a chain fits; further arguments are `chain`, `policy` and `save`.",
  params: { name: needed.str("A name for this."), table, family },
  varkw: "kwargs",
  run: async (args, context, { kwargs }) => {
    const given = ruleArguments(kwargs);
    const chain = chainOf(given);
    const policy = pythonStr(chainOf(given, "policy"));
    const which = `default policy for chain ${pythonStr(chain)} on table ${args.table} for ${args.family}`;
    const now = await context.call("iptables.get_policy", [args.table, chain, args.family]);
    if (now === policy) return unchanged(args.name, `iptables ${which} already set to ${policy}`);
    if (isTrial(context)) return pending(args.name, `iptables ${which} needs to be set to ${policy}`);
    const fault = await context.call("iptables.set_policy", [args.table, chain, policy, args.family]);
    if (isTruthy(fault)) return failed(args.name, "Failed to set iptables default policy");
    const isSaved = (await saveAfter(given, args.family, context)) !== undefined;
    const verb = isSaved ? "Set and saved" : "Set";
    const comment = `${verb} default policy for ${pythonStr(chain)} to ${policy} family ${args.family}`;
    return answer(args.name, true, comment, { locale: args.name });
  },
});

export const flush = stateFn({
  doc: "Removes all rules of a chain, or of all chains of a table.",
  params: {
    name: needed.str("A name for this."),
    table,
    family,
    chain: maybe.str("", "The chain; all of the table when not given."),
  },
  varkw: "kwargs",
  run: async (args, context) => {
    // Salt's text for a trial names the state, the table and the family in the places of table, chain and family.
    if (isTrial(context)) {
      const comment = `iptables rules in ${args.name} table ${args.table} chain ${args.family} family needs to be flushed`;
      return pending(args.name, comment);
    }
    const fault = await context.call("iptables.flush", [args.table, args.chain, args.family]);
    if (isTruthy(fault)) return failed(args.name, "Failed to flush iptables rules");
    const comment = `Flush iptables rules in ${args.table} table ${args.chain} chain ${args.family} family`;
    return changed(args.name, comment, { locale: args.name });
  },
});

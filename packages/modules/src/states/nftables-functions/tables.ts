/**
 * Tables and chains of nftables: that they are there or not, what they do by default, that they are empty.
 */
import { get, isTrial, isTruthy, maybe, needed, pythonStr, stateFn } from "@salt/core";
import { changed, failed, pending, unchanged } from "../answer/answer.js";
import { chainOf, ruleArguments } from "../iptables-functions/rule-arguments.js";

const name = needed.str("A name for this.");
const table = maybe.str("filter", "The table.");
const family = maybe.str("ipv4", "`ipv4`, `ipv6`, `inet`, `arp`, `bridge` or `netdev`.");

export const table_present = stateFn({
  doc: "Makes a table be there.",
  params: { name: needed.str("The table."), family },
  varkw: "kwargs",
  run: async (args, context) => {
    const there = await context.call("nftables.check_table", [args.name], { family: args.family });
    const which = `nftables table ${args.name}`;
    if (get(there, "result") === true)
      return unchanged(args.name, `${which} already exists in family ${args.family}`);
    if (isTrial(context)) return pending(args.name, `${which} would be created in family ${args.family}`);
    const made = await context.call("nftables.new_table", [args.name], { family: args.family });
    if (get(made, "result") !== true)
      return failed(args.name, `Failed to create table ${args.name} for family ${args.family}`);
    const comment = `${which} successfully created in family ${args.family}`;
    return changed(args.name, comment, { locale: args.name });
  },
});

export const table_absent = stateFn({
  doc: "Makes a table not be there.",
  params: { name: needed.str("The table."), family },
  varkw: "kwargs",
  run: async (args, context) => {
    const there = await context.call("nftables.check_table", [args.name, args.family]);
    const which = `nftables table ${args.name}`;
    if (get(there, "result") === false)
      return unchanged(args.name, `${which} is already absent from family ${args.family}`);
    if (isTrial(context)) return pending(args.name, `${which} would be deleted from family ${args.family}`);
    const gone = await context.call("nftables.delete_table", [args.name], { family: args.family });
    if (get(gone, "result") !== true)
      return failed(args.name, `Failed to delete table ${args.name} from family ${args.family}`);
    const comment = `${which} successfully deleted from family ${args.family}`;
    return changed(args.name, comment, { locale: args.name });
  },
});

export const chain_present = stateFn({
  doc: "Makes a chain be there.",
  params: {
    name: needed.str("The chain."),
    table,
    table_type: maybe.str(
      null,
      "`filter`, `nat` or `route`: for chains that packets go through by themselves.",
    ),
    hook: maybe.str(null, "Where packets come from: `input`, `forward`, `output` …"),
    priority: maybe.any(null, "Which chains of a hook are first."),
    family,
  },
  run: async (args, context) => {
    const [where, options] = [[args.table, args.name], { family: args.family }];
    const there = await context.call("nftables.check_chain", where, options);
    if (get(there, "result") === true) {
      const comment = `nftables ${args.name} chain is already exist in ${args.table} table for ${args.family}`;
      return unchanged(args.name, comment);
    }
    if (isTrial(context)) {
      const comment = `nftables chain ${args.name} would be created in table ${args.table} for family ${args.family}`;
      return pending(args.name, comment);
    }
    const { table_type, hook, priority } = args;
    const made = await context.call("nftables.new_chain", where, { table_type, hook, priority, ...options });
    const inTable = `chain in ${args.table} table`;
    if (get(made, "result") === true) {
      const comment = `nftables ${args.name} ${inTable} create success for ${args.family}`;
      return changed(args.name, comment, { locale: args.name });
    }
    const fault = pythonStr(get(made, "comment") ?? "").trim();
    return failed(args.name, `Failed to create ${args.name} ${inTable}: ${fault} for ${args.family}`);
  },
});

export const chain_absent = stateFn({
  doc: "Makes a chain not be there: its rules are removed first (real Salt ends with an error here).",
  params: { name: needed.str("The chain."), table, family },
  run: async (args, context) => {
    const [where, options] = [[args.table, args.name], { family: args.family }];
    const there = await context.call("nftables.check_chain", where, options);
    const which = `nftables ${args.name} chain`;
    if (get(there, "result") !== true)
      return unchanged(args.name, `${which} is already absent in ${args.table} table for ${args.family}`);
    if (isTrial(context))
      return pending(args.name, `${which} in ${args.table} table needs to be removed ${args.family}`);
    for (const verb of ["flush", "delete"]) {
      const fun = verb === "flush" ? "nftables.flush" : "nftables.delete_chain";
      const told = await context.call(fun, where, options);
      if (get(told, "result") === true) continue;
      const fault = pythonStr(get(told, "comment") ?? "").trim();
      const comment = `Failed to ${verb} ${args.name} chain in ${args.table} table: ${fault} for ${args.family}`;
      return failed(args.name, comment);
    }
    const comment = `${which} in ${args.table} table delete success for ${args.family}`;
    return changed(args.name, comment, { locale: args.name });
  },
});

export const flush = stateFn({
  doc: "Removes all rules of a chain, or of all chains of a table.",
  params: {
    name,
    family,
    ignore_absence: maybe.bool(false, "A table or chain that is not there is good enough."),
    table,
    chain: maybe.str(null, "The chain; all of the table when not given."),
  },
  varkw: "kwargs",
  run: async (args, context) => {
    if (isTrial(context)) return pending(args.name, "nftables flush not performed in test mode.");
    const options = { family: args.family };
    const hasTable =
      get(await context.call("nftables.check_table", [args.table], options), "result") === true;
    const which = `table ${args.table} in family ${args.family}`;
    if (!hasTable && !args.ignore_absence)
      return failed(args.name, `Failed to flush ${which}, table does not exist.`);
    let hasChain = true;
    if (args.chain !== null) {
      const there = await context.call("nftables.check_chain", [args.table, args.chain], options);
      hasChain = get(there, "result") === true;
      if (!hasChain && !args.ignore_absence)
        return failed(args.name, `Failed to flush chain ${args.chain} in ${which}, chain does not exist.`);
    }
    const told = await context.call("nftables.flush", [args.table, args.chain ?? "", args.family]);
    if (!isTruthy(get(told, "result")) && hasTable && hasChain)
      return failed(args.name, "Failed to flush nftables rules");
    const comment = `Flush nftables rules in ${args.table} table ${args.chain ?? ""} chain ${args.family} family`;
    return changed(args.name, comment, { locale: args.name });
  },
});

export const set_policy = stateFn({
  doc: "Says what is done with packets that no rule of a chain fits; further arguments are `chain`, `policy`, `save`, `save_filename`.",
  params: { name, table, family },
  varkw: "kwargs",
  run: async (args, context, { kwargs }) => {
    const given = ruleArguments(kwargs);
    const chain = pythonStr(chainOf(given));
    const policy = pythonStr(chainOf(given, "policy"));
    const now = await context.call("nftables.get_policy", [args.table, chain, args.family]);
    const which = `nftables default policy for chain ${chain} on table ${args.table} for ${args.family}`;
    if (pythonStr(now ?? "").toLowerCase() === policy.toLowerCase())
      return unchanged(args.name, `${which} already set to ${policy}`);
    if (isTrial(context)) return pending(args.name, `${which} needs to be set to ${policy}`);
    const place = [args.table, chain, policy.toLowerCase(), args.family];
    if (!isTruthy(await context.call("nftables.set_policy", place)))
      return failed(args.name, "Failed to set nftables default policy");
    const isSaved = isTruthy(given.get("save"));
    const filename = given.get("save_filename") ?? null;
    if (isSaved) await context.call("nftables.save", [], { filename, family: args.family });
    const verb = isSaved ? "Set and saved" : "Set";
    const comment = `${verb} default policy for ${chain} to ${policy} family ${args.family}`;
    return changed(args.name, comment, { locale: args.name });
  },
});

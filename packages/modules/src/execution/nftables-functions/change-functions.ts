/**
 * Functions that change tables, chains and rules.
 */
import type { Dict, ExecutionContext } from "@salt/core";
import { get, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { fileFn } from "../file-functions/system-error.js";
import { programPath, runProgram } from "../program/run-program.js";
import { answered, nftDone, ruleWords } from "./command.js";
import { chain, family, nftFamily, nftName, rule, table } from "./families.js";
import type { NftPlace } from "./query.js";
import { chainFacts, chainThere, handleOf, placeMissing, ruleThere, tableThere } from "./query.js";

const position = maybe.any(null, "The number (handle) by which nft knows a rule.");

/** Functions that change what is in force. */
export const changeFunctions = {
  new_table: fileFn({
    doc: "Makes a table.",
    examples: ["salt '*' nftables.new_table filter"],
    params: { table: needed.str("The table."), family },
    run: async (args, context): Promise<Dict> => {
      const there = await tableThere(args, context);
      if (there.result || args.table === "") return answered(there);
      const which = `Table ${args.table} in family ${args.family}`;
      const texts = { done: `${which} created`, failed: `${which} could not be created` };
      return await nftDone(["add", "table", ...tableWords(args)], context, texts);
    },
  }),
  delete_table: fileFn({
    doc: "Removes a table and all that is in it.",
    examples: ["salt '*' nftables.delete_table filter"],
    params: { table: needed.str("The table."), family },
    run: async (args, context): Promise<Dict> => {
      const there = await tableThere(args, context);
      if (!there.result) return answered(there);
      const which = `Table ${args.table} in family ${args.family}`;
      const texts = { done: `${which} deleted`, failed: `${which} could not be deleted` };
      return await nftDone(["delete", "table", ...tableWords(args)], context, texts);
    },
  }),
  new_chain: fileFn({
    doc: "Makes a chain; one that packets go through by itself has a type, a hook and a priority.",
    examples: ["salt '*' nftables.new_chain filter input table_type=filter hook=input priority=0"],
    params: {
      table,
      chain,
      table_type: maybe.str(null, "`filter`, `nat` or `route`."),
      hook: maybe.str(null, "Where packets come from: `input`, `forward`, `output` and the like."),
      priority: maybe.any(null, "Which chains of a hook are first."),
      family,
    },
    run: async (args, context): Promise<Dict> => {
      if (!args.chain) return missing("Chain");
      const there = await tableThere(args, context);
      if (!there.result) return answered(there);
      const which = `Chain ${args.chain} in table ${args.table} in family ${args.family}`;
      if ((await chainThere(args, context)).result)
        return answered({ comment: `${which} already exists`, result: false });
      const isBase = isTruthy(args.priority) || Boolean(args.table_type) || Boolean(args.hook);
      if (isBase && !(args.table_type && args.hook))
        return answered({ comment: "Table_type, hook, and priority required.", result: false });
      const kind = isBase ? baseWords({ type: args.table_type, hook: args.hook, prio: args.priority }) : [];
      const texts = { done: `${which} created`, failed: `${which} could not be created` };
      return await nftDone(["add", "chain", ...chainWords(args), ...kind], context, texts);
    },
  }),
  delete_chain: fileFn({
    doc: "Removes a chain.",
    examples: ["salt '*' nftables.delete_chain filter input"],
    params: { table, chain, family },
    run: async (args, context): Promise<Dict> => {
      if (!args.chain) return missing("Chain");
      const none = await placeMissing(args, context);
      if (none !== undefined) return answered(none);
      const which = `Chain ${args.chain} in table ${args.table} in family ${args.family}`;
      const texts = { done: `${which} deleted`, failed: `${which} could not be deleted` };
      return await nftDone(["delete", "chain", ...chainWords(args)], context, texts);
    },
  }),
  append: fileFn({
    doc: "Adds a rule at the end of a chain, unless it is there.",
    examples: ["salt '*' nftables.append filter input rule='tcp dport 22 accept'"],
    params: { table, chain, rule, family },
    run: (args, context): Promise<Dict> => added(["add"], args, [], context),
  }),
  insert: fileFn({
    doc: "Adds a rule at the start of a chain, or before another one, unless it is there.",
    examples: ["salt '*' nftables.insert filter input rule='tcp dport 22 accept'"],
    params: { table, chain, position, rule, family },
    run: (args, context): Promise<Dict> => {
      const at = isTruthy(args.position) ? ["position", nftName(args.position, "position")] : [];
      return added(["insert"], args, at, context);
    },
  }),
  delete: fileFn({
    doc: "Removes a rule, by its words or the number (handle) by which nft knows it (real Salt can do neither).",
    examples: ["salt '*' nftables.delete filter input position=3"],
    params: { table: needed.str("The table."), chain, position, rule, family },
    run: async (args, context): Promise<Dict> => {
      if (isTruthy(args.position) && args.rule)
        return answered({ comment: "Only specify a position or a rule, not both", result: false });
      const none = await placeMissing(args, context);
      if (none !== undefined) return answered(none);
      const { table: inTable, chain: inChain, family: addresses } = args;
      const handle = isTruthy(args.position)
        ? nftName(args.position, "position")
        : await handleOf(args, args.rule ?? "", context);
      if (handle === undefined || (!isTruthy(args.position) && !args.rule)) {
        const place = `chain ${inChain} in table ${inTable} in family ${addresses}`;
        const comment = `Rule ${pythonStr(args.rule)} ${place} does not exist`;
        return answered({ comment, result: false });
      }
      const which = `"${pythonStr(args.rule)}" in chain ${inChain}`;
      return await nftDone(["delete", "rule", ...chainWords(args), "handle", handle], context, {
        done: `Deleted rule ${which} in table ${inTable} in family ${addresses}.`,
        failed: `Failed to delete rule ${which}  table ${inTable} in family ${addresses}`,
      });
    },
  }),
  flush: fileFn({
    doc: "Removes all rules of a chain, or of all chains of a table.",
    examples: ["salt '*' nftables.flush filter input"],
    params: { table, chain: maybe.str("", "The chain; all of the table when not given."), family },
    run: async (args, context): Promise<Dict> => {
      const none = args.chain ? await placeMissing(args, context) : await tableThere(args, context);
      if (none !== undefined && !none.result) return answered(none);
      const of = `table ${args.table} in family ${args.family}.`;
      const from = args.chain ? `from chain ${args.chain} in ${of}` : `from ${of}`;
      const words = args.chain ? ["chain", ...chainWords(args)] : ["table", ...tableWords(args)];
      const texts = { done: `Flushed rules ${from}`, failed: `Failed to flush rules ${from}` };
      return await nftDone(["flush", ...words], context, texts);
    },
  }),
  set_policy: fileFn({
    doc: "Says what is done with packets that no rule of a chain fits; whether it could be.",
    examples: ["salt '*' nftables.set_policy filter input accept"],
    params: { table, chain, policy: maybe.str(null, "`accept` or `drop`."), family },
    run: async (args, context) => {
      if (!args.chain) return "Error: Chain needs to be specified";
      if (!args.policy) return "Error: Policy needs to be specified";
      const facts = await chainFacts(args, context);
      const [type, hook, prio] = ["type", "hook", "prio"].map((key) => get(facts, key));
      if (type === undefined || hook === undefined || prio === undefined) return false;
      const policy = `policy ${nftName(args.policy, "policy")};`;
      const [open = "", ...rest] = baseWords({ type, hook, prio });
      const words = ["add", "chain", ...chainWords(args), open, ...rest.slice(0, -1), policy, "}"];
      const command = [programPath("nft"), "--", ...words];
      return (await runProgram(command, context, { ignore_retcode: false })).retcode === 0;
    },
  }),
} as const;

function missing(what: string): Dict {
  return answered({ comment: `${what} needs to be specified`, result: false });
}

function tableWords({ table, family }: Pick<NftPlace, "table" | "family">): readonly string[] {
  return [nftFamily(family), nftName(table, "table")];
}

function chainWords(place: NftPlace): readonly string[] {
  return [...tableWords(place), nftName(place.chain, "chain")];
}

/** What makes a chain one that packets go through by itself. */
function baseWords(
  facts: Readonly<Record<"type" | "hook" | "prio", Parameters<typeof pythonStr>[0]>>,
): readonly string[] {
  const prio = pythonStr(facts.prio);
  const priority = /^-?\d+$/.test(prio) ? prio : nftName(prio, "priority");
  const type = nftName(facts.type, "table_type");
  return ["{", "type", type, "hook", nftName(facts.hook, "hook"), "priority", `${priority};`, "}"];
}

async function added(
  verb: readonly string[],
  args: NftPlace & { readonly rule: string | null },
  at: readonly string[],
  context: ExecutionContext,
): Promise<Dict> {
  const { table, chain, rule, family } = args;
  if (!chain) return missing("Chain");
  if (!rule) return missing("Rule");
  const none = await placeMissing(args, context);
  if (none !== undefined) return answered(none);
  if ((await ruleThere(args, rule, context)).result) {
    const comment = `Rule ${rule} chain ${chain} in table ${table} in family ${family} already exists`;
    return answered({ comment, result: false });
  }
  const which = `rule "${rule}" chain ${chain} in table ${table} in family ${family}.`;
  const words = [...verb, "rule", ...chainWords(args), ...at, ...ruleWords(rule)];
  const texts = { done: `Added ${which}`, failed: `Failed to add ${which}` };
  return await nftDone(words, context, texts);
}

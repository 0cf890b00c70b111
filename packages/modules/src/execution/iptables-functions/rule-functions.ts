/**
 * Functions that write, look for, add and remove rules.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { get, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { fileFn } from "../file-functions/system-error.js";
import { plainName, runProgram } from "../program/run-program.js";
import type { ChainOf } from "./command.js";
import { iptablesPath, ruleWords, iptables as run, savedText, waiting } from "./command.js";
import { chain, family, NO_CHAIN, NO_RULE, rule, table } from "./params.js";
import { parseRules } from "./parse-rules.js";
import { ruleText } from "./rule.js";

/** Functions of single rules. */
export const ruleFunctions = {
  build_rule: fileFn({
    doc: "Writes a rule from its parts, named as the long options of iptables; a value that begins with `!` or `not` is negated.",
    examples: ["salt '*' iptables.build_rule match=state connstate=RELATED,ESTABLISHED jump=ACCEPT"],
    params: {
      table,
      chain,
      command: maybe.str(null, "What to do with the rule: a long or short option without dashes."),
      position: maybe.any("", "Which rule of the chain."),
      full: maybe.any(null, "The whole command rather than the rule."),
      family,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const text = ruleText(kwargs);
      if (!isTruthy(args.full) || text.startsWith("Error:")) return text;
      if (!args.table) return "Error: Table needs to be specified";
      if (!args.chain) return NO_CHAIN;
      if (!args.command) return "Error: Command needs to be specified";
      const flag = "ACDIRLSFZNXPE".includes(args.command) ? "-" : "--";
      const wait = (await waiting(args.family, context)).join(" ");
      const command = `${iptablesPath(args.family)} ${wait} -t ${args.table} ${flag}${args.command}`;
      return `${command} ${args.chain} ${pythonStr(args.position)} ${text}`;
    },
  }),
  check: fileFn({
    doc: "Whether a rule is in a chain.",
    examples: ["salt '*' iptables.check filter INPUT rule='-m state --state RELATED,ESTABLISHED -j ACCEPT'"],
    params: { table, chain, rule, family },
    run: (args, context) => check(args, context),
  }),
  append: fileFn({
    doc: "Adds a rule at the end of a chain, unless it is there; whether it was added.",
    examples: ["salt '*' iptables.append filter INPUT rule='-m state --state RELATED,ESTABLISHED -j ACCEPT'"],
    params: { table, chain, rule, family },
    run: async (args, context) => {
      if (!args.chain) return NO_CHAIN;
      if (!args.rule) return NO_RULE;
      if ((await check(args, context)) === true) return false;
      const words = ["-A", plainName(args.chain, "chain"), ...ruleWords(args.rule)];
      return (await run(args, words, context)).stderr === "";
    },
  }),
  insert: fileFn({
    doc: "Adds a rule at a position of a chain, unless it is there; what iptables complained of, false when it is there.",
    examples: ["salt '*' iptables.insert filter INPUT position=3 rule='-m state --state NEW -j ACCEPT'"],
    params: {
      table,
      chain,
      position: maybe.int(null, "Before which rule, from 1 on; counted from the end when negative."),
      rule,
      family,
    },
    run: async (args, context) => {
      if (!args.chain) return NO_CHAIN;
      if (!args.position) return "Error: Position needs to be specified or use append (-A)";
      if (!args.rule) return NO_RULE;
      const at = args.position < 0 ? await fromEnd(args.position, args, context) : args.position;
      if ((await check(args, context)) === true) return false;
      const words = ["-I", plainName(args.chain, "chain"), String(at), ...ruleWords(args.rule)];
      return (await run(args, words, context)).stderr;
    },
  }),
  delete: fileFn({
    doc: "Removes a rule of a chain, by its words or its position; what iptables complained of.",
    examples: ["salt '*' iptables.delete filter INPUT position=3"],
    params: {
      table: needed.str("The table."),
      chain,
      position: maybe.int(null, "Which rule of the chain, from 1 on."),
      rule,
      family,
    },
    run: async (args, context) => {
      if (args.position && args.rule) return "Error: Only specify a position or a rule, not both";
      const which = args.position ? [String(args.position)] : ruleWords(args.rule ?? "");
      return (await run(args, ["-D", plainName(args.chain, "chain"), ...which], context)).stderr;
    },
  }),
} as const;

async function check(
  args: ChainOf & { readonly rule: string | null },
  context: ExecutionContext,
): Promise<string | boolean> {
  if (!args.chain) return NO_CHAIN;
  if (!args.rule) return NO_RULE;
  const words = ["-C", plainName(args.chain, "chain"), ...ruleWords(args.rule)];
  const command = [iptablesPath(args.family), "-t", plainName(args.table, "table"), ...words];
  const options = { ignore_retcode: false, output_loglevel: "quiet" };
  return (await runProgram(command, context, options)).retcode === 0;
}

/** A position from 1 on for one that counts from the end: -1 is before the last rule. */
async function fromEnd(position: number, args: ChainOf, context: ExecutionContext): Promise<number> {
  const tables = parseRules(await savedText(args.family, context));
  const rules: Value = get(get(get(tables, args.table), args.chain), "rules") ?? null;
  const size = isList(rules) ? rules.length : 0;
  return Math.max(size + position + 1, 1);
}

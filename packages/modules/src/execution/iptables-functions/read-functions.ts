/**
 * Functions that tell the rules in force and those of files.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Dict, ExecutionContext, Plain } from "@salt/core";
import { get } from "@salt/core";
import { fileFn } from "../file-functions/system-error.js";
import { runProgram } from "../program/run-program.js";
import { iptablesPath, savedText } from "./command.js";
import { chain, conf_file, family, NO_CHAIN, table } from "./params.js";
import { parseRules } from "./parse-rules.js";
import { rulesFile, withoutFiltered } from "./rules-file.js";

/** Functions that change nothing in force. */
export const readFunctions = {
  version: fileFn({
    doc: "The version of iptables.",
    examples: ["salt '*' iptables.version"],
    params: { family },
    run: async (args, context) => {
      const { stdout } = await runProgram([iptablesPath(args.family), "--version"], context);
      return stdout.split(/\s+/)[1] ?? "";
    },
  }),
  get_saved_rules: fileFn({
    doc: "The rules of a file, by table and chain.",
    examples: ["salt '*' iptables.get_saved_rules"],
    params: { conf_file, family },
    run: (args, context): Dict => savedRules(args, context),
  }),
  get_rules: fileFn({
    doc: "The rules that are in force, by table and chain.",
    examples: ["salt '*' iptables.get_rules"],
    params: { family },
    run: async (args, context): Promise<Dict> => parseRules(await savedText(args.family, context)),
  }),
  get_saved_policy: fileFn({
    doc: "What a file does with packets that no rule of a chain fits.",
    examples: ["salt '*' iptables.get_saved_policy filter INPUT"],
    params: { table, chain, conf_file, family },
    run: (args, context) =>
      args.chain ? policyOf(savedRules(args, context), args.table, args.chain) : NO_CHAIN,
  }),
  get_policy: fileFn({
    doc: "What is done with packets that no rule of a chain fits.",
    examples: ["salt '*' iptables.get_policy filter INPUT"],
    params: { table, chain, family },
    run: async (args, context) =>
      args.chain
        ? policyOf(parseRules(await savedText(args.family, context)), args.table, args.chain)
        : NO_CHAIN,
  }),
  save: fileFn({
    doc: "Writes the rules that are in force to a file.",
    examples: ["salt '*' iptables.save /etc/sysconfig/iptables"],
    params: { filename: conf_file, family },
    run: async (args, context): Promise<Plain> => {
      const file = args.filename || rulesFile(args.family, context);
      if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
      const text = await withoutFiltered(await savedText(args.family, context), context);
      return await context.call("file.write", [file, text]);
    },
  }),
} as const;

function savedRules(
  args: { readonly conf_file: string | null; readonly family: string | null },
  context: ExecutionContext,
): Dict {
  return parseRules(readFileSync(args.conf_file || rulesFile(args.family, context), "utf8"));
}

function policyOf(rules: Dict, table: string | null, chain: string): Plain {
  return get(get(get(rules, table), chain), "policy") ?? null;
}

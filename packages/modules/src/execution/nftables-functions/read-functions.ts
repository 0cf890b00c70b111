/**
 * Functions that tell what rules there are, in force and in files.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type { Dict, ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError, dict, get, maybe, pythonStr, SaltError } from "@salt/core";
import { fileFn, systemErrorText } from "../file-functions/system-error.js";
import { answered, nft } from "./command.js";
import { ALL_FAMILIES, chain, family, nftFamily, rule, table } from "./families.js";
import {
  chainFacts,
  chainThere,
  handleOf,
  listTables,
  ruleset,
  rulesOf,
  ruleThere,
  tableThere,
} from "./query.js";
import { nftRuleText } from "./rule.js";

const conf_file = maybe.str(null, "A file of rules; that of the system when not given.");

/** Functions that change nothing in force. */
export const readFunctions = {
  version: fileFn({
    doc: "The version of nft.",
    examples: ["salt '*' nftables.version"],
    run: async (_args, context) => (await nft(["--version"], context)).split(/\s+/)[1] ?? "",
  }),
  build_rule: fileFn({
    doc: "Writes a rule from its parts; with `full` the text `True` the whole command.",
    examples: ["salt '*' nftables.build_rule connstate=new proto=tcp dport=22 jump=accept"],
    params: {
      table: maybe.str(null, "The table."),
      chain,
      command: maybe.str(null, "What to do with the rule: `add` or `insert`."),
      position: maybe.any("", "Before which rule."),
      full: maybe.any(null, "The text `True`: the whole command rather than the rule."),
      family,
    },
    varkw: "kwargs",
    run: (args, _context, { kwargs }): Dict => {
      const addresses = nftFamily(args.family);
      const text = nftRuleText(new Map(kwargs), addresses);
      if (args.full !== "True" && args.full !== "true") return built(text);
      const missing = (["table", "chain", "command"] as const).find((key) => !args[key]);
      if (missing !== undefined) {
        const what = `${missing[0]?.toUpperCase()}${missing.slice(1)}`;
        return dict({ comment: `${what} needs to be specified`, rule: text, result: false });
      }
      const isInsert = args.command?.toLowerCase() === "insert";
      const position = pythonStr(args.position ?? "");
      const at = isInsert && position !== "" && position !== "0" ? `position ${position} ` : "";
      const verb = isInsert ? "insert" : args.command;
      return built(`nft ${verb} rule ${addresses} ${args.table} ${args.chain} ${at}${text}`);
    },
  }),
  get_saved_rules: fileFn({
    doc: "The lines of a file of rules, without comments.",
    examples: ["salt '*' nftables.get_saved_rules"],
    params: { conf_file },
    run: (args, context): Plain => {
      const lines = readFileSync(args.conf_file || rulesFile(context), "utf8").split(/(?<=\n)/);
      return lines.filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
    },
  }),
  list_tables: fileFn({
    doc: "The tables of a family of addresses.",
    examples: ["salt '*' nftables.list_tables"],
    params: { family },
    run: async (args, context): Promise<Plain> => await listTables(args.family, context),
  }),
  get_rules: fileFn({
    doc: "The rules of each table, as nft writes them.",
    examples: ["salt '*' nftables.get_rules"],
    params: { family },
    run: async (args, context): Promise<Plain> => await rulesOf(args.family, context),
  }),
  get_rules_json: fileFn({
    doc: "All rules of a family of addresses, as nft writes them in JSON.",
    examples: ["salt '*' nftables.get_rules_json"],
    params: { family },
    run: async (args, context): Promise<Plain> => await ruleset(args.family, context),
  }),
  save: fileFn({
    doc: "Writes the rules that are in force to a file, or into a directory; the rules.",
    examples: ["salt '*' nftables.save /etc/nftables"],
    params: { filename: conf_file, family },
    run: async (args, context) => {
      const given = args.filename || rulesFile(context);
      let text = "#! nft -f\n";
      for (const one of ALL_FAMILIES) {
        const rules = await rulesOf(one, context);
        text += `${rules.length > 0 ? "\n" : ""}${rules.join("\n")}`;
      }
      text += "\n";
      const isFolder = existsSync(given) && statSync(given).isDirectory();
      try {
        writeFileSync(isFolder ? `${given}/salt-all-in-one.nft` : given, text);
      } catch (error) {
        throw new CommandExecutionError(`Problem writing to configuration file: ${systemErrorText(error)}`);
      }
      return text;
    },
  }),
  get_rule_handle: fileFn({
    doc: "The number by which nft knows a rule.",
    examples: ["salt '*' nftables.get_rule_handle filter input rule='tcp dport 22 accept'"],
    params: { table, chain, rule, family },
    run: async (args, context): Promise<Dict> => {
      const there = await ruleThere(args, args.rule, context);
      if (!there.result || !args.rule) return answered(there);
      const handle = await handleOf(args, args.rule, context);
      return handle === undefined
        ? dict({ result: false, comment: `Could not find rule ${args.rule}` })
        : dict({ result: true, handle });
    },
  }),
  check: fileFn({
    doc: "Whether a rule of nftables is in a chain.",
    examples: ["salt '*' nftables.check filter input rule='tcp dport 22 accept'"],
    params: { table, chain, rule, family },
    run: async (args, context): Promise<Dict> => answered(await ruleThere(args, args.rule, context)),
  }),
  check_chain: fileFn({
    doc: "Whether a table of nftables has a chain.",
    examples: ["salt '*' nftables.check_chain filter input"],
    params: { table, chain, family },
    run: async (args, context): Promise<Dict> => answered(await chainThere(args, context)),
  }),
  check_table: fileFn({
    doc: "Whether there is a table.",
    examples: ["salt '*' nftables.check_table nat"],
    params: { table: maybe.str(null, "The table."), family },
    run: async (args, context): Promise<Dict> => answered(await tableThere(args, context)),
  }),
  get_policy: fileFn({
    doc: "What is done with packets that no rule of a chain fits (real Salt always says None).",
    examples: ["salt '*' nftables.get_policy filter input"],
    params: { table, chain, family },
    run: async (args, context) =>
      args.chain
        ? (get(await chainFacts(args, context), "policy") ?? null)
        : "Error: Chain needs to be specified",
  }),
} as const;

function built(rule: string): Dict {
  return dict({ comment: rule === "" ? "" : "Successfully built rule", rule, result: true });
}

function rulesFile({ grains }: ExecutionContext): string {
  const names = [grains.get("os_family"), grains.get("os")].map((name) => pythonStr(name ?? ""));
  if (names.some((name) => ["RedHat", "Arch", "Debian", "Gentoo"].includes(name))) return "/etc/nftables";
  throw new SaltError("NFTABLES_FILE", "It is not known where this system keeps rules of nftables", {
    hint: "Say which file, with `filename` or `conf_file`.",
  });
}

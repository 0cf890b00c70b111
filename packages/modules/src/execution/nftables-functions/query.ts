/**
 * What is there: tables, chains, rules.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { get, isDict, isList, PythonRegex, parseJson } from "@salt/core";
import { timeBound } from "../../python/time-bound.js";
import type { NftAnswer } from "./command.js";
import { nft } from "./command.js";
import { nftFamily, nftName } from "./families.js";

/** A place for a rule. */
export interface NftPlace {
  readonly table: string | null;
  readonly chain: string | null;
  readonly family: string | null;
}

/** The tables of a family, as nft tells them: family, name, handle. */
export async function listTables(family: string | null, context: ExecutionContext): Promise<readonly Dict[]> {
  const numeric = ["--json", "--numeric", "--numeric", "--numeric"];
  const told = readJson(await nft([...numeric, "list", "tables", nftFamily(family)], context));
  const items = get(told, "nftables");
  return isList(items) ? items.map((item) => get(item, "table") ?? null).filter(isDict) : [];
}

/** The rules of each table, as nft writes them. */
export async function rulesOf(family: string | null, context: ExecutionContext): Promise<readonly string[]> {
  const rules: string[] = [];
  for (const table of await listTables(family, context)) {
    const which = [nftFamily(family), nftName(table.get("name") ?? "", "table")];
    rules.push(await nft(["--numeric", "--numeric", "--numeric", "list", "table", ...which], context));
  }
  return rules;
}

/** All that there is of a family, as nft tells it. */
export async function ruleset(family: string | null, context: ExecutionContext): Promise<readonly Value[]> {
  const words = ["--numeric", "--numeric", "--numeric", "--json", "list", "ruleset", nftFamily(family)];
  const items = get(readJson(await nft(words, context)), "nftables");
  return isList(items) ? items : [];
}

/** What is known of a chain; undefined when it is not there. */
export async function chainFacts(
  { table, chain, family }: NftPlace,
  context: ExecutionContext,
): Promise<Dict | undefined> {
  const chains = (await ruleset(family, context)).map((item) => get(item, "chain") ?? null).filter(isDict);
  return chains.find((one) => one.get("table") === table && one.get("name") === chain);
}

function readJson(text: string): Value {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

/** Whether a table is there. */
export async function tableThere(
  { table, family }: Pick<NftPlace, "table" | "family">,
  context: ExecutionContext,
): Promise<NftAnswer> {
  if (!table) return { comment: "Table needs to be specified", result: false };
  const found = (await listTables(family, context)).some((one) => one.get("name") === table);
  return {
    comment: `Table ${table} in family ${family} ${found ? "exists" : "does not exist"}`,
    result: found,
  };
}

/** Whether a chain is there. */
export async function chainThere(place: NftPlace, context: ExecutionContext): Promise<NftAnswer> {
  const { table, chain, family } = place;
  if (!chain) return { comment: "Chain needs to be specified", result: false };
  const words = ["list", "table", nftFamily(family), nftName(table, "table")];
  const found = (await nft(words, context)).includes(`chain ${chain} {`);
  const which = `Chain ${chain} in table ${table} in family ${family}`;
  return { comment: `${which} ${found ? "exists" : "does not exist"}`, result: found };
}

/** Whether table and chain are there; undefined when both are. */
export async function placeMissing(
  place: NftPlace,
  context: ExecutionContext,
): Promise<NftAnswer | undefined> {
  for (const look of [tableThere, chainThere]) {
    const there = await look(place, context);
    if (!there.result) return there;
  }
  return undefined;
}

/** Whether a rule is in its chain: nft's text of the chain has it, braces around a single value or not. */
export async function ruleThere(
  place: NftPlace,
  rule: string | null,
  context: ExecutionContext,
): Promise<NftAnswer> {
  const { table, chain, family } = place;
  const none = (comment: string): NftAnswer => ({ comment, result: false });
  if (!chain) return none("Chain needs to be specified");
  if (!rule) return none("Rule needs to be specified");
  const missing = await placeMissing(place, context);
  if (missing !== undefined) return missing;
  const which = `Rule ${rule} in chain ${chain} in table ${table} in family ${family}`;
  const found = (await handleOf(place, rule, context)) !== undefined;
  return { comment: `${which} ${found ? "exists" : "does not exist"}`, result: found };
}

/** The handle of the first rule of a chain that has this text in it. */
export async function handleOf(
  { table, chain, family }: NftPlace,
  rule: string,
  context: ExecutionContext,
): Promise<string | undefined> {
  const where = [nftFamily(family), nftName(table, "table"), nftName(chain, "chain")];
  const text = await nft(["--handle", "list", "chain", ...where], context);
  // The rule is read as a regular expression, as in Salt.
  const pattern = new PythonRegex(`${rule} #`.replaceAll("{ ", "{? ?").replaceAll(" }", " ?}?"));
  const line = timeBound(() => text.split("\n").find((one) => pattern.search(one)));
  return line === undefined ? undefined : /# handle (\d+)/.exec(line)?.[1];
}

/**
 * The arguments of states of rules, and saving rules when one of them asks for it.
 */
import type { Dict, ExecutionContext, MutableDict, Rest, Value } from "@salt/core";
import { get, isDict, isEqual, isTruthy, maybe, pythonStr } from "@salt/core";
import { INTERNAL_KEYWORDS } from "@salt/states";
import { isFile } from "../../execution/file-functions/paths.js";
import { PythonError } from "../../values/python-error.js";

/** The table. */
export const table = maybe.str("filter", "The table.");
/** Addresses of which kind. */
export const family = maybe.str("ipv4", "`ipv4` or `ipv6`.");

/** The parts of a rule without what belongs to the state run. */
export function ruleArguments(kwargs: Rest["kwargs"] | Dict): MutableDict {
  const parts: MutableDict = new Map<Value, Value>();
  for (const [key, value] of kwargs) {
    const word = pythonStr(key);
    if (!INTERNAL_KEYWORDS.has(word) && word !== "__agg__") parts.set(key, value);
  }
  return parts;
}

/** The chain of a rule, or another part that must be there. Throws PythonError (`KeyError`) without it. */
export function chainOf(parts: Dict, key = "chain"): Value {
  const chain = parts.get(key);
  if (chain === undefined) throw new PythonError("KeyError", `'${key}'`);
  return chain;
}

/** Saves the rules when `save` is set, under its path when it is one; what was said of it. */
export async function saveAfter(
  parts: Dict,
  family: string | null,
  context: ExecutionContext,
): Promise<string | undefined> {
  const save = parts.get("save") ?? null;
  if (!isTruthy(save)) return undefined;
  const filename = save === true ? null : save;
  return pythonStr(await context.call("iptables.save", [], { filename, family }));
}

/** Saves the rules when `save` is set and the file has others than those in force; what was said of it. */
export async function saveChanged(
  parts: Dict,
  family: string | null,
  context: ExecutionContext,
): Promise<string | undefined> {
  const save = parts.get("save") ?? null;
  if (!isTruthy(save)) return undefined;
  const conf_file = save === true ? null : pythonStr(save);
  const kept = await savedRules(conf_file, family, context);
  const now = rulesIn(await context.call("iptables.get_rules", [], { family }));
  return kept !== undefined && isEqual(kept, now) ? undefined : await saveAfter(parts, family, context);
}

/** The rules of a file; undefined when it is not there (where Salt ends with an error). */
async function savedRules(
  conf_file: string | null,
  family: string | null,
  context: ExecutionContext,
): Promise<readonly Value[] | undefined> {
  if (conf_file !== null && !isFile(conf_file)) return undefined;
  try {
    return rulesIn(await context.call("iptables.get_saved_rules", [], { conf_file, family }));
  } catch (error) {
    if (error instanceof Error && error.name === "FileNotFoundError") return undefined;
    throw error;
  }
}

/** The rules of all chains in turn, to be compared. */
function rulesIn(tables: Value): readonly Value[] {
  const chains = isDict(tables)
    ? [...tables.values()].filter(isDict).flatMap((one) => [...one.values()])
    : [];
  return chains.map((chain) => get(chain, "rules") ?? null);
}

/**
 * What minions gave for a state of an orchestration, and which of them count as failed.
 */
import type { Dict, ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import { dict, getString, isDict, isList, pythonStr } from "@salt/core";
import { tellArgs } from "./tell-args.js";

/** Keywords of `saltutil.cmd`. */
export type CmdKeywords = { readonly [name: string]: Plain };

/** Minions whose failure does not matter, and a complaint where the argument has no form. */
export interface Forgiven {
  readonly ids: readonly Value[];
  readonly warnings: readonly string[];
}

/** Reads `fail_minions`: ids as a list, or in a text with commas. */
export function forgiven(given: Value): Forgiven {
  if (given === null) return { ids: [], warnings: [] };
  if (typeof given === "string") return { ids: given.split(",").map((id) => id.trim()), warnings: [] };
  if (isList(given)) return { ids: given, warnings: [] };
  const warning = "'fail_minions' needs to be a list or a comma separated string. Ignored.";
  return { ids: [], warnings: [warning] };
}

/** Runs a function on minions, and tells of it first; by minion, in the order of their ids, what `saltutil.cmd` gives. */
export async function runOnMinions(
  context: ExecutionContext,
  what: {
    readonly type: "state" | "function";
    readonly name: string;
    readonly fun: string;
    readonly tgt: Value;
    readonly jid?: Value;
  },
  keywords: CmdKeywords,
): Promise<Dict> {
  const { fun, jid, ...told } = what;
  const own = context.chunk?.low.get("__orchestration_jid__") ?? null;
  await tellArgs(context, jid ?? own, { ...told, args: keywords });
  const returns = await context.call("saltutil.cmd", [told.tgt, fun], keywords);
  if (!isDict(returns)) return new Map();
  return new Map([...returns].sort(([a], [b]) => (pythonStr(a) < pythonStr(b) ? -1 : 1)));
}

/** The return in what came back of a minion; undefined when nothing did. */
export function returnOf(facts: Value): Value | undefined {
  if (!isDict(facts)) return undefined;
  return facts.has("ret") ? facts.get("ret") : facts.get("return");
}

/** The job id as the first minion tells it, for `__jid__`. */
export function jidOf(returns: Dict): { readonly __jid__?: string } {
  const [first] = returns.values();
  const jid = getString(first, "jid");
  return jid === undefined ? {} : { __jid__: jid };
}

/** Ids in one text. */
export function idList(ids: Iterable<Value>): string {
  return [...ids].map(pythonStr).join(", ");
}

/** A map with what is not undefined. */
export function present(facts: { readonly [name: string]: Plain }): MutableDict {
  return dict(Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)));
}

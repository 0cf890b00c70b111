/**
 * States of the firewall, by iptables and ip6tables.
 */
import type { Dict, Value } from "@salt/core";
import { isDict, needed, stateFn, stateModule } from "@salt/core";
import { tagOf } from "@salt/states";
import { chain_absent, chain_present, flush, set_policy } from "./iptables-functions/chains.js";
import { append, delete as deleteRule, insert } from "./iptables-functions/rules.js";

export const iptables = stateModule("iptables", {
  doc: "States of the firewall, by iptables and ip6tables.",
  available: async (context) =>
    (await context.functions.has("iptables.version")) ? true : "iptables module could not be loaded",
  functions: {
    chain_present,
    chain_absent,
    append,
    insert,
    delete: deleteRule,
    set_policy,
    flush,
    mod_aggregate: stateFn({
      doc: "Takes the rules of later chunks into one, so that they are saved once.",
      params: {
        low: needed.dict("The chunk."),
        chunks: needed.list("All chunks of the run."),
        running: needed.dict("Results so far."),
      },
      run: ({ low, chunks, running }) => aggregated(low, chunks, running),
    }),
  },
});

/** Salt leaves out the rule of the chunk itself, which then is never set; here it comes first. */
function aggregated(low: Dict, chunks: readonly Value[], running: Dict): Dict {
  const fun = low.get("fun") ?? null;
  if (fun !== "append" && fun !== "insert") return low;
  const isAlike = (chunk: Dict): boolean =>
    chunk.get("state") === "iptables" &&
    chunk.get("fun") === fun &&
    !chunk.has("__agg__") &&
    !running.has(tagOf(chunk)) &&
    tagOf(chunk) !== tagOf(low);
  const later = chunks.filter(isDict).filter(isAlike);
  if (later.length === 0) return low;
  return new Map<Value, Value>([...low, ["rules", [low, ...later]], ["__agg_tags__", later.map(tagOf)]]);
}

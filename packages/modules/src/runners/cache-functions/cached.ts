/**
 * Cached data of the minions that a target means.
 */
import type { Dict, RunnerContext, Value } from "@salt/core";
import { expandRanges, get, getDict, getString, isDict, openRangeSource, resolveTarget } from "@salt/core";
import { targetOf } from "../asking/target.js";

/** Which part of a minion's data. */
export type CachedPart = "grains" | "pillar" | "mine";

/** The accepted minions that a target means, by what is cached of them. Throws SaltInvocationError and TargetError. */
export async function cachedMinions(
  context: RunnerContext,
  tgt: Value,
  tgtType: string,
): Promise<readonly string[]> {
  const { accepted } = await context.keys();
  const nodegroups = getDict(context.opts, "nodegroups");
  const facts = (id: string) => ({
    id,
    grains: partOf(context, id, "grains") ?? new Map<Value, Value>(),
    pillar: partOf(context, id, "pillar") ?? new Map<Value, Value>(),
  });
  const known = { ids: accepted, facts, ...(nodegroups === undefined ? {} : { nodegroups }) };
  const ranges = openRangeSource(getString(context.opts, "range_server") ?? null);
  return resolveTarget(await expandRanges(targetOf(tgt, tgtType), known, ranges), known).minions;
}

/** A part of the cached data of each minion of a target; an empty map for those that have none. */
export async function cachedParts(
  context: RunnerContext,
  tgt: Value,
  tgtType: string,
  part: CachedPart,
): Promise<Dict> {
  const ids = await cachedMinions(context, tgt, tgtType);
  return new Map(ids.map((id) => [id, partOf(context, id, part) ?? new Map<Value, Value>()] as const));
}

/** A part of one minion's cached data; undefined when there is none. */
export function partOf({ cache }: RunnerContext, id: string, part: CachedPart): Dict | undefined {
  const value =
    part === "mine" ? cache.fetch(`minions/${id}`, "mine") : get(cache.fetch(`minions/${id}`, "data"), part);
  return isDict(value) ? value : undefined;
}

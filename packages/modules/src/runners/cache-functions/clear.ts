/**
 * Forgetting cached data of minions.
 */
import type { RunnerContext, Value } from "@salt/core";
import { isDict, isTruthy } from "@salt/core";
import { cachedMinions } from "./cached.js";

/** What is to be forgotten. */
export interface Cleared {
  readonly grains?: boolean;
  readonly pillar?: boolean;
  readonly mine?: boolean;
  /** One function of the mine. */
  readonly mineFunction?: string;
}

/** Forgets parts of what is cached of minions; true unless no minion was named. */
export async function clearCached(
  context: RunnerContext,
  tgt: Value,
  tgtType: string,
  what: Cleared,
): Promise<boolean> {
  if (!isTruthy(tgt)) return false;
  for (const id of await cachedMinions(context, tgt, tgtType)) clearOne(context, `minions/${id}`, what);
  return true;
}

function clearOne({ cache }: RunnerContext, bank: string, what: Cleared): void {
  if (what.grains === true && what.pillar === true) cache.flush(bank, "data");
  else if (what.grains === true) storeWithout(cache, bank, "data", "grains");
  else if (what.pillar === true) storeWithout(cache, bank, "data", "pillar");
  if (what.mine === true) cache.flush(bank, "mine");
  if (what.mineFunction !== undefined) storeWithout(cache, bank, "mine", what.mineFunction);
}

function storeWithout(cache: RunnerContext["cache"], bank: string, key: string, part: string): void {
  const data = cache.fetch(bank, key);
  if (isDict(data) && data.has(part)) {
    const rest = new Map([...data].filter(([name]) => name !== part));
    cache.store(bank, key, rest);
  }
}

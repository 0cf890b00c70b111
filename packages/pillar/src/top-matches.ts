/**
 * Which SLS of the top file are for a minion.
 */
import type { Dict, Logger, MinionFacts, TargetType } from "@salt/core";
import { getDict, getString, isDict, matchTarget, TARGET_TYPES, TargetError } from "@salt/core";
import type { Top, TopEntry } from "./top.js";

/** Names of SLS by environment, each once, in the top file's order. */
export type Matches = ReadonlyMap<string, readonly string[]>;

/** Chooses by the minion's facts. A target that cannot be read means nobody, and is logged. */
export function topMatches(top: Top, minion: MinionFacts, opts: Dict, log: Logger): Matches {
  const pillarenv = getString(opts, "pillarenv") ?? "";
  const facts = { ...minion, nodegroups: getDict(opts, "nodegroups") ?? new Map() };
  const matches = new Map<string, readonly string[]>();
  for (const [saltenv, body] of top.targets) {
    if (pillarenv !== "" && saltenv !== pillarenv) continue;
    for (const [target, entry] of body) {
      if (!isMeant(target, entry, facts, log)) continue;
      const names = entry.filter((item) => typeof item === "string");
      matches.set(saltenv, [...new Set([...(matches.get(saltenv) ?? []), ...names])]);
    }
  }
  return matches;
}

function isMeant(target: string, entry: TopEntry, minion: MinionFacts, log: Logger): boolean {
  const named = entry.flatMap((item) => (isDict(item) ? [getString(item, "match") ?? ""] : []));
  const wanted = named.at(-1) ?? "compound";
  const tgtType: TargetType | undefined = TARGET_TYPES.find((type) => type === wanted);
  if (tgtType === undefined) {
    log.error({ target, match: wanted }, "The pillar's top file names a way of matching that is not known");
    return false;
  }
  try {
    return matchTarget({ tgt: target, tgtType, delimiter: ":" }, minion);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    log.error({ target, reason: error.message }, "A target of the pillar's top file cannot be read");
    return false;
  }
}

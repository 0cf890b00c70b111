/**
 * Which SLS a top file gives to this minion.
 */
import type { Dict, Logger, MinionFacts, TargetType, Value } from "@salt/core";
import { isList, matchTarget, TARGET_TYPES, TargetError } from "@salt/core";
import type { AvailableStates } from "./available.js";
import { StateDataError } from "./faults.js";
import type { Top } from "./merge-tops.js";
import { shown } from "./python-text.js";
import type { Node } from "./tree.js";
import { isMap, isNodes } from "./tree.js";

/** The SLS by environment, in the order of the top file. */
export type TopMatches = Map<string, string[]>;

/** What matching takes. */
export interface MatchParts {
  readonly facts: MinionFacts;
  readonly available: AvailableStates;
  /** Only this environment counts, when it is given. */
  readonly saltenv: string | undefined;
  readonly log: Logger;
}

/** The SLS for a minion. Throws StateDataError for a type of target that there is not. */
export async function topMatches(top: Top, parts: MatchParts): Promise<TopMatches> {
  const matches: TopMatches = new Map();
  for (const [env, targets] of top) {
    const saltenv = shown(env);
    if (parts.saltenv !== undefined && saltenv !== parts.saltenv) continue;
    for (const [target, data] of targets) await addMatches(matches, saltenv, { target, data }, parts);
  }
  return matches;
}

/** The matches of the top file with those of `master_tops`, behind or before them; what both name stands once. */
export function withMasterTops(matches: TopMatches, tops: Dict, areFirst: boolean): TopMatches {
  const all: TopMatches = new Map(matches);
  for (const [env, names] of tops) {
    const own = all.get(shown(env)) ?? [];
    const more = isList(names) ? names.map(shown) : [];
    const [first, second] = areFirst ? [more, own] : [own, more];
    all.set(shown(env), [...first, ...second.filter((name) => !first.includes(name))]);
  }
  return all;
}

async function addMatches(
  matches: TopMatches,
  saltenv: string,
  { target, data }: { readonly target: Value; readonly data: Node },
  parts: MatchParts,
): Promise<void> {
  const items = isNodes(data) ? data : [data];
  if (!isMeant(target, items, parts)) return;
  const add = (env: string, sls: string): void => {
    matches.set(env, [...(matches.get(env) ?? []), sls]);
  };
  if (!matches.has(saltenv)) matches.set(saltenv, []);
  for (const item of items) {
    if (typeof item === "string") add(saltenv, item);
    if (!isMap(item)) continue;
    const rest = [...item].filter(([key]) => key !== "subfilter");
    const filter = item.get("subfilter");
    if (isMap(filter)) {
      for (const [inner, more] of filter)
        await addMatches(matches, saltenv, { target: inner, data: more }, parts);
    }
    // `match: glob` looks like an SLS of an environment; there is none of that name.
    const [env, sls] = rest.at(-1) ?? [];
    if (env !== undefined && sls !== undefined && (await parts.available.hasEnv(shown(env)))) {
      add(shown(env), shown(sls));
    }
  }
}

function isMeant(target: Value, items: readonly Node[], { facts, log }: MatchParts): boolean {
  const named = items
    .filter(isMap)
    .map((item) => item.get("match"))
    .filter((type) => type !== undefined)
    .at(-1);
  const tgtType = typeNamed(named ?? "compound", target);
  const tgt = shown(target);
  try {
    return matchTarget({ tgt, tgtType, delimiter: ":" }, facts);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    log.error(
      { target: shown(target), reason: error.message },
      "A target of the top file cannot be evaluated",
    );
    return false;
  }
}

function typeNamed(name: Node, target: Value): TargetType {
  const type = TARGET_TYPES.find((known) => known === name);
  if (type !== undefined) return type;
  throw new StateDataError(
    `The top file matches '${shown(target)}' by '${shown(name)}', which is no type of target`,
    `The types are ${TARGET_TYPES.join(", ")}.`,
  );
}

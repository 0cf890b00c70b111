/**
 * Range expressions inside targets become lists of ids before anything is matched: on the master, where a job is
 * published, and on a minion that gets one from elsewhere.
 */
import type { Target } from "../../job/job.js";
import { TargetError } from "../errors.js";
import { expandNodegroups } from "../nodegroup.js";
import type { KnownMinions } from "../resolve.js";
import { readTerm, wordsOf } from "../words.js";
import type { RangeSource } from "./range-source.js";

/** The most range expressions in one target: each is a question to the server. */
const MAX_RANGES = 20;
/** A compound term that means nobody. */
const NOBODY: readonly string[] = ["(", "not", "*", ")"];

/**
 * The target with lists in place of its range expressions; the same target when it has none. A name means the minion
 * with this id, else those with this `fqdn`, which is what real minions compare. Throws TargetError.
 */
export async function expandRanges(
  target: Target,
  known: KnownMinions,
  source: RangeSource,
  signal?: AbortSignal,
): Promise<Target> {
  const { tgt, tgtType } = target;
  if (tgtType === "range") {
    const names = await source.expand(typeof tgt === "string" ? tgt : tgt.join(","), signal);
    return { ...target, tgt: idsFor(names, known), tgtType: "list" };
  }
  if (tgtType !== "compound" && tgtType !== "compound_pillar_exact") return target;
  if (!mayHaveRange(tgt, known)) return target;
  const words = expandNodegroups(tgt, known.nodegroups ?? new Map());
  const expressions = [...new Set(words.filter(isRange))];
  if (expressions.length === 0) return target;
  if (expressions.length > MAX_RANGES) {
    throw new TargetError(`The target has more than ${MAX_RANGES} range expressions`, {
      hint: "Join them to one, with commas.",
    });
  }
  const lists = new Map<string, readonly string[]>();
  for (const word of expressions) {
    const ids = idsFor(await source.expand(readTerm(word).pattern, signal), known);
    lists.set(word, ids.length === 0 ? NOBODY : [`L@${ids.join(",")}`]);
  }
  return { ...target, tgt: words.flatMap((word) => lists.get(word) ?? [word]).join(" ") };
}

function isRange(word: string): boolean {
  return word.startsWith("R@") && word.length > 2;
}

/** Most targets have neither ranges nor groups in which one could be. */
function mayHaveRange(tgt: string | readonly string[], { nodegroups }: KnownMinions): boolean {
  const words = wordsOf(tgt);
  return words.some((word) => isRange(word) || (word.startsWith("N@") && (nodegroups?.size ?? 0) > 0));
}

function idsFor(names: readonly string[], known: KnownMinions): readonly string[] {
  const ids = new Set(known.ids);
  const foreign = new Set(names.filter((name) => !ids.has(name)));
  if (foreign.size === 0) return names;
  const byName = new Map<string, string[]>();
  for (const id of ids) {
    const fqdn = known.facts(id)?.grains.get("fqdn");
    if (typeof fqdn !== "string" || !foreign.has(fqdn)) continue;
    byName.set(fqdn, [...(byName.get(fqdn) ?? []), id]);
  }
  return names.flatMap((name) => byName.get(name) ?? [name]);
}

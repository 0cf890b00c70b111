/**
 * Which minions a target means: the master's estimate.
 */
import type { Dict } from "../base/value.js";
import type { Target } from "../job/job.js";
import type { CompoundExpression } from "./compound.js";
import { parseCompound } from "./compound.js";
import type { MinionFacts } from "./facts.js";
import { compileTarget, idsOf } from "./match.js";
import { expandNodegroup, expandNodegroups } from "./nodegroup.js";
import { WorkMeter } from "./work.js";

/** What the master knows of its minions. */
export interface KnownMinions {
  /** Accepted ids. */
  readonly ids: Iterable<string>;
  /** Cached grains and pillar of an id; undefined when there are none, and then no test of data passes. */
  readonly facts: (id: string) => MinionFacts | undefined;
  readonly nodegroups?: Dict;
}

/** Whom a job is expected to reach. */
export interface ResolvedTarget {
  /** Accepted ids, in the order of `ids`. */
  readonly minions: readonly string[];
  /** Ids that a list names and that are not accepted; not those of a list directly under `not`. */
  readonly missing: readonly string[];
}

/** How many minions, and how many steps, are tested before others may have their turn. */
const MINIONS_A_SLICE = 100;
const STEPS_A_SLICE = 100_000;

/** The accepted minions that a target means. Throws TargetError when the expression cannot be evaluated. */
export function resolveTarget(target: Target, known: KnownMinions): ResolvedTarget {
  const slices = resolveInSlices(target, known);
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
  }
}

/**
 * The same for a daemon, which has other things to do: pauses come after so many minions or so much work. Each gives
 * the steps since the last one. Throws TargetError.
 */
export function* resolveInSlices(
  target: Target,
  known: KnownMinions,
): Generator<number, ResolvedTarget, undefined> {
  const nodegroups: Dict = known.nodegroups ?? new Map();
  const ids = new Set(known.ids);
  const meter = WorkMeter.forMany(ids.size);
  const test = compileTarget(target, nodegroups, meter);
  const empty: Dict = new Map();
  const minions: string[] = [];
  let tested = 0;
  let paused = 0;
  for (const id of ids) {
    meter.begin();
    // Data is looked up only by tests that read it: most targets are globs and lists.
    if (test(lazyFacts(id, known, empty))) minions.push(id);
    tested += 1;
    if (tested % MINIONS_A_SLICE !== 0 && meter.spent - paused < STEPS_A_SLICE) continue;
    yield meter.spent - paused;
    paused = meter.spent;
  }
  const missing = new Set(listedIds(target, nodegroups).filter((id) => !ids.has(id)));
  return { minions, missing: [...missing] };
}

function lazyFacts(id: string, known: KnownMinions, empty: Dict): MinionFacts {
  let facts: MinionFacts | undefined;
  const found = (): MinionFacts => (facts ??= known.facts(id) ?? { id, grains: empty, pillar: empty });
  return {
    id,
    get grains() {
      return found().grains;
    },
    get pillar() {
      return found().pillar;
    },
  };
}

/** Ids that lists inside the target name. */
function listedIds(target: Target, nodegroups: Dict): readonly string[] {
  switch (target.tgtType) {
    case "list":
      return idsOf(target.tgt);
    case "compound":
    case "compound_pillar_exact":
      return listedIn(parseCompound(expandNodegroups(target.tgt, nodegroups)));
    case "nodegroup":
      return listedIn(parseCompound(expandNodegroup(String(target.tgt), nodegroups)));
    default:
      return [];
  }
}

function listedIn(expression: CompoundExpression): readonly string[] {
  if (expression.kind === "term") return expression.tgtType === "list" ? idsOf(expression.pattern) : [];
  if (expression.kind === "not") return expression.direct ? [] : listedIn(expression.operand);
  return [...listedIn(expression.left), ...listedIn(expression.right)];
}

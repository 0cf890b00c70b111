/**
 * Whether a target means a minion: the minion's own decision.
 */
import type { Dict } from "../base/value.js";
import type { Target } from "../job/job.js";
import type { CompoundExpression } from "./compound.js";
import { parseCompound } from "./compound.js";
import { compileDelimited } from "./delimited.js";
import { TargetError } from "./errors.js";
import type { MinionFacts } from "./facts.js";
import { compileGlob } from "./glob.js";
import { compileAddress } from "./ipcidr.js";
import { expandNodegroup, expandNodegroups } from "./nodegroup.js";
import { compilePcre } from "./pcre.js";
import type { TargetTerm } from "./words.js";
import { WorkMeter } from "./work.js";

/** The longest target that is a text, in characters. */
const MAX_TEXT = 1024 * 1024;

/** A target made ready for many minions. */
export type TargetTest = (minion: MinionFacts) => boolean;

/**
 * Whether a target means this minion. Throws TargetError, and nothing else, when the expression cannot be evaluated:
 * then it means nobody.
 */
export function matchTarget(target: Target, minion: MinionFacts): boolean {
  return compileTarget(target, minion.nodegroups ?? new Map(), WorkMeter.forOne())(minion);
}

/** Reads a target once, to be tested on many minions; the meter counts all of it. Throws TargetError, as may the test. */
export function compileTarget(target: Target, nodegroups: Dict, meter: WorkMeter): TargetTest {
  const { tgt, tgtType } = target;
  if (tgtType === "list") return listTest(tgt);
  if (typeof tgt === "string" && tgt.length > MAX_TEXT) {
    throw new TargetError(`The target is longer than ${MAX_TEXT} characters`, { hint: "Use a list." });
  }
  if (tgtType === "compound" || tgtType === "compound_pillar_exact") {
    const parsed = parseCompound(expandNodegroups(tgt, nodegroups));
    return new CompoundTests(tgtType === "compound_pillar_exact", meter).of(parsed);
  }
  if (typeof tgt !== "string") {
    throw new TargetError(`A target of type ${tgtType} must be a text`, {
      hint: "Use type list or compound.",
    });
  }
  return textTest({ ...target, tgt }, nodegroups, meter);
}

type TextTarget = Target & { readonly tgt: string };

function textTest({ tgtType, tgt, delimiter }: TextTarget, nodegroups: Dict, meter: WorkMeter): TargetTest {
  switch (tgtType) {
    case "glob":
      return onId(compileGlob(tgt, meter));
    case "pcre":
      return onId(compilePcre(tgt, { meter }));
    case "grain":
      return onGrains(compileDelimited(tgt, delimiter, "glob", meter));
    case "grain_pcre":
      return onGrains(compileDelimited(tgt, delimiter, "pcre", meter));
    case "pillar":
      return onPillar(compileDelimited(tgt, delimiter, "glob", meter));
    case "pillar_pcre":
      return onPillar(compileDelimited(tgt, delimiter, "pcre", meter));
    case "pillar_exact":
      return onPillar(compileDelimited(tgt, delimiter, "exact", meter));
    case "ipcidr": {
      const test = compileAddress(tgt);
      return ({ grains }) => test(grains);
    }
    case "nodegroup":
      return new CompoundTests(false, meter).of(parseCompound(expandNodegroup(tgt, nodegroups)));
    default:
      throw notOffered(tgtType);
  }
}

const onId =
  (test: (id: string) => boolean): TargetTest =>
  ({ id }) =>
    test(id);

const onGrains =
  (test: (data: Dict) => boolean): TargetTest =>
  ({ grains }) =>
    test(grains);

const onPillar =
  (test: (data: Dict) => boolean): TargetTest =>
  ({ pillar }) =>
    test(pillar);

/** Ids of a list; a text is divided at commas, without trimming. */
export function idsOf(tgt: string | readonly string[]): readonly string[] {
  return typeof tgt === "string" ? tgt.split(",").filter((id) => id !== "") : tgt;
}

function listTest(tgt: string | readonly string[]): TargetTest {
  const ids = new Set(idsOf(tgt));
  return ({ id }) => ids.has(id);
}

/** The tests of one compound target. */
class CompoundTests {
  readonly #pillarExact: boolean;
  readonly #meter: WorkMeter;

  constructor(pillarExact: boolean, meter: WorkMeter) {
    this.#pillarExact = pillarExact;
    this.#meter = meter;
  }

  of(expression: CompoundExpression): TargetTest {
    if (expression.kind === "term") return this.#term(expression);
    if (expression.kind === "not") {
      const operand = this.of(expression.operand);
      return (minion) => !operand(minion);
    }
    const left = this.of(expression.left);
    const right = this.of(expression.right);
    if (expression.kind === "and") return (minion) => left(minion) && right(minion);
    return (minion) => left(minion) || right(minion);
  }

  #term({ tgtType, pattern, delimiter }: TargetTerm): TargetTest {
    const isExact = this.#pillarExact && (tgtType === "pillar" || tgtType === "pillar_pcre");
    const target = { tgt: pattern, tgtType: isExact ? "pillar_exact" : tgtType, delimiter } as const;
    const test = compileTarget(target, new Map(), this.#meter);
    return (minion) => {
      this.#meter.spend(1);
      return test(minion);
    };
  }
}

function notOffered(tgtType: string): TargetError {
  if (tgtType === "range") {
    return new TargetError("A range target was not looked up before it was tested", {
      hint: "Range targets work in salt and in jobs; name the minions with -L or a nodegroup here.",
    });
  }
  return new TargetError(`Targets of type '${tgtType.slice(0, 40)}' are not offered`, {
    hint: "Use glob, pcre, list, grain, pillar, ipcidr, nodegroup or compound.",
  });
}

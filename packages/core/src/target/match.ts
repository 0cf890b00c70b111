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

/** A target made ready for many minions. */
export type TargetTest = (minion: MinionFacts) => boolean;

/**
 * Whether a target means this minion. Throws TargetError, and nothing else, when the expression cannot be evaluated:
 * then it means nobody.
 */
export function matchTarget(target: Target, minion: MinionFacts): boolean {
  return compileTarget(target, minion.nodegroups ?? new Map())(minion);
}

/** Reads a target once, to be tested on many minions. Throws TargetError, as may the test. */
export function compileTarget(target: Target, nodegroups: Dict): TargetTest {
  const { tgt, tgtType } = target;
  if (tgtType === "list") return listTest(tgt);
  if (tgtType === "compound" || tgtType === "compound_pillar_exact") {
    const parsed = parseCompound(expandNodegroups(tgt, nodegroups));
    return compoundTest(parsed, tgtType === "compound_pillar_exact");
  }
  if (typeof tgt !== "string") {
    throw new TargetError(`A target of type ${tgtType} must be a text`, {
      hint: "Use type list or compound.",
    });
  }
  return textTest(tgtType, tgt, target.delimiter, nodegroups);
}

function textTest(tgtType: Target["tgtType"], text: string, delimiter: string, nodegroups: Dict): TargetTest {
  switch (tgtType) {
    case "glob":
      return onId(compileGlob(text));
    case "pcre":
      return onId(compilePcre(text));
    case "grain":
      return onGrains(compileDelimited(text, delimiter, "glob"));
    case "grain_pcre":
      return onGrains(compileDelimited(text, delimiter, "pcre"));
    case "pillar":
      return onPillar(compileDelimited(text, delimiter, "glob"));
    case "pillar_pcre":
      return onPillar(compileDelimited(text, delimiter, "pcre"));
    case "pillar_exact":
      return onPillar(compileDelimited(text, delimiter, "exact"));
    case "ipcidr": {
      const test = compileAddress(text);
      return ({ grains }) => test(grains);
    }
    case "nodegroup":
      return compoundTest(parseCompound(expandNodegroup(text, nodegroups)), false);
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

function compoundTest(expression: CompoundExpression, pillarExact: boolean): TargetTest {
  if (expression.kind === "term") {
    const { pattern, delimiter } = expression;
    const isPillar = expression.tgtType === "pillar" || expression.tgtType === "pillar_pcre";
    const tgtType = pillarExact && isPillar ? "pillar_exact" : expression.tgtType;
    return compileTarget({ tgt: pattern, tgtType, delimiter }, new Map());
  }
  if (expression.kind === "not") {
    const operand = compoundTest(expression.operand, pillarExact);
    return (minion) => !operand(minion);
  }
  const left = compoundTest(expression.left, pillarExact);
  const right = compoundTest(expression.right, pillarExact);
  if (expression.kind === "and") return (minion) => left(minion) && right(minion);
  return (minion) => left(minion) || right(minion);
}

function notOffered(tgtType: string): TargetError {
  if (tgtType === "range") {
    return new TargetError("Range targets need a range server, which is not configured", {
      hint: "List the minions with -L, or name them in a nodegroup.",
    });
  }
  return new TargetError(`Targets of type '${tgtType.slice(0, 40)}' are not offered`, {
    hint: "Use glob, pcre, list, grain, pillar, ipcidr, nodegroup or compound.",
  });
}

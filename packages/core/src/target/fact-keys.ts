/**
 * Which grains and pillar values a target asks for, so that they can be fetched before it is tested.
 */
import type { Dict } from "../base/value.js";
import type { Target, TargetType } from "../job/job.js";
import type { CompoundExpression } from "./compound.js";
import { parseCompound } from "./compound.js";
import { expandNodegroup, expandNodegroups } from "./nodegroup.js";

/** A key of a minion's data. */
export interface FactKey {
  readonly kind: "grains" | "pillar";
  readonly key: string;
}

const KINDS: Partial<Record<TargetType, FactKey["kind"]>> = {
  grain: "grains",
  grain_pcre: "grains",
  pillar: "pillar",
  pillar_pcre: "pillar",
  pillar_exact: "pillar",
};

/** The first keys of everything that a target looks at; some may be missing, where it looks at all data. Throws TargetError. */
export function factKeysOf(target: Target, nodegroups: Dict): readonly FactKey[] {
  const { tgt, tgtType, delimiter } = target;
  switch (tgtType) {
    case "compound":
    case "compound_pillar_exact":
      return keysIn(parseCompound(expandNodegroups(tgt, nodegroups)));
    case "nodegroup":
      return keysIn(parseCompound(expandNodegroup(String(tgt), nodegroups)));
    default:
      return keysOfTerm(tgtType, String(tgt), delimiter);
  }
}

function keysIn(expression: CompoundExpression): readonly FactKey[] {
  switch (expression.kind) {
    case "term":
      return keysOfTerm(expression.tgtType, expression.pattern, expression.delimiter);
    case "not":
      return keysIn(expression.operand);
    default:
      return [...keysIn(expression.left), ...keysIn(expression.right)];
  }
}

function keysOfTerm(tgtType: TargetType, pattern: string, delimiter: string): readonly FactKey[] {
  if (tgtType === "ipcidr") return [{ kind: "grains", key: pattern.includes(":") ? "ipv6" : "ipv4" }];
  const kind = KINDS[tgtType];
  const at = pattern.indexOf(delimiter);
  if (kind === undefined || at < 0) return [];
  const key = pattern.slice(0, at);
  return key === "*" ? [] : [{ kind, key }];
}

/**
 * Whom targets mean, by what the master knows of its minions.
 */
import type { MasterConfig, ResolvedTarget, Target, TargetType, Value } from "@salt/core";
import { isList, resolveTarget, TARGET_TYPES, TargetError } from "@salt/core";
import type { AcceptedKeys } from "../keys/accepted-keys.js";
import type { MinionData } from "./minion-data.js";

/** Nobody. */
const NOBODY: ResolvedTarget = { minions: [], missing: [] };

/** Resolves targets over accepted minions. */
export class Targeting {
  readonly #accepted: AcceptedKeys;
  readonly #data: MinionData;
  readonly #nodegroups: MasterConfig["nodegroups"];

  constructor(accepted: AcceptedKeys, data: MinionData, nodegroups: MasterConfig["nodegroups"]) {
    this.#accepted = accepted;
    this.#data = data;
    this.#nodegroups = nodegroups;
  }

  /** The accepted minions that a target means; nobody when it cannot be evaluated. */
  resolve(target: Target): ResolvedTarget {
    try {
      return resolveTarget(target, {
        ids: this.#accepted.ids(),
        facts: (id) => this.#data.targetFacts(id),
        nodegroups: this.#nodegroups,
      });
    } catch (error) {
      if (error instanceof TargetError) return NOBODY;
      throw error;
    }
  }

  /** The ids of a compound target, for rules of access lists. */
  compound(expression: string): ReadonlySet<string> {
    return new Set(this.resolve({ tgt: expression, tgtType: "compound", delimiter: ":" }).minions);
  }
}

/** A target from outside; undefined when it has no form of one. */
export function readTarget(
  tgt: Value | undefined,
  tgtType: Value | undefined,
  delimiter: Value | undefined,
): Target | undefined {
  const type =
    tgtType === undefined || tgtType === null ? "glob" : TARGET_TYPES.find((name) => name === tgtType);
  const expression = readExpression(tgt);
  if (type === undefined || expression === undefined) return undefined;
  return {
    tgt: expression,
    tgtType: type,
    delimiter: typeof delimiter === "string" && delimiter !== "" ? delimiter : ":",
  };
}

function readExpression(tgt: Value | undefined): string | readonly string[] | undefined {
  if (typeof tgt === "string") return tgt;
  if (typeof tgt === "number" || typeof tgt === "bigint") return String(tgt);
  if (!isList(tgt)) return undefined;
  const words = tgt.filter((word) => typeof word === "string");
  return words.length === tgt.length ? words : undefined;
}

/** The same target with pillar compared literally: guessing at another's pillar by globs must not work. */
export function withExactPillar(target: Target): Target {
  const exact: Partial<Record<TargetType, TargetType>> = {
    pillar: "pillar_exact",
    pillar_pcre: "pillar_exact",
    compound: "compound_pillar_exact",
  };
  return { ...target, tgtType: exact[target.tgtType] ?? target.tgtType };
}

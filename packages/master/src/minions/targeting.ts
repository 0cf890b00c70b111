/**
 * Whom targets mean, by what the master knows of its minions.
 */
import { setImmediate as othersHadTheirTurn } from "node:timers/promises";
import type {
  FactKey,
  KnownMinions,
  MasterConfig,
  RangeSource,
  ResolvedTarget,
  Target,
  TargetType,
  Value,
} from "@salt/core";
import { expandRanges, factKeysOf, isList, resolveInSlices, TARGET_TYPES, TargetError } from "@salt/core";
import type { AcceptedKeys } from "../keys/accepted-keys.js";
import type { LogLimiter } from "../log-limiter.js";
import type { MinionData } from "./minion-data.js";

/** What targets are resolved with. */
export interface TargetingParts {
  readonly accepted: Pick<AcceptedKeys, "ids">;
  readonly data: Pick<MinionData, "targetFacts" | "prepare">;
  readonly nodegroups: MasterConfig["nodegroups"];
  readonly ranges: RangeSource;
  readonly limited: LogLimiter;
  /** Gives up what is asked of range servers. */
  readonly signal: AbortSignal;
}

const FQDN: FactKey = { kind: "grains", key: "fqdn" };

/** Resolves targets over accepted minions, with pauses in which the master does its other work. */
export class Targeting {
  readonly #parts: TargetingParts;

  constructor(parts: TargetingParts) {
    this.#parts = parts;
  }

  /** The target with lists in place of range expressions, as it is published. Throws TargetError. */
  async withoutRanges(target: Target): Promise<Target> {
    const { data, ranges, signal } = this.#parts;
    const known = this.#known();
    return await expandRanges(
      target,
      known,
      {
        expand: async (expression) => {
          const [names] = await Promise.all([ranges.expand(expression, signal), data.prepare([FQDN])]);
          return names;
        },
      },
      signal,
    );
  }

  /** The accepted minions that a target without ranges means. Throws TargetError with the reason when it is wrong. */
  async resolve(target: Target): Promise<ResolvedTarget> {
    const { data, nodegroups } = this.#parts;
    await data.prepare(factKeysOf(target, nodegroups));
    const slices = resolveInSlices(target, this.#known());
    for (;;) {
      const { done, value } = slices.next();
      if (done === true) return value;
      await othersHadTheirTurn();
    }
  }

  /** The ids that a target means, ranges included; nobody when it cannot be evaluated, which is logged. */
  async reached(target: Target): Promise<ReadonlySet<string>> {
    try {
      return new Set((await this.resolve(await this.withoutRanges(target))).minions);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      this.#parts.limited.warn({ reason: error.message }, "A target cannot be evaluated");
      return new Set();
    }
  }

  /** The ids of a compound target, for rules of access lists. */
  compound(expression: string): Promise<ReadonlySet<string>> {
    return this.reached({ tgt: expression, tgtType: "compound", delimiter: ":" });
  }

  #known(): KnownMinions {
    const { accepted, data, nodegroups } = this.#parts;
    return { ids: accepted.ids(), facts: (id) => data.targetFacts(id), nodegroups };
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

/**
 * Random fleets: minions with accepted keys, some of which the master has no data of, and targets for them.
 */
import type { Json, Triple } from "./generate.js";
import { IDS, randomTriple } from "./generate.js";
import type { Chance } from "./random.js";

/** A minion as the master knows it. */
export interface KnownMinion {
  readonly id: string;
  /** Null: nothing is cached. */
  readonly data: { readonly grains: Json; readonly pillar: Json } | null;
}

/** A fleet, and targets that are tried on it. */
export interface Fleet {
  readonly minions: readonly KnownMinion[];
  readonly targets: readonly Pick<Triple, "kind" | "tgt" | "delimiter">[];
}

/** Makes one. Targets are made from the data of its minions, so that most mean some of them. */
export function randomFleet(chance: Chance, targets: number): Fleet {
  const triples = IDS.filter(() => !chance.once(4)).map((id) => ({ ...randomTriple(chance), id }));
  const minions = triples.map(({ id, grains, pillar }) => ({
    id,
    data: chance.once(8) ? null : { grains, pillar },
  }));
  return { minions, targets: chance.list(targets, () => randomTriple(chance, chance.of(triples))) };
}

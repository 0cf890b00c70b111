/**
 * Our master and real Salt's expect the same minions to answer, for random targets on random fleets.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { MinionFacts, TargetType } from "@salt/core";
import { resolveTarget, TargetError } from "@salt/core";
import { real } from "./installation.js";
import { asDict, askOracle, refusedByPython, refusedRegex } from "./matching/compare.js";
import type { Fleet } from "./matching/fleet.js";
import { randomFleet } from "./matching/fleet.js";
import { NODEGROUPS } from "./matching/generate.js";
import { Chance } from "./matching/random.js";

const SEED = Number(process.env.SALT_MATCHING_SEED ?? 20261121);
const FLEETS = 100;
const TARGETS = Math.ceil(Number(process.env.SALT_MATCHING_COUNT ?? 12_000) / FLEETS);

/** Whom somebody expects, ids that are missing, and why nobody is expected. */
interface Expected {
  readonly minions: readonly string[];
  readonly missing: readonly string[];
  readonly reason?: string;
}

/** One target on one fleet. */
interface Case {
  readonly fleet: Fleet;
  readonly target: Fleet["targets"][number];
}

function ours({ fleet, target: { kind, tgt, delimiter } }: Case): Expected {
  const facts = new Map<string, MinionFacts>();
  for (const { id, data } of fleet.minions) {
    if (data !== null) facts.set(id, { id, grains: asDict(data.grains), pillar: asDict(data.pillar) });
  }
  const ids = fleet.minions.map(({ id }) => id);
  const known = { ids, facts: (id: string) => facts.get(id), nodegroups: asDict(NODEGROUPS) };
  try {
    const { minions, missing } = resolveTarget({ tgt, tgtType: kind as TargetType, delimiter }, known);
    return { minions: [...minions].sort(), missing: [...missing].sort() };
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    return { minions: [], missing: [], reason: error.message };
  }
}

function theirs(answer: unknown): Expected {
  assert.ok(Array.isArray(answer));
  const [minions, missing] = answer as [string[], string[]];
  return { minions, missing };
}

/** What we refuse with a reason, while real Salt goes on in its way; docs/targeting.md has the list. */
const LISTED = [
  /is no IP address or network/,
  /resources, which are not offered/,
  /range target/,
  /a '\)' is missing/,
];

/** Real Salt expects minions that it has no data of for targets by address; only those with data are compared. */
function comparable({ fleet, target }: Case, { minions, missing }: Expected): Expected {
  const byAddress = target.kind === "ipcidr" || /(^|\s)S@/.test(target.tgt);
  const unknown = fleet.minions.filter(({ data }) => byAddress && data === null).map(({ id }) => id);
  return { minions: minions.filter((id) => !unknown.includes(id)), missing };
}

for (const installation of real) {
  describe(`whom ${installation.name} expects`, () => {
    test(`${FLEETS * TARGETS} random targets, seed ${SEED}`, (context) => {
      const python = join(installation.bin, "python");
      const chance = new Chance(SEED);
      const fleets = chance.list(FLEETS, () => randomFleet(chance, TARGETS));
      const cases: Case[] = fleets.flatMap((fleet) => fleet.targets.map((target) => ({ fleet, target })));
      const lines = fleets.flatMap((fleet) => [{ minions: fleet.minions }, ...fleet.targets]);
      const answers = askOracle(python, "expected_oracle.py", lines).map(theirs);
      assert.equal(answers.length, cases.length);
      const wrong = cases.flatMap((each, at) => {
        const mine = ours(each);
        const { reason = "", ...found } = mine;
        const said = answers[at] ?? assert.fail("no answer");
        const same = JSON.stringify(comparable(each, found)) === JSON.stringify(comparable(each, said));
        return same
          ? []
          : [{ ...each.target, ids: each.fleet.minions.map(({ id }) => id), mine: found, said, reason }];
      });
      const shared = refusedByPython(
        python,
        wrong.map(({ reason }) => refusedRegex(reason)).filter((each) => each !== undefined),
      );
      const unlisted = wrong.filter(
        ({ reason }) =>
          !shared.has(refusedRegex(reason) ?? "") && !LISTED.some((listed) => listed.test(reason)),
      );
      const some = answers.filter(({ minions }) => minions.length > 0).length;
      context.diagnostic(
        `${cases.length} compared, ${some} mean somebody, ${wrong.length} differ, ${unlisted.length} of these unlisted`,
      );
      assert.ok(some > cases.length / 4, "too few targets mean anybody for this to be a test");
      assert.deepEqual(unlisted.slice(0, 10), []);
    });
  });
}

test("fleets have minions without data", () => {
  const chance = new Chance(SEED);
  const minions = chance.list(20, () => randomFleet(chance, 1)).flatMap((fleet) => fleet.minions);
  assert.ok(minions.some(({ data }) => data === null));
});

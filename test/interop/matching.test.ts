/**
 * Our matcher and real Salt's give the same answers to random targets.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { TargetType } from "@salt/core";
import { matchTarget, TargetError } from "@salt/core";
import { real } from "./installation.js";
import { asDict, askOracle, refusedByPython, refusedRegex } from "./matching/compare.js";
import type { Triple } from "./matching/generate.js";
import { NODEGROUPS, randomTriple } from "./matching/generate.js";
import { Chance } from "./matching/random.js";

const SEED = Number(process.env.SALT_MATCHING_SEED ?? 20261121);
const COUNT = Number(process.env.SALT_MATCHING_COUNT ?? 12_000);
const oracle = fileURLToPath(new URL("../../interop/matching/oracle.py", import.meta.url));

function triples(): readonly Triple[] {
  const chance = new Chance(SEED);
  return chance.list(COUNT, () => randomTriple(chance));
}

/** Our answer; for a target that we refuse, the reason. */
function ours({ kind, tgt, delimiter, id, grains, pillar }: Triple): boolean | string {
  const minion = { id, grains: asDict(grains), pillar: asDict(pillar), nodegroups: asDict(NODEGROUPS) };
  try {
    return matchTarget({ tgt, tgtType: kind as TargetType, delimiter }, minion);
  } catch (error) {
    if (error instanceof TargetError) return error.message;
    throw error;
  }
}

/** Where both mean nobody it does not matter who refuses, and who only says no. */
const isSame = (mine: boolean | string | undefined, theirs: unknown): boolean =>
  (mine === true) === (theirs === true);

/** What we refuse with a reason, while real Salt goes on as if that term meant nobody; docs/targeting.md has the list. */
const LISTED = [/is no IP address or network/, /targets resources, which are not offered/];

for (const installation of real) {
  describe(`targets as ${installation.name} matches them`, () => {
    test(`${COUNT} random targets, seed ${SEED}`, (context) => {
      const cases = triples();
      const theirs = askOracle(join(installation.bin, "python"), "oracle.py", cases);
      assert.equal(theirs.length, cases.length);
      const mine = cases.map(ours);
      const wrong = cases.flatMap((triple, at) => {
        const answers = { ours: mine[at], theirs: theirs[at] };
        return isSame(answers.ours, answers.theirs) ? [] : [{ ...triple, ...answers }];
      });
      const patterns = wrong
        .map(({ ours: said }) => refusedRegex(String(said)))
        .filter((each) => each !== undefined);
      const shared = refusedByPython(join(installation.bin, "python"), patterns);
      const unlisted = wrong.filter(
        ({ ours: said }) =>
          !shared.has(refusedRegex(String(said)) ?? "") &&
          !LISTED.some((reason) => reason.test(String(said))),
      );
      const matched = mine.filter((answer) => answer === true).length;
      context.diagnostic(
        `${cases.length} compared, ${matched} match, ${wrong.length} differ, ${unlisted.length} of these unlisted`,
      );
      assert.ok(matched > cases.length / 10, "too few targets mean anybody for this to be a test");
      assert.deepEqual(unlisted.slice(0, 10), []);
    });
  });
}

test("the comparison is about every kind of target", () => {
  const kinds = new Set(triples().map(({ kind }) => kind));
  assert.equal(kinds.size, 11);
  assert.match(readFileSync(oracle, "utf8"), /salt\.loader\.matchers/);
});

/**
 * Our matcher and real Salt's give the same answers to random targets.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { MinionFacts, TargetType } from "@salt/core";
import { isDict, matchTarget, parseJson, TargetError } from "@salt/core";
import { real } from "./installation.js";
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

/** What real Salt answers: true, false, or a text that begins with `error`. */
function ask(python: string, cases: readonly Triple[]): readonly unknown[] {
  const dir = mkdtempSync(join(tmpdir(), "salt-matching-"));
  const input = [{ dir, nodegroups: NODEGROUPS }, ...cases].map((each) => JSON.stringify(each)).join("\n");
  const ran = spawnSync(python, [oracle], { input, encoding: "utf8", maxBuffer: 1 << 26 });
  rmSync(dir, { recursive: true, force: true });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

const asDict = (value: unknown): MinionFacts["grains"] => {
  const dict = parseJson(JSON.stringify(value));
  return isDict(dict) ? dict : assert.fail("no map");
};

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

/** The regular expression that a reason is about. */
const refusedRegex = (reason: unknown): string | undefined =>
  /^The regular expression '(.*)' is refused/s.exec(String(reason))?.[1];

/** Which regular expressions Python itself refuses: such a term means nobody to real Salt. */
function refusedByPython(python: string, patterns: readonly string[]): ReadonlySet<string> {
  const program =
    "import json,re,sys\ndef bad(p):\n try: re.compile(p)\n except re.error: return True\nprint(json.dumps([p for p in json.load(sys.stdin) if bad(p)]))";
  const ran = spawnSync(python, ["-c", program], { input: JSON.stringify(patterns), encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stderr);
  return new Set(JSON.parse(ran.stdout) as string[]);
}

for (const installation of real) {
  describe(`targets as ${installation.name} matches them`, () => {
    test(`${COUNT} random targets, seed ${SEED}`, (context) => {
      const cases = triples();
      const theirs = ask(join(installation.bin, "python"), cases);
      assert.equal(theirs.length, cases.length);
      const mine = cases.map(ours);
      const wrong = cases.flatMap((triple, at) => {
        const answers = { ours: mine[at], theirs: theirs[at] };
        return isSame(answers.ours, answers.theirs) ? [] : [{ ...triple, ...answers }];
      });
      const patterns = wrong.map(({ ours: said }) => refusedRegex(said)).filter((each) => each !== undefined);
      const shared = refusedByPython(join(installation.bin, "python"), patterns);
      const unlisted = wrong.filter(
        ({ ours: said }) =>
          !shared.has(refusedRegex(said) ?? "") && !LISTED.some((reason) => reason.test(String(said))),
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

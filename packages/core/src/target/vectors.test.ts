/** Targets, compared with what real Salt and Python made of them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dict, Value } from "../base/value.js";
import { isDict } from "../base/value.js";
import type { TargetType } from "../job/job.js";
import { readVectors, vectorValue } from "../testing/vector.js";
import type { Comparison } from "./delimited.js";
import { compileDelimited } from "./delimited.js";
import { TargetError } from "./errors.js";
import { compileGlob, matchGlob } from "./glob.js";
import { compileAddress } from "./ipcidr.js";
import { matchTarget } from "./match.js";
import { expandNodegroup } from "./nodegroup.js";
import { compilePcre } from "./pcre.js";
import { WorkMeter } from "./work.js";

interface Case<T> {
  readonly input: T;
  readonly expected: boolean;
}
interface Vectors {
  readonly data: unknown;
  readonly delimited: Case<[string, string, Comparison]>[];
  readonly glob: Case<[string, string]>[];
  readonly pcre: { readonly input: string; readonly expected: string; readonly whole?: string }[];
  readonly pcreTexts: string[];
  readonly ipcidr: Case<string>[];
  readonly addresses: Record<string, string[]>;
  readonly compound: Case<string>[];
  readonly minion: { readonly id: string; readonly grains: unknown; readonly pillar: unknown };
  readonly nodegroups: unknown;
  readonly nodegroup: Case<string>[];
}

const vectors = readVectors("targets.json") as Vectors;

function dictOf(json: unknown): Dict {
  const value: Value = vectorValue(json);
  assert(isDict(value));
  return value;
}

/** A refused expression means nobody. */
function orRefused(run: () => boolean): boolean {
  try {
    return run();
  } catch (error) {
    assert(error instanceof TargetError, String(error));
    return false;
  }
}

function assertNone(failures: readonly string[]): void {
  assert.equal(failures.length, 0, `${failures.length} differ: ${failures.slice(0, 20).join("  ")}`);
}

test("key:value expressions", () => {
  const data = dictOf(vectors.data);
  const wrong = vectors.delimited.filter(
    ({ input: [expression, delimiter, comparison], expected }) =>
      orRefused(() => compileDelimited(expression, delimiter, comparison, WorkMeter.forOne())(data)) !==
      expected,
  );
  assertNone(wrong.map(({ input, expected }) => JSON.stringify([...input, expected])));
});

test("globs", () => {
  const wrong = vectors.glob.filter(
    ({ input: [pattern, text], expected }) =>
      matchGlob(pattern, text) !== expected || compileGlob(pattern)(text) !== expected,
  );
  assertNone(wrong.map(({ input, expected }) => JSON.stringify([...input, expected])));
});

/** What Python takes and this program refuses on purpose. */
const REFUSED = /\\[1-9]|\(\?\(|\(\?>|[*+?}]\+|\\N/;

test("regular expressions", () => {
  const failures: string[] = [];
  for (const { input, expected, whole } of vectors.pcre) {
    const bits = (anchored: boolean): string => {
      try {
        const matches = compilePcre(input, { whole: anchored });
        return vectors.pcreTexts.map((text) => (matches(text) ? "1" : "0")).join("");
      } catch (error) {
        assert(error instanceof TargetError, String(error));
        return "error";
      }
    };
    if (expected !== "error" && REFUSED.test(input) && bits(false) === "error") continue;
    if (bits(false) !== expected) failures.push(`${JSON.stringify(input)} ${bits(false)} not ${expected}`);
    if (whole !== undefined && bits(true) !== whole)
      failures.push(`${JSON.stringify(input)} whole ${bits(true)} not ${whole}`);
  }
  assertNone(failures);
});

/** Real Salt compares the texts of IPv6 addresses, so these miss what they name; ours compares addresses. */
const BY_VALUE = new Set(["::ffff:10.1.2.4", "::ffff:a01:204"]);

test("addresses", () => {
  const grains: Dict = new Map(Object.entries(vectors.addresses));
  const wrong = vectors.ipcidr.filter(
    ({ input, expected }) =>
      orRefused(() => compileAddress(input)(grains)) !== (expected || BY_VALUE.has(input)),
  );
  assertNone(wrong.map(({ input, expected }) => JSON.stringify([input, expected])));
});

test("compound targets", () => {
  const minion = {
    id: vectors.minion.id,
    grains: dictOf(vectors.minion.grains),
    pillar: dictOf(vectors.minion.pillar),
  };
  const wrong = vectors.compound.filter(({ input, expected }) => {
    const target = { tgt: input, tgtType: "compound" as TargetType, delimiter: ":" };
    return orRefused(() => matchTarget(target, minion)) !== expected;
  });
  assertNone(wrong.map(({ input, expected }) => JSON.stringify([input, expected])));
});

test("nodegroups", () => {
  const nodegroups = dictOf(vectors.nodegroups);
  const minion = { id: vectors.minion.id, grains: dictOf(vectors.minion.grains), pillar: new Map() };
  for (const { input, expected } of vectors.nodegroup) {
    const matched = orRefused(() => {
      const tgt = expandNodegroup(input, nodegroups);
      return matchTarget({ tgt, tgtType: "compound", delimiter: ":" }, minion);
    });
    assert.equal(matched, expected, input);
  }
});

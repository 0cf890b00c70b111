/** Hostile targets: they cost a bounded number of steps, however they are made. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dict, Value } from "../base/value.js";
import { dict } from "../base/value.js";
import type { TargetType } from "../job/job.js";
import { TargetError } from "./errors.js";
import type { MinionFacts } from "./facts.js";
import { compileTarget, matchTarget } from "./match.js";
import { resolveInSlices } from "./resolve.js";
import { STEPS_ON_ONE, STEPS_TO_READ, WorkMeter } from "./work.js";

const MINIONS = 10_000;
const LONG = `${"a".repeat(200)}!`;

function nested(depth: number): Value {
  let value: Value = "end";
  for (let level = 0; level < depth; level += 1) value = dict({ a: value, b: [value], c: LONG });
  return value;
}

const grains = dict({ text: LONG, long: LONG.repeat(50), deep: nested(8), list: Array(500).fill(LONG) });
const facts = (id: string): MinionFacts => ({ id, grains, pillar: grains });
const ids = Array.from({ length: MINIONS }, (_each, at) => `${at}${LONG}`);
const many = (term: string, count: number, word = "or"): string => Array(count).fill(term).join(` ${word} `);

const evil = "(a+)+$".repeat(600);
/** Those that are not refused need few steps, however they look. */
const hostile: readonly [string, TargetType, string, refused?: false][] = [
  ["one long regular expression", "pcre", "(a+)+$".repeat(17_000)],
  ["many regular expressions", "compound", many(`E@\\d+${evil}`, 27)],
  ["4000 words", "compound", many("E@\\d+(a|aa)+$", 2000)],
  ["looks ahead at every place", "pcre", "(\\d|a(?=(a*(?=a*b|a))*.*))*$"],
  ["looks behind at every place", "pcre", "(.(?<=(?:a|b)(?:a|c)(?:a|d)(?:a|e)))*$".repeat(20), false],
  ["repetitions of nothing", "pcre", "(?:(?:(?:){999999}){999999}){999999}"],
  ["repetitions written out", "pcre", "(?:a{60}){60}$", false],
  ["many states", "pcre", `.*a${".".repeat(2000)}$`],
  ["stars", "glob", `*${"a*".repeat(50_000)}b`, false],
  ["stars in a grain", "grain", `long:*${"a*".repeat(3000)}b`],
  ["wildcards in nested data", "grain", `${"*:".repeat(63)}x`],
  ["wildcards and expressions", "grain_pcre", `${"*:".repeat(60)}(a+)+$`],
  ["regular expressions in lists", "compound", many("P@list:(a+)+$", 500)],
];

for (const [name, tgtType, tgt, isRefused = true] of hostile) {
  test(`${name}: bounded, in slices, on the master`, () => {
    const target = { tgt, tgtType, delimiter: ":" };
    const slices = resolveInSlices(target, { ids, facts });
    let total = 0;
    let largest = 0;
    const run = (): void => {
      for (let next = slices.next(); next.done !== true; next = slices.next()) {
        total += next.value;
        largest = Math.max(largest, next.value);
      }
    };
    if (isRefused) assert.throws(run, TargetError);
    else run();
    assert.ok(total <= STEPS_TO_READ + 2_000 * MINIONS, `${total} steps`);
    // Reading the target comes before the first pause.
    assert.ok(largest <= STEPS_TO_READ + STEPS_ON_ONE, `${largest} steps in one go`);
  });

  test(`${name}: bounded on a minion`, () => {
    const meter = WorkMeter.forOne();
    const target = { tgt, tgtType, delimiter: ":" };
    try {
      compileTarget(target, new Map(), meter)(facts(`1${LONG}`));
    } catch (error) {
      assert.ok(error instanceof TargetError, String(error));
    }
    assert.ok(meter.spent <= STEPS_ON_ONE + 100_000, `${meter.spent} steps`);
  });
}

test("what people write is far from the bounds", () => {
  const common: readonly string[] = [
    "G@os:Debian and web* or E@db\\d+ and not L@db3",
    many("E@(?:web|db)[0-9]+\\.example\\.com", 20),
    many("web1", 200),
    "P@roles:^b+$ and G@deep:a:b:c:*",
  ];
  const own = dict({ os: "Debian", roles: ["web", "db", "proxy", "mail"], deep: nested(4) });
  const usual = (id: string): MinionFacts => ({ id, grains: own, pillar: own });
  for (const tgt of common) {
    const slices = resolveInSlices({ tgt, tgtType: "compound", delimiter: ":" }, { ids, facts: usual });
    let largest = 0;
    let next = slices.next();
    for (; next.done !== true; next = slices.next()) largest = Math.max(largest, next.value);
    assert.deepEqual(next.value.minions, []);
    assert.ok(largest <= 200_000, `${tgt.slice(0, 40)}: ${largest}`);
  }
});

test("a meter that is used up by one minion is new for the next job", () => {
  const target = { tgt: "(a+)+$", tgtType: "pcre", delimiter: ":" } as const;
  const empty: Dict = new Map();
  for (let round = 0; round < 1000; round += 1) {
    assert.equal(matchTarget(target, { id: "aaaa", grains: empty, pillar: empty }), true);
  }
});

/** The master's estimate, and properties that hold for every target. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Dict, Value } from "../base/value.js";
import { dict } from "../base/value.js";
import type { TargetType } from "../job/job.js";
import { TARGET_TYPES } from "../job/job.js";
import { parseCompound } from "./compound.js";
import { TargetError } from "./errors.js";
import type { MinionFacts } from "./facts.js";
import { matchTarget } from "./match.js";
import { expandNodegroup, expandNodegroups } from "./nodegroup.js";
import { compilePcre } from "./pcre.js";
import { resolveTarget } from "./resolve.js";

const empty: Dict = new Map();
const cache = new Map<string, MinionFacts>([
  ["web1", { id: "web1", grains: dict({ os: "Debian", ipv4: ["10.0.0.1"] }), pillar: dict({ app: "shop" }) }],
  ["web2", { id: "web2", grains: dict({ os: "RedHat" }), pillar: dict({ app: "shop*" }) }],
]);
const nodegroups = dict({ webs: "web*", pair: ["web1", "gone"], all: "N@webs or N@dbs", dbs: "db1" });
const known = { ids: ["db1", "web1", "web2", "new"], facts: (id: string) => cache.get(id), nodegroups };
const resolve = (tgt: string | string[], tgtType: TargetType = "compound") => {
  const { minions, missing } = resolveTarget({ tgt, tgtType, delimiter: ":" }, known);
  return [minions.join(), missing.join()];
};

test("ids, cached data, and ids without cached data", () => {
  assert.deepEqual(resolve("web*", "glob"), ["web1,web2", ""]);
  assert.deepEqual(resolve("^(db|new)", "pcre"), ["db1,new", ""]);
  assert.deepEqual(resolve("os:*", "grain"), ["web1,web2", ""]);
  assert.deepEqual(resolve("10.0.0.0/8", "ipcidr"), ["web1", ""]);
  assert.deepEqual(resolve("app:sh*", "pillar"), ["web1,web2", ""]);
  assert.deepEqual(resolve("app:shop*", "pillar_exact"), ["web2", ""]);
  assert.deepEqual(resolve("I@app:shop*", "compound_pillar_exact"), ["web2", ""]);
  assert.deepEqual(resolve("webs", "nodegroup"), ["web1,web2", ""]);
});

test("ids of lists that are not accepted are missing, but not under not", () => {
  assert.deepEqual(resolve(["web1", "gone", "gone"], "list"), ["web1", "gone"]);
  assert.deepEqual(resolve("web1,gone,", "list"), ["web1", "gone"]);
  assert.deepEqual(resolve("L@web1,gone or db1"), ["db1,web1", "gone"]);
  assert.deepEqual(resolve("* and not L@web1,gone"), ["db1,web2,new", ""]);
  assert.deepEqual(resolve("N@pair"), ["web1", "gone"]);
  assert.deepEqual(resolve("not N@pair"), ["db1,web2,new", ""]);
  assert.deepEqual(resolve("not ( L@web1,gone )"), ["db1,web2,new", "gone"], "as real Salt, oddly");
});

test("not is all accepted ids less the others", () => {
  assert.deepEqual(resolve("not G@os:Debian"), ["db1,web2,new", ""]);
  assert.deepEqual(resolve("db1 or web* and not web2"), ["db1,web1", ""]);
  assert.deepEqual(resolve(["(", "db1", "or", "web*", ")", "not", "web2"]), ["db1,web1", ""]);
});

test("nodegroups stand in parentheses; unknown and circular ones are refused", () => {
  assert.equal(expandNodegroups("N@all and x", nodegroups).join(" "), "( web* or L@db1 ) and x");
  assert.deepEqual(expandNodegroup("pair", nodegroups), ["L@web1,gone"]);
  assert.throws(() => expandNodegroup("none", nodegroups), /no nodegroup 'none'/);
  assert.throws(() => expandNodegroup("a", dict({ a: "N@b", b: "x or N@a" })), /contains itself: a → b → a/);
  const bomb = dict(
    Array.from({ length: 20 }, (_, at): [string, Value] => [`g${at}`, `N@g${at + 1} or N@g${at + 1}`]),
  );
  assert.throws(() => expandNodegroup("g0", bomb), TargetError);
});

test("what is not offered says so", () => {
  assert.throws(() => resolve("%web", "range"), /range target/);
  assert.throws(() => resolve("R@%web"), /range target/);
  assert.throws(() => resolve("T@vm:x"), /resources/);
  assert.throws(() => resolve("a:b", "data"), /not offered/);
  assert.throws(() => resolve("web1 web2"), /word 2.*'and' or 'or'/);
});

test("a regular expression cannot run for ever", () => {
  const text = `${"a".repeat(1000)}!`;
  for (const pattern of ["(a+)+$", "(a|a)*$", "(.*a){12}$", "(a|aa)+$", "(?:(?:a*)*)*b"]) {
    assert.equal(compilePcre(pattern)(text), false, pattern);
  }
  assert.throws(() => compilePcre("(a{1000}){1000}"), TargetError);
  assert.throws(() => compilePcre("(".repeat(5000)), TargetError);
});

const fragments = fc.constantFrom(
  "and",
  "or",
  "not",
  "(",
  ")",
  "web*",
  "[a",
  "G@os:Deb*",
  "P@os:(",
  "E@(?P<",
  "I|@a|b",
  "L@a,b",
  "N@webs",
  "S@1.2.3.4/8",
  "@",
  "J@a:b:c",
  "*:*",
  " ",
  "\\",
  "{2,1}",
);
const expressions = fc.oneof(
  fc.array(fragments, { maxLength: 12 }).map((words) => words.join(" ")),
  fc.string({ unit: "binary", maxLength: 40 }),
);

test("no target throws anything but TargetError", () => {
  const facts: MinionFacts = {
    id: "web1",
    grains: dict({ os: ["Debian", { a: { b: 1 } }] }),
    pillar: dict({ a: { b: "c" } }),
    nodegroups,
  };
  fc.assert(
    fc.property(expressions, fc.constantFrom(...TARGET_TYPES), (tgt, tgtType) => {
      const target = { tgt, tgtType, delimiter: ":" };
      try {
        const matched = matchTarget(target, facts);
        assert.equal(
          resolveTarget(target, { ids: ["web1"], facts: () => facts, nodegroups }).minions.length === 1,
          matched,
        );
      } catch (error) {
        assert(error instanceof TargetError, String(error));
      }
    }),
    { numRuns: 1000 },
  );
});

test("not inverts, and both sides of de Morgan's rule are equal", () => {
  const terms = fc.constantFrom("web*", "db*", "G@os:Debian", "L@web1,x", "E@w");
  const facts: MinionFacts = { id: "web1", grains: dict({ os: "Debian" }), pillar: empty };
  const matches = (tgt: string): boolean => matchTarget({ tgt, tgtType: "compound", delimiter: ":" }, facts);
  fc.assert(
    fc.property(terms, terms, (a, b) => {
      assert.equal(matches(`not ${a}`), !matches(a));
      assert.equal(matches(`not ( ${a} and ${b} )`), matches(`not ${a} or not ${b}`));
    }),
  );
});

test("precedence", () => {
  const shape = (text: string): string =>
    JSON.stringify(parseCompound(text), (key, value) =>
      ["tgtType", "delimiter", "direct"].includes(key) ? undefined : value,
    );
  assert.equal(shape("a or b and c"), shape("a or ( b and c )"));
  assert.equal(shape("not a and b"), shape("( not a ) and b"));
  assert.equal(shape("a not b"), shape("a and not b"));
});

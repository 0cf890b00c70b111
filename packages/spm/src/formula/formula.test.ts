/**
 * FORMULA: what is read, what is refused and how the refusal reads.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SpmError } from "../errors.js";
import { formulaText } from "../testing/place.js";
import type { Dependency } from "./formula.js";
import { isPlainPath, parseFormula } from "./formula.js";
import { compareVersions, satisfies } from "./version.js";

const read = (text: string) => parseFormula(text, "x/FORMULA");
const refusal = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    assert.ok(error instanceof SpmError);
    return error.message;
  }
  return assert.fail("it was taken");
};

describe("FORMULA", () => {
  test("gives its fields", () => {
    const formula = read(
      formulaText("nginx", {
        dependencies: "apache, php >= 8.1",
        optional: "a,b",
        recommended: "[c]",
        top_level_dir: "web/",
        files: "[FORMULA, 'd|doc/x', s|web/init.sls]",
        pre_local_state: "x",
      }),
    );
    assert.equal(formula.version, "202301");
    assert.equal(formula.topLevelDir, "web");
    assert.deepEqual(formula.dependencies, [
      { name: "apache", operator: undefined, version: "" },
      { name: "php", operator: ">=", version: "8.1" },
    ]);
    assert.deepEqual([formula.optional, formula.recommended], [["a", "b"], ["c"]]);
    assert.deepEqual(formula.files, [
      { type: undefined, path: "FORMULA" },
      { type: "d", path: "doc/x" },
      { type: "s", path: "web/init.sls" },
    ]);
    assert.deepEqual(formula.hooks, [{ name: "pre_local_state", source: "x", target: undefined }]);
  });

  test("numbers keep what they look like", () => {
    assert.equal(read(formulaText("x", { version: "1.0" })).version, "1.0");
  });

  for (const field of ["name", "version", "release", "summary", "description"]) {
    test(`without ${field} it is refused in Salt's words`, () => {
      const text = formulaText("x").replace(new RegExp(`^${field}:.*\n`, "m"), "");
      assert.equal(refusal(text), `Invalid package: a ${field} must be defined`);
    });
  }

  const wrong: readonly [what: string, field: string, value: string, says: RegExp][] = [
    ["a name with a slash", "name", "a/b", /^x\/FORMULA: line 1: 'name' may not be "a\/b"$/],
    ["a name with dots only", "name", "'..'", /line 1: 'name' may not be/],
    ["a version with a hyphen", "version", "1-2", /line 4: 'version' may not be "1-2"/],
    ["a list as release", "release", "[1]", /line 5: 'release' must be a text or a number/],
    ["a top level outside", "top_level_dir", "../x", /line 8: 'top_level_dir' must be a path inside/],
    [
      "a file outside",
      "files",
      "['d|../../etc/passwd']",
      /line 8: 'files' has an entry that is no path inside/,
    ],
    ["files that are no list", "files", "x", /line 8: 'files' must be a list/],
    ["a dependency that is none", "dependencies", "'a b'", /line 8: "a b" names no package/],
  ];
  for (const [what, field, value, says] of wrong) {
    test(`${what} is refused with its line`, () => {
      assert.match(refusal(formulaText("x", { [field]: value })), says);
    });
  }

  test("YAML that cannot be read is refused with its line", () => {
    assert.match(refusal("name: x\n\tversion: 1\n"), /^x\/FORMULA: line 2, column/);
    assert.match(refusal("- a\n"), /must hold fields/);
  });
});

describe("isPlainPath", () => {
  const plain = ["a", "a/b.c", "_modules/x.py", "ü", "a b", "a/"];
  const others = ["", "/a", "a//b", "a/../b", "..", "./a", "a\0b", "a\nb", "a\\b", "x".repeat(1025)];
  test("takes names that stay inside", () => {
    assert.deepEqual(
      plain.filter((path) => !isPlainPath(path)),
      [],
    );
    assert.deepEqual(others.filter(isPlainPath), []);
  });
});

describe("versions", () => {
  const ascending = ["0.9", "1.0~rc1", "1.0", "1.0.1", "1.2", "1.10", "201506", "99999999999999999999"];
  test("are ordered as people count", () => {
    assert.deepEqual(ascending.toReversed().sort(compareVersions), ascending);
    assert.equal(compareVersions("01", "1"), 0);
  });

  const dependency = (operator: Dependency["operator"]): Dependency => ({
    name: "x",
    operator,
    version: "2",
  });
  test("satisfy what they satisfy", () => {
    const table = { "==": [2], "!=": [1, 3], ">=": [2, 3], "<=": [1, 2], ">": [3], "<": [1] } as const;
    for (const operator of ["==", "!=", ">=", "<=", ">", "<"] as const) {
      const good = [1, 2, 3].filter((version) => satisfies(dependency(operator), String(version)));
      assert.deepEqual(good, table[operator], operator);
    }
    assert.ok(satisfies(dependency(undefined), "1"));
  });
});

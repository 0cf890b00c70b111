/**
 * The order of RPM's versions.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compareRpmVersions } from "./rpm-version.js";

const older: readonly (readonly [string, string])[] = [
  ["1.0", "1.1"],
  ["1.9", "1.10"],
  ["1.0-1", "1.0-2"],
  ["1.0~rc1", "1.0"],
  ["1.0~rc1", "1.0~rc2"],
  ["1.0", "1.0^git1"],
  ["1.0^git1", "1.0.1"],
  ["1.0^git1", "1.0^git2"],
  ["1.a", "1.1"],
  ["a", "b"],
  ["1.0", "1.0.1"],
  ["9.9", "1:0.1"],
  ["1:1.0", "2:0.1"],
  ["5.16.1.3-1.el6", "6.0-1.el7"],
];

test("older is before newer, and the other way round", () => {
  for (const [a, b] of older) {
    assert.equal(compareRpmVersions(a, b), -1, `${a} < ${b}`);
    assert.equal(compareRpmVersions(b, a), 1, `${b} > ${a}`);
  }
});

test("equal ones", () => {
  for (const [a, b] of [
    ["1.0", "1.0"],
    ["1.0", "0:1.0"],
    ["1.0", "1_0"],
    ["1.01", "1.1"],
    ["1.0", "1.0-7"],
  ] as const)
    assert.equal(compareRpmVersions(a, b), 0, `${a} = ${b}`);
});

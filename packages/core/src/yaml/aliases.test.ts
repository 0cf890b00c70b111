/** Aliases that name aliases: a short text cannot become endless values. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseYaml } from "./read.js";

/** Each line is a list of ten aliases of the line before. */
function bomb(lines: number): string {
  const levels = Array.from({ length: lines }, (_, at) => {
    const items = at === 0 ? Array(10).fill("x") : Array(10).fill(`*a${at - 1}`);
    return `k${at}: &a${at} [${items.join(", ")}]\n`;
  });
  return levels.join("");
}

test("aliases are followed up to a million values, and refused beyond", () => {
  assert.doesNotThrow(() => parseYaml(bomb(5)));
  assert.rejects(async () => await parseYaml(bomb(9)), /with its aliases it has more than 1000000 values/);
});

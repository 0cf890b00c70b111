/**
 * Small documents that would be huge.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { YamlFault } from "./fault.js";
import { loadYaml } from "./load.js";

/** Each line has ten times the one before it. */
function bomb(levels: number, line: (before: string) => string): string {
  const lines = Array.from({ length: levels }, (_, at) => `a${at + 1}: &a${at + 1} ${line(`*a${at}`)}`);
  return ["a0: &a0 {x: y}", ...lines].join("\n");
}

const ten = (before: string): string => Array.from({ length: 10 }, () => before).join(", ");

test("aliases of aliases of aliases are refused before anything is made of them", () => {
  const tooMuch = { name: "YamlFault", message: /aliases that stand for too many values/ };
  const isRefusal = (error: unknown): boolean =>
    error instanceof YamlFault && tooMuch.message.test(String(error));
  assert.throws(() => loadYaml(bomb(9, (before) => `[${ten(before)}]`)), isRefusal);
  assert.throws(() => loadYaml(bomb(9, (before) => `{<<: [${ten(before)}]}`)), isRefusal);
  assert.throws(() => loadYaml(bomb(2000, (before) => `[${before}]`)), isRefusal);
});

test("aliases as people write them are taken", () => {
  assert.deepEqual(
    loadYaml("a: &a [1]\nb: *a\nc: {d: *a}"),
    new Map<unknown, unknown>([
      ["a", [1]],
      ["b", [1]],
      ["c", new Map([["d", [1]]])],
    ]),
  );
  assert.equal((loadYaml(bomb(4, (before) => `[${ten(before)}]`)) as Map<unknown, unknown>).size, 5);
});

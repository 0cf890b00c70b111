/**
 * Merging maps into each other.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Value } from "@salt/core";
import { dict } from "@salt/core";
import { deepCopy, mergeBy, updateDict } from "./update.js";

const A = dict({ a: [1, 2], d: { x: [1] } });
const B = dict({ a: [2, 3], d: { x: [2] }, n: 1 });
const merged = (strategy: string, mergeLists = false, renderer = "yaml"): Value =>
  mergeBy(deepCopy(A), B, { strategy, renderer, mergeLists });

describe("merging", () => {
  it("changes the map that it is given", () => {
    const dest = dict({ a: { b: 1 } });
    assert.equal(updateDict(dest, dict({ a: { c: 2 } })), dest);
    assert.deepEqual(dest, dict({ a: { b: 1, c: 2 } }));
    assert.deepEqual(updateDict(dest, dict({ a: { d: 3 } }), false), dict({ a: { d: 3 } }));
    assert.throws(() => updateDict([1], dest), { name: "TypeError" });
  });

  it("has strategies", () => {
    assert.deepEqual(merged("recurse"), dict({ a: [2, 3], d: { x: [2] }, n: 1 }));
    assert.deepEqual(merged("smart", true), dict({ a: [1, 2, 3], d: { x: [1, 2] }, n: 1 }));
    assert.deepEqual(merged("no such one", true), merged("recurse"));
    assert.deepEqual(
      merged("list"),
      dict({
        a: [
          [1, 2],
          [2, 3],
        ],
        d: [{ x: [1] }, { x: [2] }],
      }),
    );
    assert.deepEqual(merged("smart", false, "jinja|yamlex"), dict({ a: [2, 3], d: { x: [2] }, n: 1 }));
    assert.deepEqual(mergeBy(1, [1, 2], { strategy: "aggregate", renderer: "", mergeLists: false }), [1, 2]);
  });

  it("does not change what it merges", () => {
    const before = deepCopy(A);
    mergeBy(A, B, { strategy: "recurse", renderer: "yaml", mergeLists: true });
    assert.deepEqual(A, before);
  });
});

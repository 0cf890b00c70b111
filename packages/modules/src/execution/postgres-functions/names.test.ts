/**
 * Tests of names.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { identifier, literal, signature, word } from "./names.js";

test("names stay names, whatever they hold", () => {
  assert.equal(identifier('a"; DROP TABLE x; --'), '"a""; DROP TABLE x; --"');
  assert.throws(() => identifier(""), /cannot be empty/);
  assert.throws(() => identifier("a\0b"), /NUL/);
  assert.equal(word("template0"), "template0");
  assert.equal(word("x; DROP TABLE y"), '"x; DROP TABLE y"');
});

test("values stay values", () => {
  assert.equal(literal("it's"), "'it''s'");
  assert.equal(literal("\\'; DROP"), "E'\\\\''; DROP'");
  assert.equal(literal(5), "'5'");
});

test("signatures of functions hold no statements", () => {
  assert.equal(signature('public."My f"(integer, text[])'), 'public."My f"(integer, text[])');
  assert.throws(() => signature("f(); DROP TABLE x"), /is no function/);
  assert.throws(() => signature('f("'), /is no function/);
});

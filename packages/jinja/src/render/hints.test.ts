/** What an error says beyond Salt's words: the names that may have been meant. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Val } from "../value/types.js";
import { namesSetIn } from "./names-set.js";
import { RenderError } from "./render-error.js";
import { Renderer } from "./renderer.js";

function hintOf(source: string): string | undefined {
  const grains = new Map<Val, Val>([["osfinger", "Debian-12"]]);
  try {
    new Renderer().render({ source, context: new Map<string, Val>([["grains", grains]]) });
  } catch (error) {
    assert.ok(error instanceof RenderError);
    return error.hint;
  }
  return assert.fail("it rendered");
}

test("a variable has the names close to it that the template sets, or was given", () => {
  assert.equal(hintOf("{% set settings = {} %}{{ setings.port }}"), "In scope are settings.");
  assert.equal(hintOf("{% for server in [1] %}{{ servr }}{% endfor %}"), "In scope are server.");
  assert.equal(hintOf("{{ grain.os }}"), "In scope are grains.");
  assert.equal(hintOf("{{ quite_another }}"), undefined);
});

test("a key has those of its dict that are close to it", () => {
  assert.equal(hintOf("{{ grains.osfinge }}"), "It has osfinger.");
  assert.equal(hintOf("{{ grains['os_finger'] }}"), "It has osfinger.");
  assert.equal(hintOf("{{ grains.quite_another }}"), undefined);
});

test("names are found in what sets them", () => {
  const source = `{% set a, b = 1, 2 %}{%- for k, v in x %}{% macro m(p) %}{% import "f.sls" as lib with context %}
{% from 'g.jinja' import one, two as three %}{% with w = 1 %}{% set block %}{% if nothing %}`;
  assert.deepEqual(namesSetIn(source), ["a", "b", "k", "v", "m", "lib", "one", "two", "three", "w", "block"]);
});

/**
 * The ways by which templates of others have left their sandboxes: none leads to the language below.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PyFunction } from "../value/types.js";
import { RenderError } from "./render-error.js";
import { Renderer } from "./renderer.js";

const f = new PyFunction("f", () => 1);

function outcome(source: string): unknown {
  try {
    return new Renderer({}).render({ source, context: new Map([["f", f]]) });
  } catch (error) {
    assert.ok(error instanceof RenderError, `${source}: ${error}`);
    return RenderError;
  }
}

/** Values that a template can get hold of. */
const VALUES = (
  "'' [] {} () 1 1.5 none true f range lipsum dict cycler joiner namespace namespace() joiner() cycler(1) undefined self " +
  "''|safe [1]|map('int') ''.join"
).split(" ");
const NAMES = (
  "__class__ __init__ __globals__ __mro__ __subclasses__ __builtins__ __proto__ __defineGetter__ __reduce_ex__ constructor " +
  "prototype caller callee arguments apply bind call hasOwnProperty valueOf toString then"
).split(" ");

test("no value has an attribute of the language, by any way of asking", () => {
  for (const value of VALUES) {
    for (const name of NAMES) {
      const forms = [
        `{{ (${value}).${name} }}`,
        `{{ (${value})['${name}'] }}`,
        `{{ (${value})|attr('${name}') }}`,
        `{{ '{0.${name}}'.format(${value}) }}`,
      ];
      for (const form of forms) assert.equal(outcome(form), RenderError, form);
    }
  }
});

test("names of the language are names like others", () => {
  for (const name of NAMES) {
    assert.equal(outcome(`{% set ${name} = 1 %}{{ ${name} }}`), "1");
    assert.equal(outcome(`{% macro ${name}() %}x{% endmacro %}{{ ${name}() }}`), "x", name);
    assert.equal(outcome(`{% block ${name} %}x{% endblock %}`), "x");
    assert.equal(outcome(`{{ {'${name}': 1}['${name}'] }}{{ dict(${name}=2)['${name}'] }}`), "12");
    assert.equal(outcome(`{{ 1|${name} }}`), RenderError);
    assert.equal(outcome(`{{ 1 is ${name} }}`), RenderError);
    assert.equal(outcome(`{{ f(${name}=1) }}`), "1");
  }
  assert.equal(Reflect.get({}, "x"), undefined);
});

test("files and modules are not there", () => {
  for (const name of ["os", "/etc/passwd", "../../etc/passwd", "node:fs", "file:///etc/passwd"]) {
    assert.equal(outcome(`{% import '${name}' as x %}`), RenderError);
    assert.equal(outcome(`{% include '${name}' %}`), RenderError);
    assert.equal(outcome(`{% extends '${name}' %}`), RenderError);
  }
});

test("texts of a template never become code", () => {
  for (const text of ["\u2028", "\\", "`", "*/", "//", '";process.exit(9);"', "'\\'"]) {
    const source = `a${text}b{# ${text} #}{{ ${JSON.stringify(text)} }}`;
    assert.match(String(outcome(source)), /^a/);
  }
});

test("what would fill the memory or never end is an error", () => {
  for (const source of [
    "{{ 'a' * (10**12) }}",
    "{{ [0] * (10**12) }}",
    "{{ 'a'|center(10**12) }}",
    "{{ 10 ** (10**9) }}",
    "{{ 7 ** (10**8) }}",
    "{{ ('a' * 10**5).replace('a', 'b' * 10**5) }}",
    `{{ ${"(".repeat(20_000)}1${")".repeat(20_000)} }}`,
    `${"{% if 1 %}".repeat(20_000)}${"{% endif %}".repeat(20_000)}`,
  ]) {
    assert.equal(outcome(source), RenderError, source.slice(0, 40));
  }
});

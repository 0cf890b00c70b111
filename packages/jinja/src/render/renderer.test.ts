/** What the renderer promises beside Jinja2's semantics: promises, limits, errors, the cache. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TemplateCache } from "../runtime/template.js";
import { PyFunction, type Val } from "../value/types.js";
import type { RenderError } from "./render-error.js";
import { Renderer, type RendererOptions } from "./renderer.js";

function render(
  source: string,
  context: Record<string, Val> = {},
  options: RendererOptions = {},
): string | Promise<string> {
  return new Renderer(options).render({ source, context: new Map(Object.entries(context)) });
}

function failure(source: string, options: RendererOptions = {}): RenderError {
  try {
    render(source, {}, options);
  } catch (error) {
    return error as RenderError;
  }
  return assert.fail(`${source} rendered`);
}

test("a template without promises renders at once", () => {
  assert.equal(render("{% for i in [1, 2] %}{{ i }}{% endfor %}"), "12");
});

test("promises are awaited in order, in loops, tests, macros and arguments", async () => {
  const seen: Val[] = [];
  const later = new PyFunction("later", async ([value]) => {
    seen.push(value);
    return value;
  });
  const source =
    "{% macro m(x) %}<{{ later(x) }}>{% endmacro %}{% for i in later([1, 2]) if later(i) > 1 %}{{ m(later(i)) }}{% endfor %}";
  assert.equal(await render(source, { later }), "<2>");
  assert.deepEqual(seen, [[1, 2], 1, 2, 2, 2]);
});

test("what is not reached is not called", async () => {
  const boom = new PyFunction("boom", () => assert.fail("was called"));
  assert.equal(await render("{{ 'a' if true else boom() }}{{ true or boom() }}", { boom }), "aTrue");
});

test("a rejected promise is an error at its line", async () => {
  const fail = new PyFunction("fail", async () => {
    throw new RangeError("no");
  });
  await assert.rejects(async () => render("a\n{{ fail() }}", { fail }), {
    line: 2,
    message: "Jinja error: no",
  });
});

test("errors name the variable, the line, and what is close", () => {
  const error = failure("{% set package = 1 %}\n{{ pakage }}");
  assert.equal(error.message, "Jinja variable 'pakage' is undefined");
  assert.equal(error.line, 2);
});

test("an error in an imported template shows its lines", () => {
  const read = (path: string) => (path === "lib" ? { source: "a\n{{ 1/0 }}", path: "/srv/lib" } : undefined);
  const error = failure("{% import 'lib' as l %}", { read });
  assert.match(
    error.message,
    /^Jinja error: division by zero\n\/srv\/lib\(2\):\n---\na\n\{\{ 1\/0 \}\} {4}<=+\n---$/,
  );
  assert.equal(error.line, 0);
});

test("what an import sets for further imports, the template itself does not see", () => {
  const read = (path: string) => (path === "a/lib" ? { source: "{{ tpldir }}", path: undefined } : undefined);
  const source = "{% import 'a/lib' as l %}{{ l }} {{ tpldir | default('none') }}";
  assert.equal(render(source, {}, { read }), "a none");
});

test("what would not end is ended", () => {
  assert.match(failure("{{ range(10**9) }}").message, /Range too big/);
  assert.match(failure("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}").message, /maximum recursion depth/);
  const read = (path: string) =>
    path === "self" ? { source: "{% include 'self' %}", path: undefined } : undefined;
  assert.match(failure("{% include 'self' %}", { read }).message, /maximum recursion depth/);
  const nested = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
  assert.match(failure(nested, { limits: { maxIterations: 5000 } }).message, /iterations/);
  const large = "{% for a in range(1000) %}{{ 'x' * 1000 }}{% endfor %}";
  assert.match(failure(large, { limits: { maxOutput: 10_000 } }).message, /characters of output/);
  assert.equal(failure("{{ 'x' * 10**10 }}").pyClass, "MemoryError");
});

test("a template reaches nothing of JavaScript", () => {
  for (const name of ["constructor", "__proto__", "prototype", "toString", "hasOwnProperty", "then"]) {
    assert.equal(
      render(`{{ ''.${name} is defined }}{{ {}.${name} is defined }}{{ []['${name}'] is defined }}`),
      "FalseFalseFalse",
    );
  }
  assert.equal(
    render("{% set __proto__ = 1 %}{% set constructor = 2 %}{{ __proto__ }}{{ constructor }}"),
    "12",
  );
  assert.equal(render("{% block constructor %}{{ '`$ {1}\\n\u2028' | length }}{% endblock %}"), "8");
});

test("templates are compiled once", () => {
  const cache = new TemplateCache(2);
  const renderer = new Renderer({}, cache);
  const once = (source: string) => renderer.render({ source, context: new Map() });
  for (let round = 0; round < 3; round++) assert.equal(once("{{ 1 + 1 }}"), "2");
  assert.equal(cache.compiled, 1);
  for (const source of ["a", "b", "c", "a"]) assert.equal(once(source), source);
  assert.equal(cache.compiled, 5);
});

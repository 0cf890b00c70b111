/** Files through their pipes, with the renderers that are built in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict, Float, type Plain, type TemplateFiles } from "@salt/core";
import { Renderers } from "@salt/render";
import { fakeContext } from "../testing/execution-context.js";

const TREE: Readonly<Record<string, string>> = {
  "web/map.jinja": "{% set port = 80 %}",
  "web/inner/deep.jinja": "{% from './map.jinja' import port %}{% set deep = port + 1 %}",
};

const files: TemplateFiles = {
  read: async (path) => {
    const text = TREE[path];
    return text === undefined ? undefined : { text, path: `/srv/salt/${path}` };
  },
};

function renderers(opts: Record<string, Plain> = {}): Renderers {
  const { context } = fakeContext({ opts: dict(opts), grains: dict({ os: "Debian" }) });
  return new Renderers({ context, files });
}

function sls(source: string): { source: string; path: string; saltenv: string; sls: string } {
  return { source, path: "/srv/salt/web/init.sls", saltenv: "base", sls: "web" };
}

test("an SLS is a template of YAML, with imports and functions", async () => {
  const source =
    "{% from 'web/map.jinja' import port %}{% from './inner/deep.jinja' import deep %}" +
    "a: {{ salt['test.echo']('x') }}{{ salt.test.echo(port) }}\nb: {{ deep }}\n{{ grains.os }}: {{ slspath }} {{ tplfile }}\n";
  const expected = dict({ a: "x80", b: 81, Debian: "web web/init.sls" });
  assert.deepEqual(await renderers().render(sls(source)), expected);
});

test("the first line names the pipe", async () => {
  assert.deepEqual(await renderers().render(sls("#!yaml\na: '{{ 1 }}'\n")), dict({ a: "{{ 1 }}" }));
  assert.equal(await renderers().render(sls("#!jinja\n{{ 1 + 1 }}")), "#!jinja\n2");
  assert.deepEqual(await renderers({ renderer: "yaml" }).render(sls("a: '{{ 1 }}'")), dict({ a: "{{ 1 }}" }));
});

test("a file for an unknown renderer is empty, as in Salt; a template for one is refused", async () => {
  assert.deepEqual(await renderers().render(sls("#!nosuch\na: 1")), dict());
  const template = { source: "a", path: "/a", engine: "nosuch", saltenv: "base", variables: dict() };
  await assert.rejects(renderers().renderText(template), /The renderer "nosuch" is not available/);
  assert.deepEqual(
    await renderers({ renderer_blacklist: ["jinja"] }).render(sls("a: '{{ 1 }}'")),
    dict({ a: "{{ 1 }}" }),
  );
});

test("functions that are not there are undefined before they are called", async () => {
  const source = "a: {{ 'test.echo' in salt }} {{ 'no.such' in salt }} {{ salt['no.such'] is defined }}";
  assert.deepEqual(await renderers().render(sls(source)), dict({ a: "True False False" }));
});

test("faults name line and lines around it", async () => {
  await assert.rejects(renderers().render(sls("a: 1\nb: {{ nope }}\n")), {
    name: "RenderFault",
    message:
      "Jinja variable 'nope' is undefined; line 2\n\n---\na: 1\nb: {{ nope }}    <======================\n---",
  });
});

test("managed files take variables that win over all others", async () => {
  const variables = dict({ grains: "mine", x: 1 });
  const input = {
    source: "{{ grains }} {{ x }}\n",
    path: "/tmp/a",
    engine: "jinja",
    saltenv: "base",
    variables,
  };
  assert.equal(await renderers().renderText(input), "mine 1\n");
});

test("JSON, text and JavaScript are renderers too", async () => {
  assert.deepEqual(await renderers().render(sls('#!json\n{"a": [1, 2.0]}')), dict({ a: [1, new Float(2)] }));
  await assert.rejects(renderers().render(sls("#!json\n{")), { name: "RenderFault" });
  assert.equal(await renderers().render(sls("#!jinja|text\n{{ 1 }}")), "#!jinja|text\n1");
  const module =
    "#!js\nexport async function run({ salt, grains, kwargs }) {\n" +
    '  return { a: await salt["test.echo"](grains.os), b: await salt.test.kwarg(kwargs({ x: 1 })) };\n}\n';
  assert.deepEqual(await renderers().render(sls(module)), dict({ a: "Debian", b: { x: 1 } }));
  await assert.rejects(renderers().render(sls("#!js\n\nexport const run = () => boom();\n")), {
    message: "boom is not defined, line 3",
  });
});

test("JSON5", async () => {
  const source =
    "#!json5\n{ // a\n a: 0x10, 'b': [+.5, -1, 1e3,], \"c\": 'it\\'s\\u0041\\\n', d: null, /* x */ e: Infinity, }";
  const expected = { a: 16, b: [0.5, -1, new Float(1000)], c: "it'sA", d: null, e: Number.POSITIVE_INFINITY };
  assert.deepEqual(await renderers().render(sls(source)), dict(expected));
  for (const wrong of ["{a 1}", "[1,,2]", "{", "'a", "nul", "01", "[".repeat(100_000)]) {
    await assert.rejects(renderers().render(sls(`#!json5\n${wrong}`)), { name: "RenderFault" }, wrong);
  }
});

test("stateconf makes ids whole, adds a goal and hands values on", async () => {
  const own = renderers();
  const source =
    "#!stateconf yaml . jinja\n.params:\n  stateconf.set:\n    - port: 80\n# --- end of state config ---\n" +
    ".a:\n  test.nop:\n    - x: {{ params.port }}\n    - require:\n      - test: .b\nb: test.nop\n";
  const goal = { require: [{ stateconf: "web::params" }, { test: "web::a" }, { test: "b" }] };
  assert.deepEqual(
    await own.render(sls(source)),
    dict({
      b: { "test.nop": [] },
      "web::params": { "stateconf.set": [{ port: 80 }] },
      "web::a": { "test.nop": [{ name: "a" }, { x: 80 }, { require: [{ test: "web::b" }] }] },
      "web::goal": { "stateconf.set": [goal] },
    }),
  );
  assert.deepEqual(
    await own.render(sls("#!stateconf -oG yaml . jinja\na:\n  test.nop: []\nb:\n  test.nop: []\n")),
    dict({ a: { "test.nop": [] }, b: { "test.nop": [{ require: [{ test: "a" }] }] } }),
  );
  await assert.rejects(own.render(sls("#!stateconf yaml\na: 1")), /Invalid use/);
  await assert.rejects(own.render(sls("#!stateconf -x\na: 1")), /option -x not recognized/);
});

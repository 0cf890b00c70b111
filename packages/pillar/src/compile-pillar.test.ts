/** Pillars as real Salt compiles them; the expected values were compared with its own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict, fn, needed, toJson } from "@salt/core";
import { pillarOf, source, tree } from "./testing/pillar-tree.js";

const EVERYONE = "base:\n  '*': [a, b]\n";
const A = "x: {l: [1, 2], d: {p: 1, q: 2}}\n";
const B = "x: {l: [2, 3], d: {p: 3}}\ny: 1\n";

test("later SLS are laid over earlier ones, by the strategy that is configured", async (t) => {
  const dir = tree(t, { "base/top.sls": EVERYONE, "base/a.sls": A, "base/b.sls": B });
  const merged = async (options: Record<string, string | boolean>): Promise<string> =>
    toJson(await pillarOf(dir, { options }));
  const recursed = '{"x": {"l": [2, 3], "d": {"p": 3, "q": 2}}, "y": 1}';
  const replaced = '{"x": {"l": [2, 3], "d": {"p": 3}}, "y": 1}';
  assert.equal(await merged({}), recursed);
  assert.equal(
    await merged({ pillar_merge_lists: true }),
    '{"x": {"l": [1, 2, 3], "d": {"p": 3, "q": 2}}, "y": 1}',
  );
  assert.equal(await merged({ pillar_source_merging_strategy: "recurse" }), recursed);
  assert.equal(await merged({ pillar_source_merging_strategy: "none" }), recursed);
  assert.equal(await merged({ pillar_source_merging_strategy: "overwrite" }), replaced);
  assert.equal(await merged({ pillar_source_merging_strategy: "aggregate" }), replaced);
});

test("targets of all kinds choose, in the order that they are given", async (t) => {
  const dir = tree(t, {
    "base/top.sls": [
      "base:",
      "  'G@os:Debian and web*': [late]",
      "  'os:Deb*': [{match: grain}, {order: -1}, early]",
      "  'db*': [never]",
      "  'web1,web2': [{match: list}, {ignore_missing: true}, maybe, listed]",
      "  ng: [{match: nodegroup}, group]",
    ].join("\n"),
    ...Object.fromEntries(
      ["late", "early", "never", "listed", "group"].map((name) => [
        `base/${name}.sls`,
        `${name}: 1\nlast: ${name}`,
      ]),
    ),
  });
  const pillar = await pillarOf(dir, { options: { nodegroups: { ng: "web1" } } });
  assert.deepEqual([...pillar.keys()], ["early", "last", "late", "listed", "group"]);
  assert.equal(pillar.get("last"), "group");
});

test("includes may have keys and defaults, be globs or relative; what includes wins", async (t) => {
  const files = {
    "base/top.sls": "base: {'*': [in]}",
    "base/in/init.sls": "include:\n- .part:\n    key: k:j\n    defaults: {v: 7}\n- g*\nown: mine\n",
    "base/in/part.sls": "v: {{ v }}",
    "base/g1.sls": "own: g1\ninclude: [in]",
    "base/g2.sls": "two: {{ sls }}",
  };
  const dir = tree(t, files);
  assert.equal(toJson(await pillarOf(dir)), '{"k": {"j": {"v": 7}}, "own": "mine", "two": "g2"}');
  const overridden = await pillarOf(dir, { options: { pillar_includes_override_sls: true } });
  assert.equal(overridden.get("own"), "g1");
});

test("what is wrong stands in _errors, without what the file holds", async (t) => {
  const dir = tree(t, {
    "base/top.sls": "base: {'*': [bad, gone, list, good]}\nelse: {'*': [x]}",
    "base/bad.sls": "password: hunter2 {{ nope }}",
    "base/list.sls": "[1]",
    "base/good.sls": "ok: 1",
  });
  assert.deepEqual(
    await pillarOf(dir),
    dict({
      ok: 1,
      _errors: [
        "Rendering SLS 'bad' failed. Please see master log for details.",
        "Specified SLS 'gone' in environment 'base' is not available on the salt master",
        "SLS 'list' does not render to a dictionary",
        "No matching pillar environment for environment 'else' found",
      ],
    }),
  );
  const [first] = (await pillarOf(dir, { options: { pillar_safe_render_error: false } })).get(
    "_errors",
  ) as string[];
  assert.match(
    first ?? "",
    /^Rendering SLS 'bad' failed, render error:\nJinja variable 'nope' is undefined; line 1/,
  );
});

test("environments: one that is asked for, or one that stands for all", async (t) => {
  const dir = tree(t, {
    "base/top.sls": "base: {'*': [a]}",
    "base/a.sls": "a: base",
    "dev/top.sls": "dev: {'*': [a]}",
    "dev/a.sls": "a: dev",
    "any-qa/top.sls": "qa: {'*': [a]}",
    "any-qa/a.sls": "a: {{ saltenv }}",
  });
  assert.deepEqual(await pillarOf(dir), dict({ a: "dev" }));
  assert.deepEqual(await pillarOf(dir, { pillarenv: "base" }), dict({ a: "base" }));
  assert.deepEqual(await pillarOf(dir, { pillarenv: "nope" }), dict());
  const fromSaltenv = { saltenv: "base", options: { pillarenv_from_saltenv: true } };
  assert.deepEqual(await pillarOf(dir, fromSaltenv), dict({ a: "base" }));
  const options = { pillar_roots: { __env__: [`${dir}/any-__env__`] } };
  assert.deepEqual(await pillarOf(dir, { options, pillarenv: "qa" }), dict({ a: "qa" }));
  assert.deepEqual(await pillarOf(dir, { options, pillarenv: "x/../any-qa" }), dict());
});

test("an override is seen first and counts last", async (t) => {
  const dir = tree(t, { "base/top.sls": "base: {'*': [a]}", "base/a.sls": "a: {b: 1, c: 2}" });
  assert.deepEqual(await pillarOf(dir, { override: dict({ a: { b: 5 } }) }), dict({ a: { b: 5, c: 2 } }));
});

test("external sources are laid over the files, or seen by them", async (t) => {
  const dir = tree(t, {
    "base/top.sls": "base: {'I@role:web': [a], '*': [b]}",
    "base/a.sls": "a: {{ pillar.role }}",
    "base/b.sls": "b: 1\nrole: own",
  });
  const given = source(
    fn({
      doc: "",
      params: { minion_id: needed.str(""), pillar: needed.dict(""), word: needed.str("") },
      run: ({ minion_id, word }, { opts }) => ({ role: word, told: `${minion_id} ${opts.get("id")}` }),
    }),
  );
  const broken = source(
    fn({
      doc: "",
      varargs: "args",
      run: () => {
        throw new TypeError("no such table");
      },
    }),
  );
  const functions = { pillar: { "given.ext_pillar": given, "broken.ext_pillar": broken } };
  const options = { ext_pillar: [{ given: ["web"] }, { broken: "x" }, { unknown: 1 }] };
  assert.deepEqual(
    await pillarOf(dir, { options }, functions),
    dict({
      b: 1,
      role: "web",
      told: "web1 master",
      _errors: ["Failed to load ext_pillar broken: no such table"],
    }),
  );
  const first = await pillarOf(dir, { options: { ...options, ext_pillar_first: true } }, functions);
  assert.equal(first.get("a"), "web");
  assert.equal(first.get("role"), "own");
});

test("a source on demand is heard only where it is allowed", async (t) => {
  const dir = tree(t, {});
  const run = fn({ doc: "", varargs: "args", run: () => ({ got: 1 }) });
  const functions = { pillar: { "other.ext_pillar": source(run) } };
  const ext = dict({ other: "x" });
  assert.deepEqual(await pillarOf(dir, { ext }, functions), dict());
  const options = { on_demand_ext_pillar: ["other"] };
  assert.deepEqual(await pillarOf(dir, { ext, options }, functions), dict({ got: 1 }));
});

test("a source that runs commands is never heard on demand, whatever is configured", async (t) => {
  const dir = tree(t, {});
  const run = fn({ doc: "", varargs: "args", run: () => ({ got: 1 }) });
  for (const name of ["cmd_json", "cmd_yaml", "cmd_yamlex"]) {
    const functions = { pillar: { [`${name}.ext_pillar`]: source(run) } };
    const asked = { ext: dict({ [name]: "id" }), options: { on_demand_ext_pillar: [name] } };
    assert.deepEqual(await pillarOf(dir, asked, functions), dict());
  }
});

test("parts that are named are decrypted; one that cannot be is an error", async (t) => {
  const dir = tree(t, {
    "base/top.sls": "base: {'*': [a]}",
    "base/a.sls": "a: {s: [x], t: y}\nb: bad",
  });
  const render = fn({
    doc: "",
    params: { data: needed.str("") },
    run: ({ data }) => {
      if (data === "bad") throw new TypeError("no key\nfor hunter2");
      return data.toUpperCase();
    },
  });
  const options = { decrypt_pillar: ["a:s", { b: "gpg" }, "nope"], decrypt_pillar_renderers: ["gpg"] };
  assert.deepEqual(
    await pillarOf(dir, { options }, { renderer: { "gpg.render": render } }),
    dict({ a: { s: ["X"], t: "y" }, b: "bad", _errors: ["Failed to decrypt pillar key 'b': no key"] }),
  );
});

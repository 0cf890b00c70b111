/** External sources of the pillar; what they give was compared with real Salt's. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { PillarModule, Plain, Value } from "@salt/core";
import { callDirectly, dict, toValue } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { cmdJson } from "./cmd-json.js";
import { cmdYaml } from "./cmd-yaml.js";
import { fileTree } from "./file-tree.js";
import { httpJson } from "./http-json.js";
import { nodegroups } from "./nodegroups.js";
import { pillarLdap } from "./pillar-ldap.js";
import { readRepositories } from "./sources/git-repositories.js";
import { mergeStack } from "./sources/stack-merge.js";
import { readQueries } from "./sql/queries.js";
import { addRows } from "./sql/rows.js";
import { stack } from "./stack.js";

const GRAINS = { id: "web1", os: "Debian", roles: ["web"] };

async function ask(
  module: PillarModule,
  args: readonly Plain[],
  kwargs: { readonly [name: string]: Plain } = {},
  opts: { readonly [name: string]: Plain } = {},
): Promise<Value> {
  const { context } = fakeContext({ opts: dict(opts), grains: dict(GRAINS) });
  const fn = module.functions.ext_pillar;
  assert.ok(fn !== undefined);
  const keywords = new Map(Object.entries(kwargs).map(([name, value]) => [name, toValue(value)]));
  return await callDirectly(
    "x.ext_pillar",
    fn,
    ["web1", dict({ from: "files" }), ...args.map(toValue)],
    keywords,
    context,
  );
}

function tree(t: TestContext, files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), "ps-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

test("commands are asked with the minion's id; what is no map counts as nothing", async () => {
  assert.deepEqual(await ask(cmdYaml, ["echo 'a: \"%s\"' | cat"]), dict({ a: "web1" }));
  assert.deepEqual(await ask(cmdJson, [`echo '{"a": 1}'`]), dict({ a: 1 }));
  assert.deepEqual(await ask(cmdJson, ["echo no json"]), new Map());
  assert.deepEqual(await ask(cmdYaml, ["echo '[a'"]), new Map());
});

test("nodegroups of the minion", async () => {
  const groups = { a: "web*", b: "db*", c: "G@os:Debian and not N@b" };
  assert.deepEqual(await ask(nodegroups, [], {}, { nodegroups: groups }), dict({ nodegroups: ["a", "c"] }));
  assert.deepEqual(await ask(nodegroups, ["x"], {}, { nodegroups: groups }), dict({ x: ["a", "c"] }));
});

test("files of the minion are laid over those of its nodegroups", async (t) => {
  const dir = tree(t, {
    "hosts/web1/a": "one\n",
    "hosts/web1/sub/b.conf": "{{ grains.os }}\n",
    "nodegroups/all/a": "group\n",
    "nodegroups/all/sub/c": "c",
    "nodegroups/none/d": "d",
    "hosts/web2/secret": "x",
  });
  const opts = { nodegroups: { all: "*", none: "db*" } };
  assert.deepEqual(
    await ask(fileTree, [dir], {}, opts),
    dict({ sub: { c: "c", "b.conf": "{{ grains.os }}" }, a: "one" }),
  );
  const kwargs = { root_dir: dir, keep_newline: ["sub/*.conf"], template: true, render_default: "jinja" };
  assert.deepEqual(
    await ask(fileTree, [], kwargs, opts),
    dict({ sub: { c: "c", "b.conf": "Debian\n" }, a: "one" }),
  );
});

test("documents of a web server, with grains in the address", async (t) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ""}`);
    response.statusCode = request.url?.includes("missing") ? 404 : 200;
    response.end('{"a": [1]}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const account = { username: "u", password: "p", with_grains: true, namespace: "ns" };
  assert.deepEqual(await ask(httpJson, [`${base}/%s?os=<os>`], account), dict({ ns: { a: [1] } }));
  assert.deepEqual(await ask(httpJson, [`${base}/missing`]), new Map());
  assert.deepEqual(await ask(httpJson, [`${base}/<nope>`], { with_grains: true }), new Map());
  await assert.rejects(ask(httpJson, ["file:///etc/passwd"]), { code: "COMMAND_EXECUTION" });
  assert.deepEqual(asked, [`/web1?os=Debian Basic ${Buffer.from("u:p").toString("base64")}`, "/missing "]);
});

test("stacks: templates that are listed, conditions, and variables", async (t) => {
  const dir = tree(t, {
    "one.cfg": "common/*.yml\n\n{{ minion_id }}.yml\nmissing.yml\n",
    "common/a.yml": "l: [1]\nfrom: {{ pillar.from }}\nu: '{{ nope }}'\n",
    "common/b.yml": "l: [2]\nseen: {{ stack.l | length }} {{ __salt__['test.echo']('x') }}\n",
    "web1.yml": "l: [{__: overwrite}, 7]\n",
  });
  const expected = dict({ l: [7], from: "files", u: "", seen: "1 x" });
  assert.deepEqual(await ask(stack, [join(dir, "one.cfg")]), expected);
  const chosen = { "grains:roles:0": { web: [join(dir, "one.cfg")], db: "/nope" } };
  assert.deepEqual(await ask(stack, [], chosen), expected);
  await assert.rejects(ask(stack, [], { "env:x": {} }), /Unknown traverse option "env"/);
});

test("stacks are merged by the strategies that they name", () => {
  const under = dict({ m: { a: 1, b: { c: 1 } }, l: [1, 2], t: "x" });
  const merged = (over: { readonly [name: string]: Plain }): Value => mergeStack(under, dict(over));
  assert.deepEqual(
    merged({ m: { b: { d: 2 } }, l: [3] }),
    dict({ m: { a: 1, b: { c: 1, d: 2 } }, l: [1, 2, 3], t: "x" }),
  );
  assert.deepEqual(
    merged({ __: "merge-first", m: { a: 9, e: 1 }, l: [0] }),
    dict({ m: { a: 1, e: 1, b: { c: 1 } }, l: [0, 1, 2], t: "x" }),
  );
  assert.deepEqual(merged({ __: "remove", m: null, t: 0 }), dict({ l: [1, 2] }));
  assert.deepEqual(merged({ __: "overwrite", l: [{ __: "remove" }, 1] }), dict({ l: [1] }));
  assert.deepEqual(
    merged({ l: [{ __: "remove" }, 1], t: { a: 1 } }),
    dict({ m: { a: 1, b: { c: 1 } }, l: [2], t: { a: 1 } }),
  );
  assert.throws(() => merged({ __: "mix" }), /Unknown strategy "mix"/);
});

test("rows of a table become nested maps", () => {
  const rows = [
    ["s1", "u1", "a", 1],
    ["s1", "u1", "b", 2.5],
    ["s1", "u2", "a", null],
    ["s1", "u1", "a", 5],
  ];
  const made = (query: Plain): Value => {
    const [read] = readQueries([], new Map([["q", toValue(query)]]));
    assert.ok(read !== undefined);
    const into = new Map();
    addRows(into, ["site", "user", "k", "v"], rows, read);
    return into;
  };
  assert.deepEqual(made("select"), dict({ s1: { u1: { a: 5, b: 2.5 }, u2: { a: null } } }));
  assert.deepEqual(
    made({ query: "select", depth: 2, as_list: true }),
    dict({ s1: { u1: { k: ["a", "b", "a"], v: [1, 2.5, 5] }, u2: { k: "a", v: null } } }),
  );
  assert.deepEqual(
    made({ query: "select", as_list: true, with_lists: "1,3" }),
    dict({ s1: [{ a: [1, 5], b: [2.5] }, { a: [null] }] }),
  );
  assert.deepEqual(
    made({ query: "select", with_lists: [2], ignore_null: true }),
    dict({ s1: { u1: [5, 2.5], u2: [] } }),
  );
});

test("repositories name branches, environments and settings", () => {
  const opts = dict({ pillarenv: "qa", git_pillar_branch: "trunk", git_pillar_base: "main" });
  const items = [
    "main https://h/a.git",
    "https://h/b.git",
    dict({ "dev https://h/c.git": [{ env: "base" }, { root: "x/y" }] }),
    "__env__ https://h/d.git",
  ];
  const read = readRepositories(items, opts).map(({ wish, env, root }) => [wish.url, wish.ref, env, root]);
  assert.deepEqual(read, [
    ["https://h/a.git", "main", "base", ""],
    ["https://h/b.git", "trunk", "trunk", ""],
    ["https://h/c.git", "dev", "base", "x/y"],
    ["https://h/d.git", "qa", "qa", ""],
  ]);
  assert.throws(() => readRepositories([dict({ "a b": [{ root: "../.." }] })], opts), /lies outside/);
  assert.throws(
    () => readRepositories([dict({ "a b": [{ colour: "red" }] })], opts),
    /unknown setting 'colour'/,
  );
  assert.throws(() => readRepositories(["--upload-pack=x https://h/a.git"], opts), /names no branch/);
});

test("a source without its driver says what enables it", async () => {
  const { context } = fakeContext({ opts: dict({ driver_dirs: ["/nonexistent"] }) });
  assert.match(String(await pillarLdap.available(context)), /npm install -g ldapts/);
});

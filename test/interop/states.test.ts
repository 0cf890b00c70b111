/**
 * State runs between every master and every minion, of ours and of real Salt: the same tree gives the same files, and
 * results that differ in nothing but times and names of minions.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Cluster } from "./cluster.js";
import { all, ours } from "./installation.js";

const place = mkdtempSync(join(tmpdir(), "salt-interop-states-"));
const FILES: Readonly<Record<string, string>> = {
  "states/top.sls": "base:\n  'm-*': [web, extra]\n",
  "states/web/init.sls": `{% from 'web/map.jinja' import port with context %}
include: [web.parts]
{% set dir = pillar.where ~ '/' ~ grains.id %}
conf:
  file.managed:
    - name: {{ dir }}/web.conf
    - source: salt://web/files/web.conf
    - template: jinja
    - context: {port: {{ port }}}
    - mode: '0640'
    - makedirs: true
    - require_in: [{cmd: told}]
told:
  cmd.run:
    - name: echo told > {{ dir }}/told
    - creates: {{ dir }}/told
watcher:
  test.configurable_test_state:
    - changes: true
    - result: true
    - comment: watched
    - onchanges: [{file: conf}]
`,
  "states/web/map.jinja": "{% set port = salt['pillar.get']('web:port', 80) + 1 %}",
  "states/web/files/web.conf":
    "host {{ grains.id }}\nport {{ port }}\n{% for x in [1, 2] %}x {{ x }}\n{% endfor %}",
  "states/web/parts.sls": `{% for name in ['one', 'two'] %}
part-{{ name }}:
  file.append:
    - name: {{ pillar.where }}/{{ grains.id }}/parts
    - text: [{{ name }}]
    - makedirs: true
    - order: {{ loop.revindex }}
{% endfor %}
`,
  "states/extra.sls": `fails:
  test.fail_without_changes: []
after:
  test.nop:
    - require: [{test: fails}]
rescue:
  test.succeed_with_changes:
    - onfail: [{test: fails}]
`,
  "pillar/top.sls": "base:\n  '*': [all]\n",
  "pillar/all.sls": `where: ${place}/out\nweb: {port: 8079}\n`,
};
before(() => {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(place, path, ".."), { recursive: true });
    writeFileSync(join(place, path), text);
  }
});
after(() => rmSync(place, { recursive: true, force: true }));

/** What differs from one minion to the next, or from one run to the next; `__state_ran__` is there since 3007. */
const VARIES = new Set(["duration", "start_time", "pid", "__jid__", "__state_ran__"]);

function comparable(id: string, value: unknown): unknown {
  const text = JSON.stringify(value, (key, item: unknown) => (VARIES.has(key) ? undefined : item));
  return JSON.parse(text.replaceAll(id, "ID"));
}

/** The results by tag, as long as states ran at all. */
function resultsOf(value: unknown): Readonly<Record<string, { readonly result: boolean | null }>> {
  assert.ok(typeof value === "object" && value !== null && !Array.isArray(value), JSON.stringify(value));
  return Object.fromEntries(Object.entries(value));
}

const written = (id: string): Readonly<Record<string, string>> => {
  const dir = join(place, "out", id);
  return Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), "utf8")]));
};

for (const installation of all) {
  // Real masters with real minions need no test here, but one gives the results that all others are compared with.
  const minions = installation === ours ? all : [ours];
  describe(`states of master ${installation.name}`, () => {
    let cluster: Cluster;
    before(async () => {
      rmSync(join(place, "out"), { recursive: true, force: true });
      cluster = await Cluster.start(installation, minions, {
        file_roots: { base: [join(place, "states")] },
        pillar_roots: { base: [join(place, "pillar")] },
        auto_accept: true,
      });
      await cluster.untilUp();
    });
    after(() => cluster.close());

    const apply = (id: string, ...words: readonly string[]): unknown => {
      const returns = cluster.salt(["-t", "60", id, "state.apply", ...words]);
      const logs =
        id in returns ? "" : [cluster.master, cluster.minions.get(id)].map((one) => one?.tail()).join("\n");
      assert.ok(id in returns, `${id} did not answer.\n${logs}`);
      return returns[id];
    };

    test("a trial changes nothing, a run does, a second one has nothing to do", () => {
      for (const id of cluster.ids) {
        const trial = resultsOf(apply(id, "test=True"));
        assert.equal(trial[`file_|-conf_|-${place}/out/${id}/web.conf_|-managed`]?.result, null);
        assert.throws(() => written(id), id);
        const first = resultsOf(apply(id));
        const failed = Object.keys(first).filter((tag) => first[tag]?.result === false);
        assert.deepEqual(failed, [
          "test_|-fails_|-fails_|-fail_without_changes",
          "test_|-after_|-after_|-nop",
        ]);
        assert.deepEqual(written(id), {
          "web.conf": `host ${id}\nport 8080\nx 1\nx 2\n`,
          parts: "two\none\n",
          told: "told\n",
        });
        const again = apply(id, "web");
        const changed = Object.entries(resultsOf(again)).filter(
          ([, one]) => "changes" in one && JSON.stringify(one.changes) !== "{}",
        );
        assert.deepEqual(changed, [], id);
      }
    });

    test("all minions give the same results", () => {
      const [first = "", ...others] = cluster.ids;
      const expected = comparable(first, apply(first));
      for (const id of others) assert.deepEqual(comparable(id, apply(id)), expected, id);
    });
  });
}

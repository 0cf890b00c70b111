/**
 * Pillars between every master and every minion, of ours and of real Salt: what minions get, and what the master keeps
 * of it for targets.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Cluster } from "./cluster.js";
import { all, ours } from "./installation.js";

const FILES: Readonly<Record<string, string>> = {
  "base/top.sls":
    "base:\n  '*': [all, we?]\n  'G@kernel:Linux and m-*': [{match: compound}, linux]\n  'db*': [secret]\ndev:\n  '*': [dev]\n",
  "base/all.sls":
    "who: {{ grains.id }}\nnumbers: [1, 2.5, 1.0, true, null]\nmap: {a: 1, b: {c: [1]}}\nsaid: {{ salt['test.echo']('x') }}\n",
  "base/web/init.sls": "include: [.part]\nweb: {port: 80}\nmap: {b: {d: 2}}\n",
  "base/web/part.sls": "web: {port: 8080, host: '{{ opts.id }}'}\n",
  "base/linux.sls": "{% from 'map.jinja' import name %}linux: {{ name }}\n",
  "base/map.jinja": "{% set name = 'from a map' %}",
  "base/secret.sls": "secret: hunter2\n",
  "dev/dev.sls": "dev: {{ saltenv }}\nbroken: {{ nothing }}\n",
};
const place = mkdtempSync(join(tmpdir(), "salt-interop-pillar-"));
before(() => {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(place, path, ".."), { recursive: true });
    writeFileSync(join(place, path), text);
  }
});
after(() => rmSync(place, { recursive: true, force: true }));

const expected = (id: string): unknown => ({
  who: id,
  numbers: [1, 2.5, 1, true, null],
  map: { a: 1, b: { c: [1], d: 2 } },
  said: "x",
  web: { port: 80, host: id },
  linux: "from a map",
  told: { id },
  _errors: ["Rendering SLS 'dev' failed. Please see master log for details."],
});

for (const installation of all) {
  // Real masters with real minions need no test here.
  const minions = installation === ours ? all : [ours];
  describe(`pillars of master ${installation.name}`, () => {
    let cluster: Cluster;

    before(async () => {
      cluster = await Cluster.start(installation, minions, {
        pillar_roots: { base: [join(place, "base")], dev: [join(place, "dev")] },
        ext_pillar: [{ cmd_yaml: "echo 'told: {id: %s}'" }],
        auto_accept: true,
      });
      await cluster.untilUp();
    });
    after(() => cluster.close());

    /** What one minion answers: since 3008, stars stand for values unless they are asked for. */
    const pillarOf = (id: string, ...words: readonly string[]): unknown => {
      const plain = id === "m-3008" ? ["unmask=True"] : [];
      return cluster.salt(["-t", "20", id, "pillar.items", ...words, ...plain])[id];
    };

    test("each minion gets its own", () => {
      for (const id of cluster.ids) assert.deepEqual(pillarOf(id), expected(id));
    });

    test("values of the command line win for one call", () => {
      for (const id of cluster.ids) {
        const { web } = pillarOf(id, "pillar={web: {port: 1}}") as { readonly web: unknown };
        assert.deepEqual(web, { port: 1, host: id });
        assert.deepEqual(pillarOf(id), expected(id));
      }
    });

    test("targets by pillar find minions", () => {
      const returns = cluster.salt(["-t", "20", "-C", "I@web:port:80 and I@told:id:m-*", "test.ping"]);
      for (const id of cluster.ids) assert.equal(returns[id], true);
    });
  });
}

/**
 * Files between every master and every minion: fetched, pushed, and sent with salt-cp.
 */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Cluster, EVERYONE } from "./cluster.js";
import { all, ours } from "./installation.js";

const place = mkdtempSync(join(tmpdir(), "salt-interop-files-"));
const big = randomBytes(2 * 1024 * 1024 + 5);
before(() => {
  mkdirSync(join(place, "srv/app/sub"), { recursive: true });
  mkdirSync(join(place, "srv/_modules"));
  writeFileSync(join(place, "srv/big.bin"), big);
  writeFileSync(join(place, "srv/app/a.conf"), "a\n");
  writeFileSync(join(place, "srv/app/sub/none"), "");
  writeFileSync(join(place, "srv/_modules/interop_mod.py"), "def hello():\n    return 'synced'\n");
});
after(() => rmSync(place, { recursive: true, force: true }));

for (const installation of all) {
  // Real masters with real minions need no test here.
  const minions = installation === ours ? all : [ours];
  describe(`files of master ${installation.name}`, () => {
    let cluster: Cluster;
    const at = (id: string, name: string): string => join(place, installation.name, id, name);
    const salt = (...args: readonly string[]): Readonly<Record<string, unknown>> =>
      cluster.salt(["-t", "20", EVERYONE, ...args]);

    before(async () => {
      for (const { name } of minions) mkdirSync(at(`m-${name}`, ""), { recursive: true });
      cluster = await Cluster.start(installation, minions, {
        file_roots: { base: [join(place, "srv")] },
        file_recv: true,
        auto_accept: true,
      });
      await cluster.untilUp();
    });
    after(() => cluster.close());

    test("a file of several pieces, packed and not", () => {
      for (const [index, gzip] of [[], ["gzip=5"]].entries()) {
        const dest = join(place, installation.name, "{0}", `big-${index}`);
        for (const id of cluster.ids) {
          const to = dest.replace("{0}", id);
          const returns = cluster.salt(["-t", "20", id, "cp.get_file", "salt://big.bin", to, ...gzip]);
          assert.equal(returns[id], to);
          assert.ok(readFileSync(to).equals(big), id);
        }
      }
    });

    test("a directory, digests and lists", () => {
      const hsum = createHash("sha256").update(big).digest("hex");
      const hashes = salt("cp.hash_file", "salt://big.bin");
      const lists = salt("cp.list_master");
      for (const id of cluster.ids) {
        const got = cluster.salt(["-t", "20", id, "cp.get_dir", "salt://app", at(id, "out")])[id];
        assert.deepEqual(got, [at(id, "out/app/a.conf"), at(id, "out/app/sub/none")]);
        assert.deepEqual(hashes[id], { hash_type: "sha256", hsum });
        assert.deepEqual(lists[id], ["_modules/interop_mod.py", "app/a.conf", "app/sub/none", "big.bin"]);
      }
    });

    test("a Python module is synced and can be called", () => {
      const synced = salt("saltutil.sync_modules");
      for (const id of cluster.ids) assert.deepEqual(synced[id], ["modules.interop_mod"]);
      const said = cluster.saltUntilAll([EVERYONE, "interop_mod.hello"], "synced");
      for (const id of cluster.ids) assert.equal(said[id], "synced");
    });

    test("a pushed file arrives whole", () => {
      const path = join(place, "srv/big.bin");
      const pushed = salt("cp.push", path);
      for (const id of cluster.ids) {
        assert.equal(pushed[id], true, id);
        const kept = join(cluster.master.directory, "cache/minions", id, "files", path);
        assert.ok(readFileSync(kept).equals(big), id);
      }
    });

    test("our salt-cp sends files whole and in pieces", () => {
      const to = join(place, installation.name, "copied");
      const source = join(place, "srv/app/a.conf");
      const whole = cluster.run("salt-cp", ["-t", "20", EVERYONE, source, `${to}-whole`], ours);
      assert.equal(readFileSync(`${to}-whole`, "utf8"), "a\n", whole);
      for (const id of cluster.ids) {
        const pieces = cluster.run(
          "salt-cp",
          ["-t", "20", "--chunked", id, join(place, "srv/big.bin"), `${to}-${id}`],
          ours,
        );
        assert.ok(readFileSync(`${to}-${id}`).equals(big), pieces);
      }
    });
  });
}

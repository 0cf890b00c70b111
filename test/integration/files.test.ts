/**
 * Files between a master and a minion: fetched, cached and pushed, with requests that try to get out of the roots.
 */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Plain, Value } from "@salt/core";
import { get } from "@salt/core";
import type { SimMinion } from "@salt/testkit";
import { TestCluster, Tree } from "@salt/testkit";

const tree = new Tree();
const big = randomBytes(3 * 1024 * 1024 + 17);

describe("files", () => {
  let cluster: TestCluster;
  let sim: SimMinion;
  const one = async (fun: string, ...arg: readonly Plain[]): Promise<Value> =>
    (await cluster.run(["web1"], fun, arg)).get("web1") ?? null;

  before(async () => {
    tree.write("base/app/a.conf", "a");
    tree.write("base/app/sub/b.conf", "b");
    mkdirSync(tree.at("base/app/empty"));
    writeFileSync(tree.at("base/big.bin"), big);
    tree.write("dev/only-dev", "dev");
    tree.write("secret", "secret");
    symlinkSync(tree.at("secret"), tree.at("base/way-out"));
    const file_roots = { base: [tree.at("base")], dev: [tree.at("dev")] };
    cluster = await TestCluster.start({
      minions: ["web1"],
      master: { file_roots, file_recv: true, file_recv_max_size: 1, fileserver_followsymlinks: false },
    });
    sim = await cluster.simulate("sim");
  });
  after(async () => {
    await cluster.close();
    tree.close();
  });

  test("a file of many pieces arrives as it is, packed or not", async () => {
    for (const [index, kwargs] of [{}, { gzip: 3 }].entries()) {
      const dest = tree.at(`got-${index}/big.bin`);
      assert.equal(
        await one("cp.get_file", "salt://big.bin", dest, keywords({ makedirs: true, ...kwargs })),
        dest,
      );
      assert.deepEqual(readFileSync(dest), big);
    }
  });

  test("a directory comes whole", async () => {
    const got = await one("cp.get_dir", "salt://app", tree.at("out"));
    assert.deepEqual(
      got,
      ["a.conf", "empty", "sub/b.conf"].map((name) => tree.at("out/app", name)),
    );
  });

  test("other environments, lists, digests", async () => {
    assert.deepEqual(await one("cp.envs"), ["base", "dev"]);
    assert.deepEqual(await one("cp.list_master", "dev"), ["only-dev"]);
    assert.equal(await one("cp.get_file_str", "salt://only-dev?saltenv=dev"), "dev");
    assert.equal(await one("cp.get_file_str", "salt://only-dev"), false);
    const hash = await one("cp.hash_file", "salt://big.bin");
    assert.equal(get(hash, "hsum"), createHash("sha256").update(big).digest("hex"));
    const cached = await one("cp.cache_file", "salt://app/a.conf");
    assert.equal(await one("cp.is_cached", "salt://app/a.conf"), cached);
  });

  test("nothing outside of the roots is served", async () => {
    const paths = [
      "../secret",
      "/etc/passwd",
      "app/../../secret",
      "way-out",
      "a\0",
      "only-dev",
      "x?saltenv=../",
    ];
    for (const path of paths) {
      const reply = await sim.request({ cmd: "_serve_file", path, saltenv: "base", loc: 0 });
      assert.deepEqual([get(reply, "data"), get(reply, "dest")], ["", ""], path);
    }
    for (const saltenv of ["..", "../base", "dev/../base", ""]) {
      const reply = await sim.request({ cmd: "_serve_file", path: "big.bin", saltenv, loc: 0 });
      assert.equal(get(reply, "dest"), "", saltenv);
      assert.deepEqual(await sim.request({ cmd: "_file_list", saltenv }), []);
    }
  });

  test("a pushed file lies below the minion's own directory", async () => {
    const path = tree.write("pushed.txt", "pushed");
    assert.equal(await one("cp.push", path), true);
    const kept = join(cluster.config.cachedir, "minions/web1/files", path);
    assert.equal(readFileSync(kept, "utf8"), "pushed");
    assert.equal(await one("cp.push", path, keywords({ upload_path: "/x/y" })), true);
    assert.ok(existsSync(join(cluster.config.cachedir, "minions/web1/files/x/y")));
  });

  test("pushes that lead elsewhere or are too large are refused", async () => {
    const push = (load: { readonly [key: string]: Plain }): Promise<Value> =>
      sim.request({ cmd: "_file_recv", path: ["f"], loc: 0, data: "x", size: 1, ...load });
    assert.equal(await push({}), true);
    const data = Buffer.alloc(600_000, "x");
    assert.equal(await push({ path: ["large"], data, size: 1 }), true);
    const refused: { readonly [key: string]: Plain }[] = [
      { path: ["..", "..", "web1", "files", "f"] },
      { path: ["/etc", "x"] },
      { path: ["a", "../../../x"] },
      { path: "f" },
      { path: [] },
      { loc: -1 },
      { loc: 7 },
      { path: ["large"], loc: data.length, data, size: 1 },
    ];
    for (const load of refused) assert.equal(await push(load), false, JSON.stringify(load.path));
    assert.equal(existsSync(join(cluster.config.cachedir, "minions/web1/files/f")), false);
  });
});

function keywords(values: { readonly [key: string]: Plain }): Plain {
  return { __kwarg__: true, ...values };
}

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { scratch, testConfig, vectorKey } from "./testing/scratch.js";
import { stage } from "./testing/stage.js";

describe("starting", () => {
  test("a port in use is told with the reference's status, and nothing stays open", async (t) => {
    const s = await stage(t);
    const dir = scratch(t);
    const again = stage(t, { ret_port: s.config.ret_port }, dir);
    await assert.rejects(again, (error) => {
      assert.ok(error instanceof Error && "exitCode" in error && "hint" in error);
      assert.match(error.message, new RegExp(String(s.config.ret_port)));
      return error.exitCode === 4;
    });
    await stage(t, {}, dir);
  });

  test("a key that others may read, or that is none, is told", async (t) => {
    for (const damage of [
      (path: string) => chmodSync(path, 0o644),
      (path: string) => writeFileSync(path, "no key"),
    ]) {
      const dir = scratch(t);
      const { pki_dir } = testConfig(dir);
      const path = join(pki_dir, "master.pem");
      mkdirSync(pki_dir, { mode: 0o700 });
      writeFileSync(path, vectorKey("master").toPem(), { mode: 0o600 });
      damage(path);
      await assert.rejects(stage(t, {}, dir), { name: "StartError" });
    }
  });

  test("everything on the disk is private whatever the umask", async (t) => {
    const before = process.umask(0);
    t.after(() => process.umask(before));
    const s = await stage(t);
    const web1 = await s.minion("web1");
    await s.mustPublish({ kwargs: {} });
    await web1.request({ cmd: "_mine", data: { a: 1 } });
    await s.send(web1.seal({ cmd: "_pillar", grains: { a: 1 } }));
    const open = [s.config.pki_dir, s.config.cachedir, s.config.sock_dir].flatMap((root) =>
      readdirSync(root, { recursive: true })
        .map((name) => join(root, String(name)))
        .filter((path) => (statSync(path).mode & 0o077) !== 0 && !path.endsWith("master.pub")),
    );
    assert.deepEqual(open, []);
  });
});

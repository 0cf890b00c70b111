/**
 * A package with modules on the master: minions, real ones too, get its modules by sync, and lose them when it goes.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Cluster, EVERYONE } from "./cluster.js";
import type { Installation } from "./installation.js";
import { all, ours } from "./installation.js";

const FILES = {
  FORMULA: [
    "name: tools",
    "os: Debian",
    "os_family: Debian",
    "version: 1",
    "release: 1",
    "summary: s",
    "description: d",
    "",
  ].join("\n"),
  "tools/init.sls": "tools {{ salt['tools_py.hello']('sls') }}:\n  test.succeed_without_changes\n",
  "_modules/tools_py.py": "def hello(name='world'):\n    return 'hello ' + name\n",
  "_modules/tools_js.js": "export function hello(name = 'world') { return 'hello ' + name; }\n",
};

/** Of ours there are two: real minions run Python only. */
const second: Installation = { ...ours, name: "ours2" };
const OURS = ["m-ours", "m-ours2"];

describe("modules of a package", () => {
  const place = mkdtempSync(join(tmpdir(), "salt-spm-sync-"));
  let cluster: Cluster;
  const salt = (...words: readonly string[]): Readonly<Record<string, unknown>> =>
    cluster.salt(["-t", "20", EVERYONE, ...words]);
  const spm = (...words: readonly string[]): void => {
    const ran = spawnSync(join(ours.bin, "spm"), ["-c", join(place, "etc"), ...words], { encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stderr);
  };
  const everyone = (value: unknown): Record<string, unknown> =>
    Object.fromEntries(cluster.ids.map((id) => [id, value]));

  before(async () => {
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(place, "src", name)), { recursive: true });
      writeFileSync(join(place, "src", name), text);
    }
    const dirs = ["formula_path", "pillar_path", "reactor_path", "spm_cache_dir", "spm_build_dir"];
    const options = [
      ...dirs.map((name) => `${name}: ${place}/${name}`),
      `spm_db: ${place}/packages.db`,
      `spm_repos_config: ${place}/none`,
    ];
    mkdirSync(join(place, "etc"));
    writeFileSync(join(place, "etc", "spm"), `${options.join("\n")}\n`);
    mkdirSync(join(place, "formula_path"));
    cluster = await Cluster.start(ours, [...all, second], {
      file_roots: { base: [join(place, "formula_path")] },
      auto_accept: true,
    });
    await cluster.untilUp();
  });
  after(async () => {
    await cluster.close();
    rmSync(place, { recursive: true, force: true });
  });

  test("are there after installation and sync", () => {
    spm("build", join(place, "src"));
    spm("local", "install", "-y", join(place, "spm_build_dir", "tools-1-1.spm"));
    for (const synced of Object.values(salt("saltutil.sync_all"))) {
      const names = JSON.stringify(synced);
      assert.match(names, /"modules.tools_py"/);
    }
    assert.deepEqual(salt("tools_py.hello", "spm"), everyone("hello spm"));
    const returns = salt("tools_js.hello", "spm");
    for (const id of OURS) assert.equal(returns[id], "hello spm");
    for (const [id, results] of Object.entries(salt("state.apply", "tools")))
      assert.match(
        JSON.stringify(results),
        /"__id__": ?"tools hello sls".*"result": ?true|"result": ?true.*"__id__": ?"tools hello sls"/,
        id,
      );
  });

  test("are gone after removal and sync", () => {
    spm("remove", "-y", "tools");
    salt("saltutil.sync_all");
    assert.deepEqual(salt("tools_py.hello"), everyone("'tools_py.hello' is not available."));
    const returns = salt("tools_js.hello");
    for (const id of OURS) assert.equal(returns[id], "'tools_js.hello' is not available.");
  });
});

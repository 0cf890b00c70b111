/**
 * A second record of packages and a second way to put files in place, from `test/fixtures/spm-plugins`: the whole life
 * of a package with them.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../../node_modules/.bin/spm", import.meta.url));
const plugins = fileURLToPath(new URL("../../fixtures/spm-plugins", import.meta.url));

describe("plugins of spm", () => {
  const dir = mkdtempSync(join(tmpdir(), "salt-spm-plugins-"));
  const init = join(dir, "formula/web/init.sls");
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  };
  const spm = (...words: readonly string[]) =>
    spawnSync(bin, ["-c", join(dir, "etc"), "-y", ...words], { encoding: "utf8" });
  const done = (...words: readonly string[]): string => {
    const { status, stdout, stderr } = spm(...words);
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const source = (version: number): string => {
    write(
      `${version}/FORMULA`,
      `name: web\nos: Debian\nos_family: Debian\nversion: ${version}\nrelease: 1\nsummary: s\ndescription: d\n`,
    );
    write(`${version}/web/init.sls`, `version: ${version}\n`);
    write(`${version}/_modules/web.py`, `VERSION = ${version}\n`);
    return join(dir, String(version));
  };

  before(() => {
    const paths = {
      formula_path: "formula",
      pillar_path: "pillar",
      reactor_path: "reactor",
      spm_cache_dir: "cache",
      spm_db: "packages.json",
      spm_build_dir: "build",
      spm_repos_config: "none",
    };
    const lines = Object.entries(paths).map(([name, path]) => `${name}: ${join(dir, path)}\n`);
    const chosen = `extension_modules: ${plugins}\nspm_db_provider: json_file\nspm_files_provider: sealed\n`;
    write("etc/spm", lines.join("") + chosen);
    for (const version of [1, 2]) done("build", source(version));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  test("install, list, tell, upgrade and remove a package", () => {
    done("install", join(dir, "build/web-1-1.spm"));
    assert.equal(readFileSync(init, "utf8"), "version: 1\n");
    assert.equal(statSync(init).mode & 0o777, 0o444);
    assert.equal(done("list", "packages"), "web\n");
    assert.match(done("info", "web"), /Version: 1\n/);
    assert.match(done("files", "web"), new RegExp(`^${init}$`, "m"));
    const record: unknown = JSON.parse(readFileSync(join(dir, "packages.json"), "utf8"));
    assert.ok(Array.isArray(record) && record.length === 1);

    assert.match(spm("install", join(dir, "build/web-2-1.spm")).stderr, /already installed/);
    done("-f", "install", join(dir, "build/web-2-1.spm"));
    assert.equal(readFileSync(init, "utf8"), "version: 2\n");

    done("remove", "web");
    assert.equal(existsSync(init), false);
    assert.equal(done("list", "packages"), "");
  });
});

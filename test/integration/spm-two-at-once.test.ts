/**
 * Two spm at once: one works, the other says that it must wait, ends with an error, and has changed nothing.
 */
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../../node_modules/.bin/spm", import.meta.url));

describe("two spm at once", () => {
  const dir = mkdtempSync(join(tmpdir(), "salt-spm-two-"));
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  };
  const start = (...words: readonly string[]): ChildProcess =>
    spawn(bin, ["-c", join(dir, "etc"), ...words], { stdio: ["pipe", "pipe", "pipe"] });
  const installed = (): readonly string[] =>
    readdirSync(dir, { recursive: true, encoding: "utf8" })
      .filter((path) => /^(formula|cache\/(?!spm\.lock))/.test(path))
      .sort();

  before(async () => {
    for (const name of ["web", "db"]) {
      write(
        `${name}/FORMULA`,
        `name: ${name}\nos: Debian\nos_family: Debian\nversion: 1\nrelease: 1\nsummary: s\ndescription: d\n`,
      );
      write(`${name}/${name}/init.sls`, "a: 1\n");
    }
    write(
      "etc/spm",
      [
        `formula_path: ${dir}/formula`,
        `pillar_path: ${dir}/pillar`,
        `reactor_path: ${dir}/reactor`,
        `spm_cache_dir: ${dir}/cache`,
        `spm_db: ${dir}/cache/packages.db`,
        `spm_build_dir: ${dir}/build`,
        `spm_repos_config: ${dir}/etc/spm.repos`,
        `extension_modules: ${dir}/extmods`,
        "",
      ].join("\n"),
    );
    for (const name of ["web", "db"]) assert.equal((await endOf(start("build", join(dir, name)))).status, 0);
    assert.equal((await endOf(start("list", "packages"))).status, 0);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  test("the second is told to wait, and the first ends its work", async () => {
    const first = start("install", join(dir, "build/web-1-1.spm"));
    const end = endOf(first);
    await asks(first);
    const before = installed();
    for (const words of [
      ["-y", "install", join(dir, "build/db-1-1.spm")],
      ["-y", "remove", "web"],
      ["update_repo"],
    ]) {
      const { status, stderr } = await endOf(start(...words));
      assert.notEqual(status, 0, words.join(" "));
      assert.match(stderr, /Another spm is at work\nWait until it has ended\./, words.join(" "));
    }
    assert.deepEqual(installed(), before);
    first.stdin?.end("y\n");
    assert.equal((await end).status, 0);
    assert.ok(installed().includes("formula/web/init.sls"));
  });

  test("of many, one installs and all others say why they did not", async () => {
    const all = await Promise.all(
      Array.from({ length: 6 }, () => endOf(start("-y", "install", join(dir, "build/db-1-1.spm")))),
    );
    assert.equal(all.filter(({ status }) => status === 0).length, 1);
    for (const { stderr } of all.filter(({ status }) => status !== 0))
      assert.match(stderr, /Another spm is at work|already installed/);
    assert.deepEqual((await endOf(start("list", "packages"))).stdout, "web\ndb\n");
  });
});

/** Waits until it asks whether to go on. */
async function asks(child: ChildProcess): Promise<void> {
  let told = "";
  while (!told.includes("Proceed?")) {
    assert.ok(child.stdout !== null);
    const [chunk] = await once(child.stdout, "data");
    told += String(chunk);
  }
}

async function endOf(
  child: ChildProcess,
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const told = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk: Buffer) => {
    told.stdout += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    told.stderr += chunk.toString();
  });
  const [status] = await once(child, "close");
  return { status: typeof status === "number" ? status : null, ...told };
}

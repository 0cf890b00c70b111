/** Refs of git repositories as directories. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { type GitWish, nullLogger } from "@salt/core";
import { checkOutGit } from "./git-checkout.js";

function place(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), "gp-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function commit(repo: string, text: string): void {
  const git = (...words: readonly string[]) =>
    execFileSync("git", ["-C", repo, "-c", "user.name=a", "-c", "user.email=a@b", ...words], {
      stdio: "pipe",
    });
  if (!existsSync(repo)) {
    mkdirSync(repo);
    git("init", "-q", "-b", "main");
  }
  writeFileSync(join(repo, "a.sls"), text);
  git("add", ".");
  git("commit", "-q", "-m", text);
}

function wishFor(url: string, changes: Partial<GitWish> = {}): GitWish {
  const account = { user: "", password: "", privkey: "", checksCertificates: true };
  return { url, ref: "main", fallback: "", depth: 0, updateEveryMs: 0, ...account, ...changes };
}

test("a branch is checked out, and again when it has moved", async (t) => {
  const dir = place(t);
  const repo = join(dir, "repo");
  const parts = { cachedir: dir, log: nullLogger };
  commit(repo, "one");
  const first = (await checkOutGit(wishFor(repo), parts)) ?? "";
  assert.equal(readFileSync(join(first, "a.sls"), "utf8"), "one");
  commit(repo, "two");
  assert.equal(await checkOutGit(wishFor(repo, { updateEveryMs: 3_600_000 }), parts), first);
  const second = (await checkOutGit(wishFor(repo), parts)) ?? "";
  assert.equal(readFileSync(join(second, "a.sls"), "utf8"), "two");
  rmSync(repo, { recursive: true });
  assert.equal(await checkOutGit(wishFor(repo), parts), second, "what was fetched last is still served");
});

test("refs that are not there, and what is no repository", async (t) => {
  const dir = place(t);
  const repo = join(dir, "repo");
  const parts = { cachedir: dir, log: nullLogger };
  commit(repo, "one");
  assert.equal(await checkOutGit(wishFor(repo, { ref: "nope" }), parts), undefined);
  assert.ok(await checkOutGit(wishFor(repo, { ref: "nope", fallback: "main" }), parts));
  await assert.rejects(checkOutGit(wishFor(join(dir, "none")), parts), { name: "FileSourceError" });
  await assert.rejects(checkOutGit(wishFor("--upload-pack=x"), parts), { code: "MALFORMED" });
  await assert.rejects(checkOutGit(wishFor(`ext::sh -c "touch ${dir}/x"`), parts), {
    name: "FileSourceError",
  });
  assert.equal(existsSync(join(dir, "x")), false);
});

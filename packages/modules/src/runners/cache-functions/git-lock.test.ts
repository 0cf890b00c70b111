import assert from "node:assert/strict";
import { test } from "node:test";
import { SaltInvocationError, toValue } from "@salt/core";
import type { LockKeeper } from "./git-lock.js";
import { clearGitLock } from "./git-lock.js";

const keeper =
  (asked: string[], done: readonly string[] = ["a"]): LockKeeper =>
  async () => ({
    clearLock: async (backend, remote) => {
      asked.push(`${String(backend)} ${remote ?? "all"}`);
      return { done, errors: [] };
    },
  });
const ALL = { role: "gitfs", remote: null, types: null };

test("locks of gitfs are removed, those of a type that is not kept are not", async () => {
  const asked: string[] = [];
  assert.deepEqual(await clearGitLock(ALL, keeper(asked)), { cleared: ["a"] });
  assert.equal(await clearGitLock({ ...ALL, remote: "*x*" }, keeper(asked, [])), "No locks were removed");
  assert.equal(await clearGitLock({ ...ALL, types: "checkout" }, keeper(asked)), "No locks were removed");
  assert.deepEqual(asked, ["git all", "git *x*"]);
});

test("what has no locks is refused", async () => {
  for (const wrong of [{ role: "git_pillar" }, { role: "nosuch" }, { types: toValue(["update", "zz"]) }]) {
    await assert.rejects(clearGitLock({ ...ALL, ...wrong }, keeper([])), SaltInvocationError);
  }
});

/** git.latest: what is wanted of the other repository, and which commits are the same. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { toValue } from "@salt/core";
import { fakeStates, runState } from "../testing/state-context.js";
import { git } from "./git.js";
import { isSameCommit, remoteSide, upstreamChange } from "./git-functions/remote-side.js";

const [A, B, C] = ["a".repeat(40), "b".repeat(40), "c".repeat(40)];
const REFS = toValue({
  HEAD: A,
  "refs/heads/main": A,
  "refs/tags/v1": B,
  "refs/tags/v1^{}": C,
});

test("a revision is a branch, a tag, or a commit", () => {
  const side = (rev: string) => remoteSide(REFS, rev, "origin", false);
  assert.deepEqual(
    ["HEAD", "main", "v1", "ABCDEF", "nope"].map((rev) => [side(rev).kind, side(rev).commit]),
    [
      ["sha1", A],
      ["branch", A],
      ["tag", C],
      ["sha1", "abcdef"],
      [undefined, undefined],
    ],
  );
  assert.equal(side("HEAD").place, "remote HEAD (aaaaaaa)");
  assert.equal(side("main").place, "origin/main (aaaaaaa)");
  assert.equal(side("HEAD").defaultBranch, "main");
  assert.equal(remoteSide(REFS, "HEAD", "origin", true).commit, undefined);
});

test("commits may be shortened, other names not", () => {
  assert.ok(isSameCommit(A, "aaaa", "sha1"));
  assert.ok(!isSameCommit(A, "aaaa", "branch"));
  assert.ok(isSameCommit(undefined, undefined, undefined));
  assert.ok(!isSameCommit(undefined, A, "sha1"));
});

test("branches follow branches only", () => {
  const change = (rev: string, upstream?: string) =>
    upstreamChange(upstream, remoteSide(REFS, rev, "origin", false), false)?.says;
  assert.equal(change("main"), "set to origin/main");
  assert.equal(change("main", "origin/main"), undefined);
  assert.equal(change("main", "origin/old"), "updated to origin/main");
  assert.equal(change("v1", "origin/main"), "unset");
  assert.equal(change("HEAD", "origin/old"), undefined);
});

test("git.latest refuses what cannot be", async () => {
  const { context } = fakeStates({ "git.remote_refs": () => REFS }, true);
  const comment = async (more: Record<string, string | boolean>) =>
    (await runState(git, "latest", { name: "/up", target: "/nowhere/t", ...more }, context)).comment;
  assert.equal(await comment({ target: "t" }), "target 't' is not an absolute path");
  assert.equal(await comment({ rev: "nope" }), "No revision matching 'nope' exists in the remote repository");
  assert.match(String(await comment({ depth: "1" })), /^When 'depth' is used/);
  assert.match(String(await comment({ force_reset: "x" })), /^'force_reset' must be one of/);
  assert.match(String(await comment({ rev: "main", bare: true })), /^'rev' is not compatible/);
});

/**
 * Repositories of git: real ones, and what must not reach its command line.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { dict, SaltInvocationError } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { recordingCommands } from "../testing/recording-commands.js";
import { withoutPasswords } from "./git-functions/run-git.js";

const folder = mkdtempSync(join(tmpdir(), "git-"));
after(() => rmSync(folder, { recursive: true }));
const [origin, copy] = [join(folder, "origin"), join(folder, "copy")];
const identity = ["-c", "user.name=n", "-c", "user.email=n@example.org"];
const git = (...words: readonly string[]): string =>
  execFileSync("git", [...identity, ...words], { cwd: origin, encoding: "utf8", stdio: "pipe" });
const call = (name: string, args: readonly Plain[], kwargs: { readonly [name: string]: Plain } = {}) =>
  fakeContext().context.call(`git.${name}`, args, kwargs);

describe("git", () => {
  it("clones, fetches and tells what there is", async () => {
    execFileSync("git", ["init", "-q", "-b", "main", origin]);
    writeFileSync(join(origin, "a"), "1");
    git("add", "a");
    git("commit", "-qm", "one");
    assert.equal(await call("clone", [copy, origin]), true);
    assert.equal(await call("current_branch", [copy]), "main");
    assert.equal(await call("revision", [copy]), git("rev-parse", "HEAD").trim());
    git("checkout", "-qb", "dev");
    git("commit", "-q", "--allow-empty", "-m", "two");
    git("tag", "v1");
    const fetched = await call("fetch", [copy]);
    assert.deepEqual(fetched, dict({ "new branches": ["dev"], "new tags": ["v1"] }));
    assert.deepEqual(await call("list_tags", [copy]), ["v1"]);
    assert.equal(await call("merge_base", [copy], { refs: ["main", "v1"], is_ancestor: true }), true);
    writeFileSync(join(copy, "new file"), "2");
    assert.deepEqual(await call("status", [copy]), dict({ untracked: ["new file"] }));
  });

  it("sets and removes settings", async () => {
    assert.deepEqual(await call("config_set", ["foo.bar", "-5"], { cwd: copy }), ["-5"]);
    assert.match(readFileSync(join(copy, ".git", "config"), "utf8"), /bar = -5/);
    assert.equal(await call("config_unset", ["foo.bar"], { cwd: copy }), true);
    assert.equal(await call("config_get", ["foo.bar"], { cwd: copy }), null);
    await assert.rejects(call("config_unset", ["foo.bar"], { cwd: copy }), /does not exist/);
    await assert.rejects(call("config_get", ["foo.bar"]), SaltInvocationError);
  });

  it("says what failed, without passwords", async () => {
    const url = "https://me:p%40ss@127.0.0.1:1/x";
    assert.equal(
      withoutPasswords(`fatal: ${url} not found`),
      "fatal: https://<redacted>@127.0.0.1:1/x not found",
    );
    await assert.rejects(call("clone", [join(folder, "x"), "http://x"], { https_user: "me" }), /HTTPS/);
    const { context } = recordingCommands(() => ({ retcode: 128, stderr: `cannot read ${url}` }));
    const failing = context.call("git.ls_remote", [], {
      remote: "https://h/x",
      https_user: "me",
      https_pass: "secret",
    });
    await assert.rejects(failing, (error: Error) => !/secret|p%40ss/.test(error.message));
  });
});

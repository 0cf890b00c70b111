/** Trees of files that rsync copies: what its output means. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { rsync } from "./rsync.js";

const OUTPUT =
  "sending incremental file list\ndeleting old\n./\nb\na\n\nsent 2 bytes  received 3 bytes  10.00 bytes/sec\ntotal size is 4  speedup is 0.03";
const SUMMARY = "- sent 2 bytes\n- received 3 bytes\n- 10.00 bytes/sec\n- total size is 4\n- speedup is 0.03";

test("copied and deleted files are changes", async () => {
  const { context } = fakeStates({ "rsync.rsync": () => ({ retcode: 0, stdout: OUTPUT, stderr: "" }) });
  const told = await runState(rsync, "synchronized", { name: tmpdir(), source: "/a/" }, context);
  assert.deepEqual(told, {
    result: true,
    comment: SUMMARY,
    changes: "{'copied': './\\na\\nb', 'deleted': 'old'}",
  });
});

test("a trial is a dry run and makes no directory", async () => {
  const { context, calls } = fakeStates(
    { "rsync.rsync": () => ({ retcode: 0, stdout: OUTPUT, stderr: "" }) },
    true,
  );
  const name = `${tmpdir()}/salt-rsync-that-is-not-there`;
  const told = await runState(rsync, "synchronized", { name, source: "/a/", prepare: true }, context);
  assert.deepEqual([told.result, told.comment], [null, SUMMARY]);
  assert.match(calls[0] ?? "", /dryrun=True/);
  assert.equal(existsSync(name), false);
});

test("what rsync complains of is the comment", async () => {
  const { context } = fakeStates({
    "rsync.rsync": () => ({ retcode: 23, stdout: "", stderr: "no such file" }),
  });
  const told = await runState(rsync, "synchronized", { name: tmpdir(), source: "/a/" }, context);
  assert.deepEqual([told.result, told.comment], [false, "no such file"]);
});

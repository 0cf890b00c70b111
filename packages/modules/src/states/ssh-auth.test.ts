/** Keys that let others in: what is asked of the `ssh` module, and what is told of its answers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plain } from "@salt/core";
import { fakeStates, runState } from "../testing/state-context.js";
import { sshAuth } from "./ssh-auth.js";

const LINE = 'from="10.0.0.0/8",no-pty ssh-ed25519 AAAAKEY me at home';

test("the name of a state is taken apart", async () => {
  const { context, calls } = fakeStates({ "ssh.set_auth_key": () => "new" });
  assert.deepEqual(await runState(sshAuth, "present", { name: LINE, user: "joe" }, context), {
    result: true,
    comment: "The authorized host key AAAAKEY for user joe was added",
    changes: "{'AAAAKEY': 'New'}",
  });
  assert.match(
    calls[0] ?? "",
    /^ssh\.set_auth_key\('joe', 'AAAAKEY', enc='ssh-ed25519', comment='me at home'/,
  );
  assert.match(calls[0] ?? "", /options=\['from="10\.0\.0\.0\/8"', 'no-pty'\]/);
});

test("a key without its kind keeps the kind that is given", async () => {
  const { context, calls } = fakeStates({ "ssh.set_auth_key": () => "no change" });
  const told = await runState(sshAuth, "present", { name: "AAAA note", user: "joe", enc: "rsa" }, context);
  assert.deepEqual([told.result, told.changes], [true, "{}"]);
  assert.match(calls[0] ?? "", /'AAAA', enc='rsa', comment='note'/);
});

test("what cannot be written is a failure, in the words of the function if it has some", async () => {
  const answers = async (answer: Plain, fault?: string) => {
    const { context } = fakeStates({ "ssh.set_auth_key": () => answer });
    if (fault !== undefined) context.memory.set("ssh_auth.error", fault);
    return await runState(sshAuth, "present", { name: "AAAA", user: "joe" }, context);
  };
  assert.match(String((await answers("fail")).comment), /^Failed to add the ssh key\. Is the home directory/);
  assert.equal((await answers("fail", "No keys detected")).comment, "No keys detected");
  assert.equal((await answers("invalid")).result, false);
});

test("a file that there is not", async () => {
  const { context } = fakeStates({ "cp.get_url": () => false });
  const wanted = { name: "keys", user: "joe", source: "salt://none.pub" };
  const told = await runState(sshAuth, "present", wanted, context);
  assert.equal(told.comment, "Failed to add the ssh key. Source file salt://none.pub is missing");
  assert.deepEqual(await runState(sshAuth, "absent", wanted, context), {
    result: true,
    comment: "",
    changes: "{}",
  });
});

test("a trial tells each key of a file", async () => {
  const { context } = fakeStates({ "ssh.check_key_file": () => ({ AAAA: "exists", BBBB: "add" }) }, true);
  const wanted = { name: "keys", user: "joe", source: "salt://joe.pub" };
  assert.equal((await runState(sshAuth, "present", wanted, context)).comment, "Set to add: BBBB\n");
  assert.equal((await runState(sshAuth, "absent", wanted, context)).comment, "Set to remove: AAAA\n");
});

test("only the keys that are named are left", async () => {
  const { context, calls } = fakeStates({
    "ssh.auth_keys": () => ({ OLD: {}, AAAA: {} }),
    "ssh.rm_auth_key": () => "Key removed",
    "ssh.set_auth_key": () => "no change",
  });
  const wanted = { name: "keys", user: "joe", ssh_keys: ["ssh-rsa AAAA me"] };
  assert.deepEqual(await runState(sshAuth, "manage", wanted, context), {
    result: true,
    comment: "The authorized host key AAAA is already present for user joe",
    changes: "{'OLD': 'Key removed'}",
  });
  assert.equal(calls.filter((call) => call.startsWith("ssh.rm_auth_key")).length, 1);
});

/** Hosts that SSH knows: what is told of the answers of the `ssh` module, and what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { sshKnownHosts } from "./ssh-known-hosts.js";

test("a host becomes known", async () => {
  const { context, calls } = fakeStates({
    "ssh.set_known_host": () => ({ status: "updated", old: null, new: [{ enc: "ssh-rsa", key: "AAAA" }] }),
  });
  assert.deepEqual(
    await runState(sshKnownHosts, "present", { name: "a.example", user: "joe", key: "AAAA" }, context),
    {
      result: true,
      comment: "a.example's key saved to .ssh/known_hosts (key: AAAA)",
      changes: "{'old': None, 'new': [{'enc': 'ssh-rsa', 'key': 'AAAA'}]}",
    },
  );
  assert.match(calls[0] ?? "", /config='\.ssh\/known_hosts'.*user='joe', hostname='a\.example'/);
});

test("a file below no home is refused", async () => {
  const { context, calls } = fakeStates({});
  for (const fun of ["present", "absent"]) {
    const told = await runState(sshKnownHosts, fun, { name: "a", config: ".ssh/known_hosts" }, context);
    assert.equal(told.comment, 'If not specifying a "user", specify an absolute "config".');
  }
  assert.deepEqual(calls, []);
});

test("a trial tells what would be done", async () => {
  const { context } = fakeStates({ "ssh.check_known_host": () => "update" }, true);
  const told = await runState(sshKnownHosts, "present", { name: "a" }, context);
  assert.deepEqual(
    [told.result, told.comment],
    [null, "Key for a is set to be updated in /etc/ssh/ssh_known_hosts"],
  );
  const both = await runState(sshKnownHosts, "present", { name: "a", key: "A", fingerprint: "f" }, context);
  assert.equal(both.result, false);
});

test("a host is forgotten", async () => {
  const known = [{ key: "AAAA" }];
  const { context } = fakeStates({
    "ssh.get_known_host_entries": () => known,
    "ssh.rm_known_host": () => ({ status: "removed", comment: "updated" }),
  });
  const told = await runState(sshKnownHosts, "absent", { name: "a" }, context);
  assert.deepEqual([told.comment, told.changes], ["updated", "{'old': [{'key': 'AAAA'}], 'new': None}"]);
});

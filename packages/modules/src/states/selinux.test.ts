/** States of SELinux. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { selinux } from "./selinux.js";

test("a boolean is set, for good when asked to", async () => {
  const { context, calls } = fakeStates({
    "selinux.list_sebool": () => ({ x: { State: "off", Default: "off" } }),
    "selinux.setsebool": () => true,
  });
  const told = await runState(selinux, "boolean", { name: "x", value: true, persist: true }, context);
  assert.deepEqual(told, {
    result: true,
    comment: "Boolean x has been set to on",
    changes: "{'State': {'old': 'off', 'new': 'on'}, 'Default': {'old': 'off', 'new': 'on'}}",
  });
  assert.equal(calls.at(-1), "selinux.setsebool('x', 'on', True)");
});

test("the mode of the next start counts, too", async () => {
  const { context } = fakeStates(
    { "selinux.getenforce": () => "Enforcing", "selinux.getconfig": () => "Permissive" },
    true,
  );
  const told = await runState(selinux, "mode", { name: "enforcing" }, context);
  assert.equal(told.comment, "SELinux mode is set to be changed to Enforcing");
  const wrong = await runState(selinux, "mode", { name: "loud" }, context);
  assert.equal(wrong.comment, "loud is not an accepted mode");
});

test("a path gets a policy", async () => {
  const { context } = fakeStates({
    "selinux.filetype_id_to_string": () => "directory",
    "selinux.fcontext_get_policy": () => null,
    "selinux.fcontext_add_policy": () => ({ retcode: 0 }),
  });
  const path = { name: "/srv", sel_type: "x_t", filetype: "d" };
  const told = await runState(selinux, "fcontext_policy_present", path, context);
  assert.equal(told.changes, "{'old': {}, 'new': {'/srv': {'filetype': 'directory', 'sel_type': 'x_t'}}}");
});

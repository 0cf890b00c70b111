/** Lists of who may use a file: entries that are there, other or missing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { acl } from "./linux-acl.js";

const lists = {
  "/": {
    comment: { owner: "root", group: "root" },
    user: [{ root: { octal: 7 } }, { deploy: { octal: 4 } }],
  },
};

async function run(fun: string, args: { readonly [name: string]: string }, isTest = false) {
  const functions = { "acl.getfacl": () => lists, "acl.modfacl": () => true, "acl.delfacl": () => true };
  const { context, calls } = fakeStates(functions, isTest);
  const told = await runState(acl, fun, { name: "/", acl_type: "user", ...args }, context);
  return { ...told, calls: calls.slice(1) };
}

test("an entry with the same permissions stays", async () => {
  const told = await run("present", { acl_name: "deploy", perms: "r" });
  assert.equal(told.comment, "Permissions are in the desired state");
  assert.deepEqual(told.calls, []);
});

test("an entry with other permissions is told with the old ones and changed", async () => {
  const told = await run("present", { acl_name: "deploy", perms: "rw" }, true);
  assert.equal(told.comment, "Updated permissions will be applied for deploy: --x -> rw");
  const done = await run("present", { acl_name: "deploy", perms: "rw" });
  assert.match(done.calls.join(), /^acl\.modfacl\('user', 'deploy', 'rw', '\/'/);
});

test("kinds without entries and files that are not there are refused", async () => {
  assert.equal((await run("present", { acl_type: "mask" })).comment, "ACL Type does not exist");
  assert.equal((await run("absent", { name: "/no/such" })).comment, "/no/such does not exist");
});

test("an entry is removed once", async () => {
  assert.equal((await run("absent", { acl_name: "deploy" })).comment, "Removing permissions");
  const told = await run("absent", { acl_name: "nobody" });
  assert.equal(told.comment, "Permissions are in the desired state");
});

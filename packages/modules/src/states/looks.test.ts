/** States that look at loads, processes, packages, XML and files of htpasswd. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { aptpkg } from "./aptpkg.js";
import { process_ } from "./process.js";
import { saltutil } from "./saltutil.js";
import { status } from "./status.js";
import { webutil } from "./webutil.js";
import { xml } from "./xml.js";

test("the load is in bounds or not", async () => {
  const { context } = fakeStates({ "status.loadavg": () => ({ "1-min": 2.5 }) });
  const comment = async (args: { readonly [name: string]: string | number }) =>
    (await runState(status, "loadavg", { name: "1-min", ...args }, context)).comment;
  assert.equal(await comment({ maximum: 3 }), "Load avg in acceptable range");
  assert.equal(await comment({ maximum: 2 }), "Load avg above maximum of 2 at 2.5");
  assert.equal(await comment({ minimum: 4 }), "Load avg is below minimum of 4 at 2.5");
  assert.equal(await comment({ name: "2-min" }), "Requested load average 2-min not available ");
});

test("processes are told in a trial and get a signal otherwise", async () => {
  const functions = { "ps.pgrep": () => [3, 4], "ps.pkill": () => ({ killed: [3, 4] }) };
  const run = (isTest: boolean) =>
    runState(process_, "absent", { name: "worker" }, fakeStates(functions, isTest).context);
  assert.equal((await run(true)).comment, "2 processes will be killed");
  assert.equal((await run(false)).comment, "Killed 2 processes");
});

test("a package is held once", async () => {
  const run = async (selected: { readonly [state: string]: readonly string[] }) =>
    await runState(
      aptpkg,
      "held",
      { name: "vim" },
      fakeStates({
        "pkg.get_selections": () => selected,
        "pkg.set_selections": () => ({ vim: { old: "install", new: "hold" } }),
      }).context,
    );
  assert.equal((await run({})).comment, "Package vim does not have a state");
  assert.equal((await run({ hold: ["vim"] })).comment, "Package vim is already held");
  assert.equal((await run({ install: ["vim"] })).changes, "{'old': 'install', 'new': 'hold'}");
});

test("plugins that came are the changes", async () => {
  const functions = {
    "saltutil.sync_modules": () => ["modules.a"],
    "saltutil.sync_all": () => ({ grains: [] }),
  };
  const { context } = fakeStates(functions);
  const one = await runState(saltutil, "sync_modules", { name: "x" }, context);
  assert.deepEqual([one.comment, one.changes], ["Updated modules.", "{'modules': ['modules.a']}"]);
  assert.equal((await runState(saltutil, "sync_all", { name: "x" }, context)).comment, "No updates to sync");
});

test("a text of an element is changed when it is another", async () => {
  const { context } = fakeStates({ "xml.get_value": () => "1", "xml.set_value": () => true });
  const run = (value: string) =>
    runState(xml, "value_present", { name: "/f", xpath: ".//a", value }, context);
  assert.equal((await run("1")).comment, "1 is already present");
  assert.equal((await run("2")).changes, "{'/f': {'old': '1', 'new': '2'}}");
});

test("an account of htpasswd is added, and its name is no pattern", async () => {
  const { context, calls } = fakeStates({
    "file.file_exists": () => true,
    "file.grep": () => ({ retcode: 1 }),
    "webutil.useradd": () => ({ retcode: 0, stderr: "Adding password for user a.b" }),
  });
  const args = { name: "a.b", password: "p", htpasswd_file: "/f" };
  assert.equal(
    (await runState(webutil, "user_exists", args, context)).comment,
    "Adding password for user a.b",
  );
  assert.equal(calls[1], "file.grep('/f', '^a\\\\.b:')");
});

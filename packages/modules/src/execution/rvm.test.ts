/** Rubies by rvm: what the program is told, and what is made of its lists. A stand-in takes the place of rvm. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pythonRepr } from "@salt/core";
import { rvm as rvmStates } from "../states/rvm.js";
import { installedPrograms } from "../testing/fake-programs.js";
import { recordingCommands } from "../testing/recording-commands.js";
import { fakeStates, runState } from "../testing/state-context.js";

const LIST =
  "\nrvm rubies\n\n   jruby-9.4.5 [ x86_64 ]\n=* ruby-2.7.8-p225 [ x86_64 ]\n   ruby-3.1.4 [ x86_64 ]\n";
const SETS =
  "\ngemsets for ruby-2.7.8 (found in /x)\n=> (default)\n   app\n   global\ngemsets for jruby-9.4.5\n   web\n";

installedPrograms("rvm");

function fake(): ReturnType<typeof recordingCommands> {
  return recordingCommands((words) => ({ stdout: words.includes("list") ? LIST : SETS }));
}

test("lists of rubies and sets of gems", async () => {
  const { context } = fake();
  const rubies = pythonRepr(await context.call("rvm.list"));
  assert.equal(rubies, "[['jruby', '9.4.5', False], ['ruby', '2.7.8-p225', True], ['ruby', '3.1.4', False]]");
  const sets = pythonRepr(await context.call("rvm.gemset_list_all"));
  assert.equal(sets, "{'ruby-2.7.8': ['app', 'global'], 'jruby-9.4.5': ['web']}");
});

test("words of rvm", async () => {
  const { context, commands } = fake();
  await context.call("rvm.install_ruby", ["2.7.8"], { opts: ["--quiet"] });
  await context.call("rvm.do", ["2.7.8", "gem 'list all'"]);
  await context.call("rvm.gemset_delete", ["2.7.8", "app"]);
  const shown = commands.map((words) => words.slice(1));
  assert.deepEqual(shown, [
    ["install", "2.7.8", "--quiet"],
    ["2.7.8", "do", "gem", "list all"],
    ["2.7.8", "do", "rvm", "--force", "gemset", "delete", "app"],
  ]);
  await assert.rejects(async () => await context.call("rvm.install_ruby", ["-x"]), /cannot be used/);
});

test("a ruby without a patch or a version fits; a missing one is installed", async () => {
  const functions = {
    "rvm.is_installed": () => true,
    "rvm.list": () => [["ruby", "2.7.8-p225", true]],
    "rvm.install_ruby": () => "done",
    "rvm.gemset_list": () => ["app"],
  };
  const { context } = fakeStates(functions);
  for (const name of ["ruby-2.7.8", "2.7.8", "2.7.8-p225"]) {
    const told = await runState(rvmStates, "installed", { name }, context);
    assert.deepEqual([told.result, told.comment], [true, "Requested ruby exists."], name);
  }
  const other = await runState(rvmStates, "installed", { name: "3.1.4" }, context);
  assert.deepEqual(
    [other.comment, other.changes],
    ["Successfully installed ruby.", "{'3.1.4': 'Installed'}"],
  );
  const set = await runState(rvmStates, "gemset_present", { name: "2.7.8@app" }, context);
  assert.equal(set.comment, "Gemset already exists.");
  const missing = await runState(rvmStates, "gemset_present", { name: "9.9@app" }, context);
  assert.deepEqual(
    [missing.result, missing.comment],
    [false, "Requested ruby implementation was not found."],
  );
});

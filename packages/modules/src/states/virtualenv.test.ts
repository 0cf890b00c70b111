/** Environments of Python: made once, with packages that are told. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { virtualenv } from "./virtualenv-mod.js";

const root = mkdtempSync(join(tmpdir(), "venv-"));
after(() => rmSync(root, { recursive: true, force: true }));

function functions() {
  const frozen = [["pip==1"], ["pip==1", "flask==3"]];
  return {
    "virtualenv.create": () => ({ retcode: 0, stdout: "", stderr: "" }),
    "cmd.run_stderr": () => "",
    "pip.freeze": () => frozen.shift() ?? [],
    "pip.install": () => ({ retcode: 0, stdout: "", stderr: "" }),
  };
}

test("an environment is made where there is none, and its new packages are told", async () => {
  const name = join(root, "new");
  const { context, calls } = fakeStates(functions());
  const told = await runState(virtualenv, "managed", { name, pip_pkgs: ["flask"] }, context);
  assert.equal(told.comment, "Created new virtualenv");
  assert.equal(told.changes, "{'new': '', 'packages': {'new': ['flask==3'], 'old': ''}}");
  assert.match(calls[0] ?? "", /^virtualenv\.create\(/);
});

test("one that is there stays, and a trial only tells", async () => {
  const name = join(root, "there");
  mkdirSync(join(name, "bin"), { recursive: true });
  writeFileSync(join(name, "bin", "python"), "");
  const comment = async (args: { readonly [key: string]: string | boolean }, isTest: boolean) =>
    (await runState(virtualenv, "managed", { name, ...args }, fakeStates(functions(), isTest).context))
      .comment;
  assert.equal(await comment({}, false), "virtualenv exists");
  assert.equal(await comment({}, true), `Virtualenv ${name} is already created`);
  assert.equal(await comment({ clear: true }, true), `Virtualenv ${name} is set to be cleared`);
  assert.equal(await comment({ name: join(root, "x") }, true), `Virtualenv ${root}/x is set to be created`);
});

test("options that no pip has any more are refused", async () => {
  const { context } = fakeStates(functions());
  const told = await runState(virtualenv, "managed", { name: "/x", use_wheel: true }, context);
  assert.equal(told.comment, "The 'use_wheel' option is only supported in pip between 1.4 and 9.0.3.");
});

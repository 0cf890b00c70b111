/** Packages of Python: the order of versions, what is asked for, and when that is there. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { pip } from "./pip.js";
import { parseRequirement } from "./pip-functions/requirement.js";
import { comparePythonVersions, meetsConditions } from "./pip-functions/version.js";

test("the order of versions is that of PEP 440", () => {
  const ordered =
    "1.0.dev1 1.0a1.dev1 1.0a1 1.0b2 1.0rc1 1.0 1.0+abc 1.0+5 1.0.post1.dev2 1.0.post1 1.1 1!0.1";
  const versions = ordered.split(" ");
  for (const [at, one] of versions.entries())
    for (const later of versions.slice(at + 1)) {
      assert.ok((comparePythonVersions(one, later) ?? 0) < 0, `${one} ${later}`);
    }
  assert.equal(comparePythonVersions("1.0", "v1.0.0"), 0);
  assert.equal(comparePythonVersions("1.0", "x"), undefined);
});

test("conditions", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["1.5", ">=1.0,<2", true],
    ["2.0", "~=1.4", false],
    ["1.9", "~=1.4", true],
    ["1.4.5", "==1.4.*", true],
    ["1.4", "!=1.4.*", false],
    ["1.0+local", "==1.0", true],
    ["1.0.post1", ">1.0", false],
    ["2.0rc1", "<2.0", false],
    ["2.0rc1", ">=1.0", false],
    ["2.0rc1", ">=2.0b1", true],
  ];
  for (const [version, conditions, expected] of cases) {
    const asked = parseRequirement(`x${conditions}`);
    assert.ok(typeof asked === "object", conditions);
    assert.equal(meetsConditions(version, asked.conditions), expected, `${version} ${conditions}`);
  }
});

test("what is asked for", () => {
  const name = (text: string) => {
    const asked = parseRequirement(text);
    return typeof asked === "string" ? asked : asked.name;
  };
  assert.equal(name("ruamel.yaml[extra] >= 1; python_version > '3'"), "ruamel.yaml");
  assert.equal(name("my_pkg"), "my-pkg");
  assert.equal(name("git+https://example.com/x.git#egg=that"), "that");
  assert.equal(name("git+https://example.com/x.git"), undefined);
  assert.equal(name("/tmp/a_b-1.0-py3-none-any.whl"), "a-b");
  assert.match(String(name("x=1")), /^Invalid version specification in package x=1\./);
});

test("pip.installed installs what is missing only", async () => {
  const functions = {
    "pip.version": () => "23.0",
    "pip.list": () => ({ Six: "1.16.0" }),
    "pip.install": () => ({ retcode: 0, stdout: "" }),
  };
  const { context, calls } = fakeStates(functions);
  assert.deepEqual(await runState(pip, "installed", { name: "six>=1.0" }, context), {
    result: true,
    comment: "Python package six>=1.0 was already installed\nAll specified packages are already installed",
    changes: "{}",
  });
  assert.ok(!calls.some((call) => call.startsWith("pip.install")));
  const trial = fakeStates(functions, true).context;
  const told = await runState(pip, "installed", { name: "x", pkgs: ["six==1.15", "y"] }, trial);
  assert.deepEqual(
    [told.result, told.comment],
    [null, "Python package(s) set to be installed:\nsix==1.15\ny"],
  );
});

/** What a plan depends on beside what its trial shows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError, dict, toValue } from "@salt/core";
import { fakeContext } from "../../testing/execution-context.js";
import { changedInputs, planInputs } from "./plan-inputs.js";

/** A minion whose file server and package manager answer what they are told. */
function minion(pillar: Plain, answers: Readonly<Record<string, Plain>>): ExecutionContext {
  const { context } = fakeContext({ pillar: dict({ own: pillar }) });
  return {
    ...context,
    call: async (name, args = []) => {
      const answer = answers[`${name} ${args.join(" ")}`];
      if (answer === undefined) throw new CommandExecutionError(`no ${name}`);
      return toValue(answer);
    },
  };
}

const chunks = [
  {
    low: dict({ state: "file", fun: "managed", name: "/a", source: ["salt://a", { "salt://b": "md5" }] }),
    changes: true,
  },
  { low: dict({ state: "pkg", fun: "installed", name: "x", pkgs: ["vim", { nano: "1.0" }] }), changes: true },
  { low: dict({ state: "pkg", fun: "installed", name: "curl" }), changes: false },
];
const ANSWERS = {
  "cp.hash_file salt://a base": { hsum: "1" },
  "cp.hash_file salt://b base": { hsum: "2" },
  "pkg.latest_version vim": "9.0",
};

test("sources, packages and the pillar count, each by its name", async () => {
  const then = await planInputs(minion(1, ANSWERS), chunks);
  assert.deepEqual(
    [...then.keys()],
    ["the pillar", "salt://a (base)", "salt://b (base)", "the version of vim", "the version of nano"],
  );
  assert.deepEqual(changedInputs(then, await planInputs(minion(1, ANSWERS), chunks)), []);
  const later = { ...ANSWERS, "cp.hash_file salt://b base": { hsum: "3" }, "pkg.latest_version vim": "9.1" };
  assert.deepEqual(changedInputs(then, await planInputs(minion(2, later), chunks)), [
    "the pillar",
    "salt://b (base)",
    "the version of vim",
  ]);
});

test("the values of the pillar are not kept", async () => {
  const inputs = await planInputs(minion("sesame", {}), []);
  assert.doesNotMatch(JSON.stringify([...inputs]), /sesame/);
});

/** Gems: when an installed version is as asked for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { gem } from "./gem.js";
import { compareGemVersions } from "./gem-functions/version.js";

test("the order of versions", () => {
  const ordered = ["0.9", "1.0.a", "1.0.rc1", "1.0", "1.0.1", "1.2", "1.10"];
  for (const [at, version] of ordered.entries()) {
    for (const later of ordered.slice(at + 1))
      assert.ok(compareGemVersions(version, later) < 0, `${version} ${later}`);
  }
  assert.equal(compareGemVersions("1.0", "1"), 0);
});

test("versions are conditions", async () => {
  const { context } = fakeStates({ "gem.list": () => ({ rake: ["default: 13.0.6"] }) }, true);
  const comment = async (name: string, version: string | null) =>
    (await runState(gem, "installed", { name, version }, context)).comment;
  assert.equal(await comment("rake", null), "Gem is already installed.");
  assert.equal(await comment("rake", ">=13"), "Installed Gem meets version requirements.");
  assert.equal(await comment("rake", "<13"), "The gem rake would have been installed");
  assert.equal(await comment("sass", null), "The gem sass would have been installed");
});

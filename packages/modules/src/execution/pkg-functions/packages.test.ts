/**
 * Names and versions that apt cannot take for anything else, sources of packages, and which packages a call is about.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dict, SaltInvocationError } from "@salt/core";
import { fakeContext } from "../../testing/execution-context.js";
import { packageName, packageVersion, releaseName } from "./apt.js";
import { parseRepository } from "./repositories.js";
import { packageTargets } from "./targets.js";

const hostile = ["-o", "--purge", "bash-", "bash;id", "a\nb", "a\0b", "", "bash/stable", "*", "$(id)"];

describe("packages", () => {
  it("have names that cannot be options, removals or patterns", () => {
    for (const name of ["bash", "g++", "libc6:amd64", "python3.11", "linux-image-6.1.0-9-amd64"])
      assert.equal(packageName(name), name);
    for (const name of hostile) assert.throws(() => packageName(name), SaltInvocationError, name);
    for (const version of ["-1", "1;id", "1 2", ""])
      assert.throws(() => packageVersion(version), SaltInvocationError);
    for (const release of ["-t", "a b", ""]) assert.throws(() => releaseName(release), SaltInvocationError);
  });

  for (const fun of [
    "install",
    "remove",
    "purge",
    "hold",
    "unhold",
    "show",
    "latest_version",
    "list_repo_pkgs",
  ]) {
    it(`pkg.${fun} refuses names that are none`, async () => {
      for (const name of hostile.filter((one) => one !== "")) {
        await assert.rejects(fakeContext().context.call(`pkg.${fun}`, [name]), SaltInvocationError, name);
      }
    });
  }

  it("are named one by one, in a list, or with versions", () => {
    const { context } = fakeContext({ grains: dict({ osarch: "amd64" }) });
    const any = (name: string) => ({ name, version: null });
    assert.deepEqual(packageTargets("a1, b2", null, null, context), [any("a1"), any("b2")]);
    assert.deepEqual(packageTargets("zsh:amd64", null, "1.2", context), [{ name: "zsh", version: "1.2" }]);
    const pkgs = [dict({ jq: ">1.0" }), "hello"];
    assert.deepEqual(packageTargets(null, pkgs, null, context), [
      { name: "jq", version: ">1.0" },
      any("hello"),
    ]);
  });
});

describe("sources of packages", () => {
  it("are read with their options", () => {
    const line = "deb [arch=amd64,i386 signed-by=/k.gpg] http://x.org/debian bookworm main contrib # ours";
    assert.deepEqual(parseRepository(` ${line}`, "f"), {
      file: "f",
      type: "deb",
      uri: "http://x.org/debian",
      dist: "bookworm",
      comps: ["main", "contrib"],
      architectures: ["amd64", "i386"],
      signedby: "/k.gpg",
      disabled: false,
      comment: " ours",
      line,
    });
    assert.equal(parseRepository("# deb http://x.org s main", "f")?.disabled, true);
    assert.equal(parseRepository("# a comment", "f"), undefined);
  });
});

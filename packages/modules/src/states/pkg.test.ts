/** Packages: what is installed, removed and held, and how it is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plain } from "@salt/core";
import { CommandExecutionError, callDirectly, dict } from "@salt/core";
import { compareVersions } from "../execution/pkg-functions/dpkg-version.js";
import type { FakeFunctions } from "../testing/state-context.js";
import { fakeStates, runState } from "../testing/state-context.js";
import { pkg } from "./pkg.js";
import { aggregatePackages } from "./pkg-functions/aggregate.js";

/** A machine with `jq` and a repository with `hello`. */
function machine(): FakeFunctions {
  const installed = new Map<string, Plain>([["jq", ["1.6-2"]]]);
  return {
    "pkg.list_pkgs": (_asList, ...options) => (options.includes(true) ? {} : new Map(installed)),
    "pkg.version_cmp": (left, right) => compareVersions(String(left), String(right)),
    "pkg.install": () => {
      installed.set("hello", ["2.10-3"]);
      return { hello: { old: "", new: "2.10-3" } };
    },
    "pkg.remove": () => {
      installed.delete("jq");
      return { jq: { new: "", old: "1.6-2" } };
    },
    "pkg.get_selections": () => ({ hold: ["jq"] }),
    "pkg.hold": () => ({
      hello: { name: "hello", result: true, changes: { new: "hold", old: "install" }, comment: "" },
    }),
  };
}

test("a package is installed once", async () => {
  const { context, calls } = fakeStates(machine());
  assert.deepEqual(await runState(pkg, "installed", { name: "hello" }, context), {
    result: true,
    comment: "The following packages were installed/updated: hello",
    changes: "{'hello': {'old': '', 'new': '2.10-3'}}",
  });
  const again = await runState(pkg, "installed", { name: "hello" }, context);
  assert.equal(again.comment, "All specified packages are already installed");
  assert.equal(calls.filter((call) => call.startsWith("pkg.install(")).length, 1);
});

test("versions are conditions", async () => {
  const { context } = fakeStates(machine(), true);
  const comment = async (version: string) =>
    (await runState(pkg, "installed", { name: "jq", version }, context)).comment;
  const isFine = "All specified packages are already installed and are at the desired version";
  for (const version of ["1.6-2", "1.6*", ">=1.5", ">1.5,<2"])
    assert.equal(await comment(version), isFine, version);
  for (const version of ["1.6-3", ">=1.7", "<1.6"])
    assert.equal(await comment(version), "The following packages would be installed/updated: jq", version);
});

test("what a package manager complains of stands in the comment", async () => {
  const details = { errors: ["E: no such package"], changes: {} };
  const broken = () => {
    throw new CommandExecutionError("Problem encountered installing package(s): E: no such package", {
      details,
    });
  };
  const { context } = fakeStates({ ...machine(), "pkg.install": broken });
  const { result, comment } = await runState(pkg, "installed", { name: "hello" }, context);
  assert.deepEqual(
    [result, comment],
    [
      false,
      "Problem encountered installing package(s). Additional info follows:\n\nerrors:\n    - E: no such package",
    ],
  );
});

test("a package is removed once; a trial removes nothing", async () => {
  const trial = fakeStates(machine(), true);
  const told = await runState(pkg, "removed", { name: "jq" }, trial.context);
  assert.deepEqual(told, {
    result: null,
    comment: "The following packages will be removed: jq.",
    changes: "{'jq': {'new': 'removed', 'old': ''}}",
  });
  const { context } = fakeStates(machine());
  const done = await runState(pkg, "removed", { name: "jq" }, context);
  assert.equal(done.comment, "All targeted packages were removed.");
  const again = await runState(pkg, "removed", { name: "jq" }, context);
  assert.equal(again.comment, "All specified packages are already absent");
});

test("holds", async () => {
  const { context } = fakeStates(machine());
  assert.equal((await runState(pkg, "held", { name: "jq" }, context)).comment, "No changes made");
  assert.equal(
    (await runState(pkg, "held", { name: "hello" }, context)).comment,
    "Package hello is now being held",
  );
});

test("a chunk takes the packages of later chunks of its kind", () => {
  const chunk = (id: string, more: { readonly [key: string]: Plain } = {}) =>
    dict({ state: "pkg", fun: "installed", __id__: id, name: id, ...more });
  const own = chunk("a", { __agg__: true });
  const others = [own, chunk("b"), chunk("c", { fun: "removed" }), chunk("d", { hold: true })];
  const low = aggregatePackages(own, others, new Map());
  assert.deepEqual([low.get("pkgs"), low.get("__agg_tags__")], [["b"], ["pkg_|-b_|-b_|-installed"]]);
});

test("the lists of packages are marked as old once a run", async () => {
  const init = pkg.functions.mod_init;
  assert.ok(init);
  const { context } = fakeStates({});
  const isDone = (fun: string) => callDirectly("pkg.mod_init", init, [dict({ fun })], new Map(), context);
  assert.equal(await isDone("removed"), false);
  assert.equal(await isDone("installed"), true);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { isDirectoryName, isEnvironmentName, relativePath } from "@salt/core";
import { ignoredPaths, namesAllowed } from "./ignored.js";
import { readFileAddress } from "./request-path.js";

const address = (path: string, saltenv = "base", index?: number): unknown => ({ path, saltenv, index });

test("a path may name an environment and a root", () => {
  assert.deepEqual(readFileAddress("a/b", "base"), address("a/b"));
  assert.deepEqual(readFileAddress("a//b/./c", "base"), address("a/b/c"));
  assert.deepEqual(readFileAddress("a?saltenv=dev&index=1", "base"), address("a", "dev", 1));
  assert.deepEqual(readFileAddress("|a?saltenv=dev", "base"), address("a?saltenv=dev"));
  assert.deepEqual(readFileAddress("a?env=dev", "base"), address("a"));
});

test("what leads out of a root names nothing", () => {
  const wrong = [
    "",
    "/etc/passwd",
    "..",
    "../x",
    "a/../../x",
    "a/../b",
    "a\0b",
    ".",
    "./",
    "x".repeat(5000),
    "|/etc/passwd",
  ];
  for (const path of wrong) assert.equal(readFileAddress(path, "base"), undefined, path);
  for (const saltenv of ["..", "../x", "a/../b", "", "-x", "a\0", "a//b", "a\nb"])
    assert.equal(readFileAddress("a", saltenv), undefined, saltenv);
  assert.equal(readFileAddress("a?saltenv=../x", "base"), undefined);
  for (const index of ["-1", "x", "", "1e3", "99999"])
    assert.equal(readFileAddress(`a?index=${index}`, "base"), undefined, index);
});

test("names of environments, and those that may be a directory", () => {
  assert.ok(isEnvironmentName("feature/x-1.2") && !isDirectoryName("feature/x"));
  assert.ok(isDirectoryName("dev") && !isDirectoryName(".git"));
  assert.equal(relativePath("a/./b//c/"), "a/b/c");
});

test("expressions match anywhere, globs the whole path", () => {
  const ignored = ignoredPaths(["/\\.svn($|/)"], ["*.pyc"]);
  assert.ok(ignored("a/.svn/b") && ignored("x/y.pyc"));
  assert.equal(ignored("a/svn/b"), false);
  assert.throws(() => ignoredPaths(["("], []));
});

test("lists of names take globs and expressions", () => {
  assert.ok(namesAllowed([], [])("any"));
  assert.ok(namesAllowed(["web*"], ["web9"])("web1"));
  assert.equal(namesAllowed(["web*"], ["web9"])("web9"), false);
  assert.ok(namesAllowed(["v\\d+"], [])("v12"));
  assert.equal(namesAllowed(["v\\d+"], [])("v12x"), false);
});

/**
 * Modules of Salt that are not here: the list by which a refusal says so is true, and so is the page about differences.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { LACKING_MODULES } from "@salt/core";

const ROOT = new URL("../../", import.meta.url);
const MODULES = fileURLToPath(new URL("packages/modules/src/execution", ROOT));

test("no module that is there is called absent", () => {
  const texts = readdirSync(MODULES)
    .filter((name) => /(?<!\.test)\.ts$/.test(name))
    .map((name) => readFileSync(`${MODULES}/${name}`, "utf8"));
  const names = texts.flatMap((text) => {
    const found = /virtualName: "(\w+)"/.exec(text) ?? /executionModule\("(\w+)"/.exec(text);
    return found?.[1] ?? [];
  });
  assert.ok(names.includes("pkg") && names.includes("test"), "the modules are found");
  assert.deepEqual(
    names.filter((name) => LACKING_MODULES.has(name)),
    [],
  );
});

test("the page about differences names the modules that are absent, and no others", () => {
  const page = readFileSync(fileURLToPath(new URL("docs/differences.md", ROOT)), "utf8");
  const [, section = ""] = /## Modules that are not there\n([\s\S]*?)\n## /.exec(page) ?? [];
  const named = [...section.matchAll(/`(\w+)`/g)].map((match) => match[1]);
  assert.deepEqual(named, [...LACKING_MODULES]);
});

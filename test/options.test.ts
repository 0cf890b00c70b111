/**
 * Options: whatever the code reads is in the tables, or the start of a daemon would call it without effect.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { KNOWN_OPTIONS, masterOptions, minionOptions, spmOptions } from "@salt/core";

const PACKAGES = fileURLToPath(new URL("../../packages", import.meta.url));
/** `opts.get("name")`, `opts.has("name")`, `getString(context.opts, "name")` and their like. */
const READ = /\bopts\.(?:get|has)\(\s*"(\w+)"|\bget\w*\(\s*(?:\w+\.)*opts,\s*"(\w+)"/g;
/** What is no option of a file: the place of the file itself, and what a caller hands over under an option's name. */
const NO_OPTIONS: ReadonlySet<string> = new Set(["conf_file", "search"]);

function sources(dir: string): readonly string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return ["dist", "node_modules"].includes(entry.name) ? [] : sources(path);
    return /(?<!\.test|\.generated)\.ts$/.test(entry.name) ? [path] : [];
  });
}

test("an option of Salt that is read has a row in the table of a daemon", () => {
  const known = new Set(KNOWN_OPTIONS);
  const tables = [masterOptions, minionOptions, spmOptions];
  const missing = sources(PACKAGES).flatMap((path) => {
    const names = [...readFileSync(path, "utf8").matchAll(READ)].map((match) => match[1] ?? match[2] ?? "");
    return names
      .filter((name) => known.has(name) && !NO_OPTIONS.has(name))
      .filter((name) => !tables.some((table) => Object.hasOwn(table, name)))
      .map((name) => `${path}: ${name}`);
  });
  assert.deepEqual(missing, []);
});

test("an option that has an effect is not said to have none", () => {
  for (const name of ["failhard", "state_aggregate", "jinja_trim_blocks", "backup_mode", "states_dirs"]) {
    const row = Object.entries(minionOptions).find(([each]) => each === name)?.[1];
    assert.ok(row !== undefined && !("unserved" in row && row.unserved), name);
  }
});

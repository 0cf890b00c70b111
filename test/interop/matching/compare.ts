/**
 * What comparisons of targets with real Salt share: values, what is known to differ, and what Python refuses.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Dict } from "@salt/core";
import { isDict, parseJson } from "@salt/core";
import { NODEGROUPS } from "./generate.js";

/** A JSON map as our values. */
export function asDict(value: unknown): Dict {
  const dict = parseJson(JSON.stringify(value));
  return isDict(dict) ? dict : assert.fail("no map");
}

/** Runs an oracle of this directory with a Python; its answers, one for each case that has one. */
export function askOracle(python: string, oracle: string, cases: readonly unknown[]): readonly unknown[] {
  const program = fileURLToPath(new URL(`../../../interop/matching/${oracle}`, import.meta.url));
  const dir = mkdtempSync(join(tmpdir(), "salt-matching-"));
  const input = [{ dir, nodegroups: NODEGROUPS }, ...cases].map((each) => JSON.stringify(each)).join("\n");
  const ran = spawnSync(python, [program], { input, encoding: "utf8", maxBuffer: 1 << 26 });
  rmSync(dir, { recursive: true, force: true });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

/** The regular expression that a reason is about. */
export function refusedRegex(reason: string): string | undefined {
  return /^The regular expression '(.*)' is refused/s.exec(reason)?.[1];
}

/** Which regular expressions Python itself refuses: such a term means nobody to real Salt. */
export function refusedByPython(python: string, patterns: readonly string[]): ReadonlySet<string> {
  const program =
    "import json,re,sys\ndef bad(p):\n try: re.compile(p)\n except re.error: return True\nprint(json.dumps([p for p in json.load(sys.stdin) if bad(p)]))";
  const ran = spawnSync(python, ["-c", program], { input: JSON.stringify(patterns), encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stderr);
  return new Set(JSON.parse(ran.stdout) as string[]);
}

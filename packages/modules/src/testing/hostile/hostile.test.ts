/**
 * No argument of any execution function becomes an option of a program, a line of its input or a part of a script.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { aDisk } from "./baselines.js";
import { isContract, unusedContracts } from "./contracts.js";
import { harmOf } from "./judge.js";
import type { Outcome } from "./main.js";
import { ELSEWHERE, isQuiet, staleNames, UNCALLED } from "./quiet.js";

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

describe("hostile arguments of execution functions", () => {
  let outcomes: readonly Outcome[] = [];
  before(async () => {
    const dir = realpathSync(mkdtempSync(join(tmpdir(), "hostile-")));
    after(() => rmSync(dir, { recursive: true }));
    outcomes = await outcomesIn(dir);
  });

  it("never are more than one argument, unless that is their contract", () => {
    const harms = harmsOf(outcomes).filter(([name, param]) => !isContract(name, param));
    assert.deepEqual(harms, []);
  });

  it("have no contract that nothing needs", () => {
    assert.deepEqual(unusedContracts(harmsOf(outcomes).map(([name, param]) => [name, param])), []);
  });

  it("are refused with a reason or taken, never an accident", () => {
    assert.deepEqual(
      outcomes.flatMap(({ name, mistakes }) => mistakes.map((mistake) => `${name} ${mistake}`)),
      [],
    );
  });

  it("reach a program in every function that is not said to run none", () => {
    const without = outcomes
      .filter(({ isPlain, programs }) => !isPlain && programs.length === 0)
      .map(({ name }) => name);
    // A new function: give it arguments in baselines.ts that reach its program, or name it in quiet.ts.
    const hasDisk = aDisk() !== undefined;
    assert.deepEqual(
      without.filter(
        (name) =>
          !isQuiet(name) && !ELSEWHERE.has(name) && (hasDisk || !name.startsWith("parted_partition.")),
      ),
      [],
    );
    const loud = outcomes.filter(({ name, programs }) => programs.length > 0 && isQuiet(name));
    assert.deepEqual(
      loud.map(({ name, programs }) => `${name}: ${programs.join(" ")}`),
      [],
    );
    assert.deepEqual(staleNames(new Set([...outcomes.map(({ name }) => name), ...UNCALLED])), []);
  });
});

describe("the judgement of commands", () => {
  const harm = (words: readonly string[], hostile: string, more: object = {}): string | undefined =>
    harmOf({ words, isText: false, options: {}, ...more }, hostile);

  it("takes a value behind -- or in one word with its option, and nothing else", () => {
    assert.equal(harm(["git", "add", "--", "-Q7"], "-Q7"), undefined);
    assert.equal(harm(["git", "--x=-Q7"], "-Q7"), undefined);
    assert.equal(harm(["groupadd", "-g", "-Q7"], "-Q7"), undefined);
    assert.equal(harm(["git", "add", "-Q7"], "-Q7"), "an option");
    assert.equal(harm(["ssh-keyscan", "-Q7@host"], "-Q7"), "an option");
  });

  it("finds shells, programs and lines", () => {
    assert.equal(harm(["sh", "-c", "ls a;b"], "a;b"), "part of a script");
    assert.equal(harm(["ls a;b"], "a;b", { isText: true }), "part of a command text");
    assert.equal(harm(["ls", "a;b"], "a;b", { options: { python_shell: true } }), "a list for a shell");
    assert.equal(harm(["a;b"], "a;b"), "the program");
    assert.equal(harm(["crontab"], "a\nb", { options: { stdin: "x a\nb" } }), "lines of input");
  });
});

function harmsOf(
  outcomes: readonly Outcome[],
): readonly (readonly [name: string, param: string, what: string, command: string])[] {
  return outcomes.flatMap(({ name, harms }) =>
    Object.entries(harms).map(([harm, command]) => {
      const [param = "", what = ""] = harm.split(": ");
      return [name, param, what, command] as const;
    }),
  );
}

/** Runs the calls in a process that may write in `dir` only. */
function outcomesIn(dir: string): Promise<readonly Outcome[]> {
  const program = fileURLToPath(new URL("main.js", import.meta.url));
  const known = process.allowedNodeEnvironmentFlags;
  const permission = known.has("--permission") ? "--permission" : "--experimental-permission";
  const allowed = ["--allow-fs-read=*", `--allow-fs-write=${dir}/*`, "--allow-child-process"];
  // Sealed by recorder.ts: what starts processes is replaced before the first call.
  const more = known.has("--allow-addons") ? ["--allow-addons"] : [];
  const env = {
    PATH: `${join(dir, "bin")}${delimiter}${process.env.PATH}`,
    HOME: dir,
    TMPDIR: dir,
    TZ: "UTC",
  };
  return new Promise((resolve, reject) => {
    const words = ["--no-warnings", permission, ...allowed, ...more, program];
    execFile(process.execPath, words, { cwd: dir, env, maxBuffer: MAX_OUTPUT_BYTES }, (error, stdout) => {
      if (error !== null) return reject(error);
      resolve(stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Outcome])));
    });
  });
}

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { dict } from "@salt/core";
import { parseCommandLine } from "../arguments/parse.js";
import { saltProgram } from "../arguments/programs/salt.js";
import { prepareOutputFile } from "../print/output-file.js";
import { fakeTerminal } from "../print/testing.js";
import { terminalScreen } from "./terminal-screen.js";

const config = {
  color: true,
  strip_colors: true,
  state_output: "full",
  state_verbose: true,
  output: null,
} as const;
const state = (id: string, result: boolean) => ({
  __run_num__: result ? 0 : 1,
  __id__: id,
  comment: "told",
  name: id,
  result,
  changes: {},
  duration: 1.5,
  start_time: "10:00:00",
});
const run = dict({
  m1: {
    "test_|-x_|-x_|-nop": state("x", true),
    "test_|-y_|-y_|-nop": state("y", false),
  },
});

async function shown(words: readonly string[], opts = dict()): Promise<string> {
  const terminal = fakeTerminal();
  const line = parseCommandLine(saltProgram, words);
  await terminalScreen(line, terminal, config, opts).value(run, { outputter: "highstate" });
  return terminal.written.join("");
}

describe("the screen of salt", () => {
  it("lets the configuration reach the highstate outputter", async () => {
    assert.match(await shown([], dict({ state_output_pct: true })), /Success %: 50\.0\n/);
    assert.doesNotMatch(await shown([]), /Success %/);
    const tabular = await shown(["--state-output=terse"], dict({ state_tabular: true }));
    assert.notEqual(tabular, await shown(["--state-output=terse"]));
  });

  it("lets the command line win over it", async () => {
    assert.match(await shown(["--state-output=terse"]), /^ {2}Name: x - Function: test\.nop/m);
    const brief = await shown(["--state-verbose=False", "--state-output=terse"]);
    assert.doesNotMatch(brief, /Name: x/);
    assert.match(brief, /Name: y/);
  });
});

describe("--out-file", () => {
  it("is emptied first, unless it is appended to, and is there even when nothing was printed", async (t) => {
    const dir = mkdtempSync(join(tmpdir(), "salt-out-"));
    t.after(() => rmSync(dir, { recursive: true }));
    const file = join(dir, "f");
    const print = async (words: readonly string[], value: string): Promise<string> => {
      const terminal = fakeTerminal();
      const line = parseCommandLine(saltProgram, [`--out-file=${file}`, ...words]);
      prepareOutputFile(line);
      const text = value === "" ? dict() : dict({ m1: value });
      await terminalScreen(line, terminal, config, dict()).value(text);
      assert.deepEqual(terminal.written, []);
      return readFileSync(file, "utf8");
    };
    assert.equal(await print(["--out=txt"], ""), "");
    assert.equal(await print(["--out=txt"], "one"), "m1: one\n");
    assert.equal(await print(["--out=txt", "--out-file-append"], "two"), "m1: one\nm1: two\n");
    assert.equal(await print(["--out=txt"], "three"), "m1: three\n");
  });
});

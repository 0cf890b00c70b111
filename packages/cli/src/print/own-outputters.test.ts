/** Outputters on disk, in Python and in JavaScript. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { dict } from "@salt/core";
import { parseCommandLine } from "../arguments/parse.js";
import { saltProgram } from "../arguments/programs/salt.js";
import { terminalScreen } from "../commands/terminal-screen.js";
import { checkOutputter } from "./check-outputter.js";
import { fakeTerminal } from "./testing.js";

const CONFIG = {
  color: true,
  strip_colors: true,
  state_output: "full",
  state_verbose: true,
  output: null,
} as const;

const LOUD = `
def output(data, **kwargs):
    return "LOUD {} {} {}".format(sorted(data), __opts__["id"], kwargs["_retcode"])
`;
const SHORT = "export const output = (data) => Object.keys(data).join('+');\n";

async function printed(t: TestContext, name: string): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), "outputters-"));
  mkdirSync(join(dir, "output"));
  writeFileSync(join(dir, "output", "loud.py"), LOUD);
  writeFileSync(join(dir, "output", "short.mjs"), SHORT);
  const opts = dict({ id: "m", extension_modules: dir, cachedir: dir });
  const terminal = fakeTerminal();
  t.after(async () => {
    await terminal.scope.close();
    rmSync(dir, { recursive: true });
  });
  const line = parseCommandLine(saltProgram, [`--out=${name}`]);
  checkOutputter(line, "honest", opts);
  await terminalScreen(line, terminal, CONFIG, opts).value(dict({ b: 1, a: 2 }), { retcode: 3 });
  return terminal.written.join("");
}

test("a Python file whose function is called output", async (t) => {
  assert.equal(await printed(t, "loud"), "LOUD ['a', 'b'] m 3\n");
});

test("a JavaScript file with such a function", async (t) => {
  assert.equal(await printed(t, "short"), "b+a\n");
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { helpText } from "./help.js";
import { parseCommandLine } from "./parse.js";
import { PROGRAMS } from "./programs/all.js";
import { saltKeyProgram } from "./programs/salt-key.js";

interface RecordedOption {
  readonly flags: readonly string[];
  readonly dest: string | null;
  readonly action: string;
  readonly since?: string;
}

const file = new URL("../../../../test/vectors/cli-options.json", import.meta.url);
const recorded: Record<string, { usage: string; options: RecordedOption[] }> = JSON.parse(
  readFileSync(file, "utf8"),
).programs;

describe("option tables", () => {
  for (const program of PROGRAMS) {
    it(`${program.name} has the options of Salt 3006 in their order`, () => {
      const expected = recorded[program.name];
      assert.ok(expected);
      const options = expected.options.filter(({ since }) => since === undefined);
      assert.equal(program.usage, expected.usage);
      assert.deepEqual(
        Object.entries(program.options)
          .filter(([, { hidden }]) => hidden !== true)
          .map(([name, { flags }]) => [name, flags]),
        options.map(({ dest, action, flags }) => [dest ?? action, flags]),
      );
    });

    it(`${program.name} gives every spelling once, and shows all of them in its help`, () => {
      const flags = Object.values(program.options).flatMap((option) => option.flags);
      assert.equal(new Set(flags).size, flags.length);
      const help = helpText(program, 80);
      const listed = Object.values(program.options).filter(({ hidden }) => hidden !== true);
      for (const flag of listed.flatMap((option) => option.flags)) assert.ok(help.includes(flag), flag);
      const shown: string[] = help.match(/--[a-z][a-z0-9_-]+/g) ?? [];
      assert.deepEqual(
        shown.filter((flag) => !flags.includes(flag)),
        [],
      );
      assert.ok(help.split("\n").every((text) => text.length <= 90));
    });

    it(`${program.name} parses an empty command line`, () => {
      const line = parseCommandLine(program, []);
      assert.equal(line.given.size, 0);
      assert.equal(line.options.help, false);
    });
  }
});

describe("helpText", () => {
  it("puts long spellings on a line of their own and wraps meanings", () => {
    const help = helpText(saltKeyProgram, 70).split("\n");
    assert.equal(help[0], "Usage: salt-key [options]");
    assert.ok(help.includes("  -c CONFIG_DIR, --config-dir=CONFIG_DIR"));
    assert.ok(help.includes("  -y, --yes             answer yes to every question"));
    assert.ok(help.includes("  Key Generation Options:"));
    assert.ok(help.includes("                        where to put that pair [default: .]"));
  });
});

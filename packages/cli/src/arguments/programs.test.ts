import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { helpText } from "./help.js";
import { OptionFault } from "./option.js";
import { parseCommandLine } from "./parse.js";
import { PROGRAMS } from "./programs/all.js";
import { saltProgram } from "./programs/salt.js";
import { saltKeyProgram } from "./programs/salt-key.js";

interface RecordedOption {
  readonly flags: readonly string[];
  readonly dest: string | null;
  readonly action: string;
  readonly since?: string;
  readonly type: string;
  readonly metavar?: string;
  readonly group?: string;
  readonly choices?: readonly string[];
  readonly default?: unknown;
}

const file = new URL("../../../../test/vectors/cli-options.json", import.meta.url);
const vectors: {
  readonly programs: Record<string, { usage: string; options: RecordedOption[] }>;
  readonly error_texts: Readonly<Record<string, string>>;
} = JSON.parse(readFileSync(file, "utf8"));
const recorded = vectors.programs;

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

    it(`${program.name} takes the values that Salt's options take`, () => {
      for (const [name, option] of Object.entries(program.options)) {
        const known = recorded[program.name]?.options.find(({ flags }) => flags[0] === option.flags[0]);
        if (known === undefined || known.since !== undefined) continue;
        const label = `${program.name} ${name}`;
        assert.equal(option.metavar, known.metavar, label);
        assert.equal(option.group, known.group, label);
        assert.deepEqual(option.words?.toSorted(), known.choices?.toSorted(), label);
        if (known.type === "flag") assert.equal(option.read(""), known.action !== "store_false", label);
        if (known.type === "int") {
          assert.equal(option.read("0x10"), 16, label);
          assert.throws(() => option.read("1.5"), OptionFault, label);
        }
        if (known.type === "float") assert.equal(option.read("1.5"), 1.5, label);
        if (typeof known.default === "number") assert.equal(Number(option.fallback), known.default, label);
        if (typeof known.default === "string") assert.equal(option.fallback ?? "", known.default, label);
      }
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

describe("error texts", () => {
  const probes: ReadonlyArray<readonly [text: string, words: readonly string[]]> = [
    ["unknown", ["--nosuch"]],
    ["missing value", ["--timeout"]],
    ["bad int", ["-t", "abc"]],
    ["bad choice", ["-l", "nosuch"]],
    ["ambiguous", ["--out-f", "x"]],
    ["no value taken", ["--static=1"]],
  ];

  it("are all probed", () => {
    assert.deepEqual(probes.map(([text]) => text).sort(), Object.keys(vectors.error_texts).sort());
  });

  for (const [text, words] of probes) {
    it(`are Salt's: ${text}`, () => {
      assert.throws(() => parseCommandLine(saltProgram, words), {
        name: "UsageError",
        message: vectors.error_texts[text] ?? "",
      });
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

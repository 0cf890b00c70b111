import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseCommandLine } from "./parse.js";
import { saltProgram } from "./programs/salt.js";
import { saltCallProgram } from "./programs/salt-call.js";
import { saltKeyProgram } from "./programs/salt-key.js";
import { UsageError } from "./usage-error.js";

const salt = (...argv: string[]) => parseCommandLine(saltProgram, argv);
const refused = (argv: string[], text: string): void => {
  assert.throws(
    () => salt(...argv),
    (error: unknown) => error instanceof UsageError && error.message === text && error.exitCode === 64,
    text,
  );
};

describe("parseCommandLine", () => {
  it("takes options and words in any order", () => {
    const line = salt("*", "-t", "7", "test.ping", "--static", "a=b");
    assert.deepEqual(line.positionals, ["*", "test.ping", "a=b"]);
    assert.equal(line.options.timeout, 7);
    assert.equal(line.options.static, true);
    assert.deepEqual([...line.given].sort(), ["static", "timeout"]);
  });

  it("ends options at --, which it drops", () => {
    assert.deepEqual(salt("--", "-t", "--", "--static").positionals, ["-t", "--", "--static"]);
  });

  it("keeps a lone dash and empty words", () => {
    assert.deepEqual(salt("-", "").positionals, ["-", ""]);
  });

  it("takes unambiguous prefixes, and exact names before them", () => {
    assert.equal(salt("--timeo", "7").options.timeout, 7);
    assert.equal(salt("--out", "json").options.output, "json");
    assert.equal(salt("--batch=3").options.batch, "3");
  });

  it("reads bundled short options and attached values", () => {
    const line = salt("-vt3", "-b10%");
    assert.equal(line.options.verbose, true);
    assert.equal(line.options.timeout, 3);
    assert.equal(line.options.batch, "10%");
  });

  it("takes the next word as a value whatever it looks like", () => {
    assert.equal(salt("--return", "--static").options.return, "--static");
    assert.equal(salt("--out=").options.output, "");
  });

  it("lets the last of a repeated option win, and appends where that is meant", () => {
    assert.equal(salt("-t", "1", "-t", "2").options.timeout, 2);
    const line = parseCommandLine(saltCallProgram, ["-m", "a", "-m", "b"]);
    assert.deepEqual(line.options.module_dirs, ["a", "b"]);
    assert.deepEqual(parseCommandLine(saltCallProgram, []).options.module_dirs, []);
  });

  it("reads ints as Python does", () => {
    for (const [word, value] of [
      ["0x1F", 31],
      ["0b101", 5],
      ["0o17", 15],
      ["017", 15],
      ["-3", -3],
      ["0", 0],
    ] as const) {
      assert.equal(salt("-t", word).options.timeout, value, word);
    }
    for (const word of ["08", "1.5", "", "0o", "1e3"]) {
      refused(["-t", word], `option -t: invalid integer value: '${word}'`);
    }
  });

  it("turns options off with negative flags", () => {
    assert.equal(salt().options.show_timeout, true);
    assert.equal(salt("--hide-timeout").options.show_timeout, false);
  });

  it("stops at help and version, before later faults", () => {
    assert.equal(salt("-t", "1", "--help", "--nosuch").stop, "help");
    assert.equal(salt("--version").stop, "version");
    assert.equal(salt("-vh").stop, "help");
  });

  it("has options of the same letters mean different things in different programs", () => {
    assert.equal(parseCommandLine(saltKeyProgram, ["-l", "acc"]).options.list, "acc");
    assert.equal(salt("-l", "debug").options.log_level, "debug");
  });
});

describe("usage errors have Salt's texts", () => {
  it("names options that do not exist", () => {
    refused(["--nosuch=1"], "no such option: --nosuch");
    refused(["-1"], "no such option: -1");
  });

  it("asks for missing values", () => {
    refused(["--timeout"], "--timeout option requires 1 argument");
    refused(["-t"], "-t option requires 1 argument");
  });

  it("refuses values that do not fit", () => {
    refused(["-t", "abc"], "option -t: invalid integer value: 'abc'");
    refused(["--batch-wait=it's"], `option --batch-wait: invalid floating-point value: "it's"`);
    refused(
      ["-l", "nosuch"],
      "option -l: invalid choice: 'nosuch' (choose from 'all', 'debug', 'error', 'critical', 'garbage', 'info', " +
        "'profile', 'quiet', 'trace', 'warning')",
    );
    refused(["--static=1"], "--static option does not take a value");
  });

  it("lists what a prefix could mean, also two names of one option", () => {
    refused(["--out-f", "x"], "ambiguous option: --out-f (--out-file, --out-file-append?)");
    refused(
      ["--batch-s", "1"],
      "ambiguous option: --batch-s (--batch-safe-limit, --batch-safe-size, --batch-size?)",
    );
  });

  it("allows one kind of target", () => {
    refused(
      ["-L", "a", "-G", "b"],
      "The options --list/--grain are mutually exclusive. Please only choose one of them",
    );
  });
});

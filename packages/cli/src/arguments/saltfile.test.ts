import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parseCommandLine } from "./parse.js";
import { saltProgram } from "./programs/salt.js";
import { applySaltfile } from "./saltfile.js";
import { UsageError } from "./usage-error.js";

describe("applySaltfile", () => {
  let dir = "";
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "saltfile-"));
  });
  after(() => rmSync(dir, { recursive: true }));

  const apply = (text: string, ...argv: string[]) => {
    const path = join(dir, "Saltfile");
    writeFileSync(path, text);
    return applySaltfile(parseCommandLine(saltProgram, argv), path);
  };

  it("fills in what the command line leaves open", async () => {
    const line = await apply(
      "salt:\n  timeout: 9\n  static: true\n  output: json\nsalt-call:\n  nosuch: 1\n",
      "-t",
      "3",
    );
    assert.equal(line.options.timeout, 3);
    assert.equal(line.options.static, true);
    assert.equal(line.options.output, "json");
    assert.ok(line.given.has("output"));
  });

  it("leaves the line alone without a section for the program", async () => {
    const line = await apply("salt-call: {}\n", "x");
    assert.deepEqual(line.positionals, ["x"]);
    assert.equal(line.given.size, 0);
    assert.equal((await apply("")).given.size, 0);
  });

  it("refuses unknown options, wrong values and files that are no maps", async () => {
    for (const text of [
      "salt:\n  nosuch: 1\n",
      "salt:\n  timeout: x\n",
      "salt:\n  static: 3\n",
      "salt: 1\n",
      "- a\n",
    ]) {
      await assert.rejects(apply(text), UsageError, text);
    }
  });

  it("refuses a file that is not there", async () => {
    await assert.rejects(applySaltfile(parseCommandLine(saltProgram, []), join(dir, "nosuch")), UsageError);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseCommandLine } from "../arguments/parse.js";
import { saltProgram } from "../arguments/programs/salt.js";
import { UsageError } from "../arguments/usage-error.js";
import { checkOutputter } from "./check-outputter.js";

const check = (policy: "honest" | "salt", ...words: string[]) =>
  checkOutputter(parseCommandLine(saltProgram, words), policy, new Map());

describe("checkOutputter", () => {
  it("lets those pass that are there, and their other names", () => {
    for (const name of ["nested", "json", "newline_values_only", "text", "profile", ""]) {
      check("honest", `--out=${name}`);
    }
    check("honest");
  });

  it("refuses unknown ones with a list, and those left out with a reason", () => {
    assert.throws(() => check("honest", "--out=jsno"), /no outputter 'jsno'; there are .*json, key, nested/);
    for (const name of ["dson", "pony", "overstatestage", "virt_query"]) {
      assert.throws(
        () => check("honest", `--out=${name}`),
        (error) =>
          error instanceof UsageError && error.exitCode === 64 && error.message.includes("is left out:"),
      );
    }
  });

  it("leaves them to the display where Salt's own statuses are asked for", () => {
    check("salt", "--out=jsno");
  });
});

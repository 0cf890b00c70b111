import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { manPage } from "./man-page.js";
import { flag, text } from "./option.js";
import { defineProgram } from "./program.js";
import { PROGRAMS } from "./programs/all.js";

describe("manPage", () => {
  it("names every option of its program", () => {
    for (const program of PROGRAMS) {
      const page = manPage(program);
      for (const { flags } of Object.values(program.options)) {
        for (const spelling of flags) {
          assert.ok(page.includes(`\\fB${spelling.replaceAll("-", "\\-")}\\fR`), spelling);
        }
      }
    }
  });

  it("keeps roff from reading text as its own commands", () => {
    const page = manPage(
      defineProgram({
        name: "salt-x",
        usage: ".x [options]",
        about: "Does \\x.",
        options: { one: flag(["-o"], "'first"), two: text(["--two"], "TWO", "a-b") },
      }),
    );
    assert.ok(page.includes("\n\\&.x [options]\n"));
    assert.ok(page.includes("Does \\ex\n"));
    assert.ok(page.includes("\n\\&'first.\n"));
    assert.ok(page.includes("\\fB\\-\\-two\\fR=\\fITWO\\fR\nA\\-b.\n"));
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { ConfigError, SaltError } from "@salt/core";
import { UsageError } from "../arguments/usage-error.js";
import { describeError } from "./failure.js";

describe("describeError", () => {
  it("puts the usage line before usage errors", () => {
    const error = new UsageError({ name: "salt", usage: "salt [options]" }, "no such option: --x");
    assert.deepEqual(describeError(error, "salt"), {
      text: "Usage: salt [options]\n\nsalt: error: no such option: --x\n",
      exitCode: 64,
    });
  });

  it("prints sentence and hint of errors made on purpose", () => {
    const error = new SaltError("X", "It is broken.", { hint: "Mend it.", exitCode: 5 });
    assert.deepEqual(describeError(error, "salt"), { text: "It is broken.\nMend it.\n", exitCode: 5 });
    assert.deepEqual(describeError(new ConfigError("Wrong."), "salt"), { text: "Wrong.\n", exitCode: 1 });
  });

  it("adds the stack only when asked", () => {
    const error = new SaltError("X", "It is broken.");
    assert.ok(!describeError(error, "salt").text.includes("at "));
    assert.ok(describeError(error, "salt", true).text.includes("at "));
  });

  it("explains errors of the operating system", () => {
    const denied = Object.assign(new Error("EACCES: permission denied, open 'x'"), {
      code: "EACCES",
      syscall: "open",
    });
    assert.equal(describeError(denied, "salt-key").exitCode, 77);
    assert.match(describeError(denied, "salt-key").text, /^salt-key: EACCES.*\nRun the command/);
    const other = catchError(() => readFileSync("/nosuch/file"));
    assert.equal(describeError(other, "salt-key").exitCode, 1);
  });

  it("gives the stack of errors that should not happen", () => {
    const failure = describeError(new RangeError("oops"), "salt");
    assert.equal(failure.exitCode, 70);
    assert.match(failure.text, /RangeError: oops\n\s+at /);
  });
});

function catchError(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseCommandLine } from "../../arguments/parse.js";
import { saltMinionProgram } from "../../arguments/programs/salt-minion.js";
import { UsageError } from "../../arguments/usage-error.js";
import { refuseKeepalive } from "./refuse-options.js";

describe("refuseKeepalive", () => {
  it("says why the option cannot be served", () => {
    refuseKeepalive(parseCommandLine(saltMinionProgram, ["-d"]));
    assert.throws(
      () => refuseKeepalive(parseCommandLine(saltMinionProgram, ["--disable-keepalive"])),
      UsageError,
    );
  });
});

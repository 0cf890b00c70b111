import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { handOverTo } from "./hand-over.js";

describe("handOverTo", () => {
  const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  let dir = "";
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "hand-over-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const mode = (...parts: readonly string[]): number => statSync(join(dir, ...parts)).mode & 0o777;

  it("makes directories private, but those above them open to all", () => {
    handOverTo(self, {
      directories: [join(dir, "run", "salt", "master")],
      logFile: join(dir, "log", "salt", "master"),
    });
    assert.deepEqual(
      [mode("run", "salt", "master"), mode("run", "salt"), mode("log", "salt")],
      [0o700, 0o755, 0o755],
    );
    assert.equal(mode("log", "salt", "master"), 0o640);
  });

  it("leaves the modes of what is there", () => {
    mkdirSync(join(dir, "pki"), { mode: 0o750 });
    handOverTo(self, { directories: [join(dir, "pki")], logFile: "" });
    assert.equal(mode("pki"), 0o750);
  });

  it("follows no link that lies where the log belongs, and takes no address for a file", () => {
    writeFileSync(join(dir, "precious"), "");
    symlinkSync(join(dir, "precious"), join(dir, "log"));
    assert.throws(() => handOverTo(self, { directories: [], logFile: join(dir, "log") }), { code: "ELOOP" });
    handOverTo(self, { directories: [], logFile: "udp://loghost:514" });
  });
});

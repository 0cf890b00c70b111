import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { masterOptions } from "@salt/core";
import { parseCommandLine } from "../arguments/parse.js";
import { saltMasterProgram } from "../arguments/programs/salt-master.js";
import { fakeTerminal } from "../print/testing.js";
import { configFile, loadConfiguration, overridesOf } from "./configuration.js";

const line = (...argv: string[]) => parseCommandLine(saltMasterProgram, argv);

describe("configFile", () => {
  it("lies where the command line, the environment or custom says", () => {
    const env = { SALT_CONFIG_DIR: "/env", SALT_MINION_CONFIG: "/other/minion" };
    assert.equal(configFile("master", line(), { env: {} }), "/etc/salt/master");
    assert.equal(configFile("master", line(), { env }), "/env/master");
    assert.equal(configFile("minion", line(), { env }), "/other/minion");
    assert.equal(configFile("minion", line("-c", "/here"), { env }), "/here/minion");
  });
});

describe("loadConfiguration", () => {
  it("lets options of the command line win, and only those that were given", async () => {
    assert.deepEqual(overridesOf(masterOptions, line("-l", "debug", "-d", "--pid-file=/p")), {
      log_level: "debug",
      pidfile: "/p",
    });
    const dir = mkdtempSync(join(tmpdir(), "configuration-"));
    writeFileSync(join(dir, "master"), `root_dir: ${dir}\nlog_level: error\npidfile: /run/a.pid\n`);
    const loaded = await loadConfiguration(
      masterOptions,
      "master",
      line("-c", dir, "-l", "info"),
      fakeTerminal(),
    );
    assert.equal(loaded.config.log_level, "info");
    assert.equal(loaded.config.pidfile, join(dir, "run/a.pid"));
    assert.equal(loaded.file, join(dir, "master"));
    rmSync(dir, { recursive: true });
  });

  it("says when the directory is not there", async () => {
    const terminal = fakeTerminal();
    await loadConfiguration(masterOptions, "master", line("-c", "/nosuch"), terminal);
    assert.match(terminal.complaints.join(""), /\/nosuch does not exist/);
  });
});

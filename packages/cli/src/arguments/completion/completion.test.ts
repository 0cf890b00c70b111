import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { PROGRAMS } from "../programs/all.js";
import { bashCompletion } from "./bash.js";
import { CompletionFaultError } from "./completion-fault-error.js";
import { fishCompletion } from "./fish.js";
import { zshCompletion } from "./zsh.js";

const NAMES = {
  execution: ["test.ping", "test.echo", "grains.get"],
  runner: ["jobs.active", "jobs.list_jobs"],
  outputters: ["json", "nested"],
};

const hasShell = (shell: string): boolean => spawnSync(shell, ["-c", ":"]).status === 0;

describe("completion of bash", { skip: hasShell("bash") ? false : "there is no bash" }, () => {
  let dir = "";
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "completion-"));
    const pki = join(dir, "keys", "master");
    for (const state of ["minions", "minions_pre"]) mkdirSync(join(pki, state), { recursive: true });
    for (const id of ["web1", "web2", "db1"]) writeFileSync(join(pki, "minions", id), "");
    writeFileSync(join(pki, "minions_pre", "new1"), "");
    writeFileSync(join(pki, "minions_pre", "bad$(touch ran)"), "");
    writeFileSync(join(dir, "master"), `root_dir: ${dir}/\npki_dir: '/keys/master'  # here\n`);
    writeFileSync(join(dir, "salt.bash"), bashCompletion(PROGRAMS, NAMES));
  });
  after(() => rmSync(dir, { recursive: true }));

  /** What Tab offers behind these words, as bash splits them. */
  const offered = (...words: string[]): string[] => {
    const script =
      'source ./salt.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _salt_complete "$1" 2>/dev/null; ' +
      'printf "%s\\n" "${' +
      'COMPREPLY[@]}"';
    const run = spawnSync("bash", ["--norc", "-c", script, "bash", ...words], {
      cwd: dir,
      env: { PATH: process.env.PATH, SALT_CONFIG_DIR: dir },
      encoding: "utf8",
    });
    assert.equal(run.status, 0, run.stderr);
    return run.stdout.split("\n").filter((line) => line !== "");
  };

  it("offers accepted minions as targets, also behind a comma", () => {
    assert.deepEqual(offered("salt", "web"), ["web1", "web2"]);
    assert.deepEqual(offered("salt", "-L", "db1,web"), ["db1,web1", "db1,web2"]);
  });

  it("finds the keys of another configuration directory", () => {
    assert.deepEqual(offered("salt", "-c", "/nosuch", "web"), []);
    assert.deepEqual(offered("salt", "--config-dir", "=", dir, "d"), ["db1"]);
  });

  it("offers modules, then their functions", () => {
    assert.deepEqual(offered("salt", "*", "te"), ["test."]);
    assert.deepEqual(offered("salt", "*", "test.p"), ["test.ping"]);
    assert.deepEqual(offered("salt", "-t", "3", "--out", "=", "json", "*", "grains."), ["grains.get"]);
    assert.deepEqual(offered("salt-call", "--local", "test."), ["test.echo", "test.ping"]);
    assert.deepEqual(offered("salt-run", "jobs.a"), ["jobs.active"]);
  });

  it("offers options and their values", () => {
    assert.deepEqual(offered("salt-key", "--accept"), ["--accept", "--accept-all"]);
    assert.deepEqual(offered("salt", "--out", "=", "js"), ["json"]);
    assert.deepEqual(offered("salt", "--out", "="), ["json", "nested"]);
    assert.deepEqual(offered("salt", "-l", "war"), ["warning"]);
    assert.deepEqual(offered("salt-key", "-l", "acc"), ["accepted"]);
    assert.deepEqual(offered("salt-call", "--state-output", "ters"), ["terse", "terse_id"]);
  });

  it("offers keys by their state, and runs nothing that is in their names", () => {
    assert.deepEqual(offered("salt-key", "-a", ""), ["bad\\$\\(touch\\ ran\\)", "new1"]);
    assert.deepEqual(offered("salt-key", "-d", "w"), ["web1", "web2"]);
    assert.equal(spawnSync("test", ["-e", join(dir, "ran")]).status, 1);
  });
});

describe("completion of zsh", () => {
  it("is a script that zsh can read", { skip: hasShell("zsh") ? false : "there is no zsh" }, () => {
    const run = spawnSync("zsh", ["-fn"], { input: zshCompletion(PROGRAMS, NAMES), encoding: "utf8" });
    assert.deepEqual([run.status, run.stderr], [0, ""]);
  });

  it("has every spelling of every option", () => {
    const text = zshCompletion(PROGRAMS, NAMES);
    for (const { options } of PROGRAMS) {
      for (const { flags } of Object.values(options))
        for (const flag of flags) assert.ok(text.includes(flag));
    }
    assert.ok(text.includes(":OUTPUT:(json nested)"));
  });
});

describe("completion of fish", { skip: hasShell("fish") ? false : "there is no fish" }, () => {
  let dir = "";
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "completion-"));
    for (const state of ["minions", "minions_pre"])
      mkdirSync(join(dir, "keys", "master", state), { recursive: true });
    for (const id of ["web1", "web2", "db1"]) writeFileSync(join(dir, "keys", "master", "minions", id), "");
    writeFileSync(join(dir, "keys", "master", "minions_pre", "bad(touch ran)"), "");
    writeFileSync(join(dir, "master"), `root_dir: ${dir}/\npki_dir: '/keys/master'  # here\n`);
    writeFileSync(join(dir, "salt.fish"), fishCompletion(PROGRAMS, NAMES));
  });
  after(() => rmSync(dir, { recursive: true }));

  /** What Tab offers behind this line, without what it says of each. */
  const offered = (line: string): string[] => {
    const script = "source ./salt.fish; complete -C $LINE";
    const run = spawnSync("fish", ["--no-config", "-c", script], {
      cwd: dir,
      env: { PATH: process.env.PATH, HOME: dir, SALT_CONFIG_DIR: dir, LINE: line },
      encoding: "utf8",
    });
    assert.deepEqual([run.status, run.stderr], [0, ""]);
    return run.stdout.split("\n").flatMap((word) => (word === "" ? [] : [word.split("\t")[0] ?? ""]));
  };

  it("offers minions, functions, options and their values", () => {
    assert.deepEqual(offered("salt we"), ["web1", "web2"]);
    assert.deepEqual(offered("salt -L db1,we"), ["db1,web1", "db1,web2"]);
    assert.deepEqual(offered("salt -t 3 --out json web1 grains."), ["grains.get"]);
    assert.deepEqual(offered("salt-run jobs.a"), ["jobs.active"]);
    assert.deepEqual(offered("salt --out js"), ["json"]);
    assert.deepEqual(offered("salt-key --accept").toSorted(), ["--accept", "--accept-all"]);
  });

  it("finds the keys of another configuration directory, and runs nothing that is in their names", () => {
    assert.deepEqual(offered("salt -c /nosuch we"), []);
    assert.deepEqual(offered("salt-key -a "), ["bad(touch ran)"]);
  });
});

describe("the file for fish", () => {
  it("has every spelling of every option", () => {
    const text = fishCompletion(PROGRAMS, NAMES);
    for (const { options } of PROGRAMS) {
      for (const { flags } of Object.values(options))
        for (const flag of flags)
          assert.ok(text.includes(flag.replace(/^--/, "-l ").replace(/^-(?=\w$)/, "-s ")));
    }
  });
});

describe("names in completion files", () => {
  it("are refused when a shell would take them apart", () => {
    const names = { ...NAMES, execution: ["test.$(id)"] };
    assert.throws(() => bashCompletion(PROGRAMS, names), CompletionFaultError);
    assert.throws(() => zshCompletion(PROGRAMS, names), CompletionFaultError);
    assert.throws(() => fishCompletion(PROGRAMS, names), CompletionFaultError);
  });
});

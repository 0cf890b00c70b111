import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseCommandLine } from "../../arguments/parse.js";
import { saltKeyProgram } from "../../arguments/programs/salt-key.js";
import { UsageError } from "../../arguments/usage-error.js";
import { readKeyAction } from "./key-action.js";
import { keyDict } from "./key-names.js";
import { fingerprintOf } from "./show-keys.js";

const read = (...argv: string[]) => readKeyAction(parseCommandLine(saltKeyProgram, argv));

describe("readKeyAction", () => {
  it("lists everything when nothing is asked for", () => {
    const states = ["accepted", "pending", "rejected", "denied"];
    for (const argv of [[], ["-L"], ["-l", "all"]]) assert.deepEqual(read(...argv), { do: "list", states });
  });

  it("reads the states of --list by their beginnings", () => {
    for (const [word, state] of [
      ["acc", "accepted"],
      ["un", "pending"],
      ["pre", "pending"],
      ["rejected", "rejected"],
      ["den", "denied"],
    ]) {
      assert.deepEqual(read("-l", String(word)), { do: "list", states: [state] });
    }
    assert.throws(() => read("-l", "nosuch"), /'nosuch' is not a valid argument to '--list'/);
  });

  it("turns the options for all into globs", () => {
    assert.deepEqual(read("-A"), { do: "accept", match: "*" });
    assert.deepEqual(read("-R"), { do: "reject", match: "*" });
    assert.deepEqual(read("-D"), { do: "delete", match: "*" });
    assert.deepEqual(read("-P"), { do: "print", match: "*" });
    assert.deepEqual(read("-F"), { do: "finger", match: "*" });
    assert.deepEqual(read("-a", "web*"), { do: "accept", match: "web*" });
  });

  it("takes the first of several actions in Salt's order", () => {
    assert.deepEqual(read("-d", "x", "-a", "y"), { do: "accept", match: "y" });
    assert.deepEqual(read("-F", "--gen-keys", "n"), { do: "generate", name: "n" });
  });

  it("refuses what cannot be done", () => {
    for (const argv of [
      ["--keysize=1024"],
      ["--keysize=99999"],
      ["-D", "web1"],
      ["--gen-keys=a/b"],
      ["--auth=pam", "--gen-keys=a"],
    ]) {
      assert.throws(() => read(...argv), UsageError, argv.join(" "));
    }
  });
});

describe("keyDict", () => {
  it("names states by their directories, in Salt's order, and sorts ids without case", () => {
    const keys = { pending: ["b", "A", "a"], accepted: [], denied: ["x"] };
    assert.deepEqual(
      [...keyDict(keys, true)],
      [
        ["minions", []],
        ["minions_pre", ["A", "a", "b"]],
        ["minions_denied", ["x"]],
      ],
    );
    assert.deepEqual(
      [...keyDict(keys, false)].map(([name]) => name),
      ["minions_pre", "minions_denied"],
    );
  });
});

describe("fingerprintOf", () => {
  it("digests the lines between the first and the last", () => {
    const body = "AAAA\nBBBB\n";
    const finger = fingerprintOf(`-----BEGIN X-----\n${body}-----END X-----\n`, "md5");
    assert.equal(finger, fingerprintOf(`\n-----BEGIN Y-----\n${body}-----END Y-----`, "md5"));
    assert.match(finger ?? "", /^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    assert.equal(fingerprintOf("x\n", "md5"), undefined);
  });
});

/** Modules of small programs: what the programs print, and which words they are given. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { toJson } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { compareReleases } from "./kernelpkg-functions/releases.js";
import { parseRules } from "./pam.js";
import { parseDevices as scsiDevices } from "./scsi.js";
import { programOptions } from "./supervisord-functions/program-options.js";
import { parseDevices } from "./udev.js";

async function inFolder(work: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "programs-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("rules of PAM", () => {
  const text =
    "# a comment\n\nauth\t[success=1 default=ignore] pam_unix.so nullok try\nsession optional pam_x.so\n@include a\n";
  assert.deepEqual(parseRules(text), [
    {
      interface: "auth",
      control_flag: "success=1 default=ignore",
      module: "pam_unix.so",
      arguments: ["nullok", "try"],
    },
    { interface: "session", control_flag: "optional", module: "pam_x.so", arguments: [] },
  ]);
});

test("what udevadm tells", () => {
  const text =
    "P: /devices/virtual/net/lo\nE: INTERFACE=lo\nE: IFINDEX=1\nE: A=b=c\n\nP: /x\nS: one\nS: two\n";
  assert.equal(
    toJson([...parseDevices(text)]),
    '[{"P": "/devices/virtual/net/lo", "E": {"INTERFACE": "lo", "IFINDEX": 1, "A": "b=c"}}, ' +
      '{"P": "/x", "S": ["one", "two"]}]',
  );
});

test("what lsscsi tells", () => {
  const lines = [
    "[0:0:0:0]    disk    ATA      ST500 DM002     /dev/sda   [8:0]  500GB",
    "  device_blocked=0",
    "  dir: /sys/bus/scsi/devices/0:0:0:0  [/sys/devices/x]",
  ];
  assert.equal(
    toJson(scsiDevices(lines, true)),
    '{"[0:0:0:0]": {"lun": "0:0:0:0", "size": "500GB", "major": "8", "minor": "0", "device": "/dev/sda", ' +
      '"model": "ST500 DM002", "device_blocked": "0", "dir": ["/sys/bus/scsi/devices/0:0:0:0", "/sys/devices/x"]}}',
  );
});

test("releases of kernels in their order", () => {
  const releases = ["6.1.0-10-amd64", "6.1.0-9-amd64", "5.10.0-20-amd64", "6.1.0-amd64"];
  assert.deepEqual([...releases].sort(compareReleases), [
    "5.10.0-20-amd64",
    "6.1.0-9-amd64",
    "6.1.0-10-amd64",
    "6.1.0-amd64",
  ]);
  assert.equal(compareReleases("6.1.0", "6.1.0"), 0);
});

test("what supervisord's configuration says of a program", () =>
  inFolder((folder) => {
    const file = join(folder, "s.conf");
    writeFileSync(
      file,
      "[a]\nx=1\n[program:web]\nCommand = /bin/x ; why\nnumprocs=2\nautostart=True\nenv=a\n  b\n[z]\ny=1\n",
    );
    assert.equal(
      toJson(programOptions("web", file)),
      '{"command": "/bin/x", "numprocs": 2, "autostart": true, "env": "a\\nb"}',
    );
    assert.throws(() => programOptions("no", file), /Process 'no' not found/);
  }));

test("crypttab is read, changed and freed of a line", () =>
  inFolder(async (folder) => {
    const config = join(folder, "crypttab");
    const { context } = fakeContext();
    writeFileSync(config, "# mine\nold /dev/a none\n");
    const set = (name: string, device: string, more: object = {}) =>
      context.call("cryptdev.set_crypttab", [name, device], { config, ...more });
    assert.equal(await set("new", "/dev/b", { options: ["swap", "size=1"], test: true }), "new");
    assert.equal(await set("new", "/dev/b", { options: ["swap", "size=1"] }), "new");
    assert.equal(await set("new", "/dev/b", { options: "swap,size=1" }), "present");
    assert.equal(await set("old", "/dev/c"), "change");
    assert.match(
      readFileSync(config, "utf8"),
      /^# mine\nold +\/dev\/c +none +\nnew +\/dev\/b +none +swap,size=1\n$/,
    );
    await assert.rejects(set("a b", "/dev/x"), /more than one word/);
    const shown = await context.call("cryptdev.crypttab", [config]);
    assert.equal(
      toJson(shown).includes(
        '"new": {"device": "/dev/b", "password": "none", "options": ["swap", "size=1"]}',
      ),
      true,
    );
    assert.equal(await context.call("cryptdev.rm_crypttab", ["old", config]), "change");
    assert.equal(await context.call("cryptdev.rm_crypttab", ["old", config]), "absent");
  }));

test("values as outputters print them", async () => {
  const { context } = fakeContext();
  assert.equal(await context.call("out.out_format", [["x"], "yaml"]), "- x");
  assert.equal(await context.call("out.string_format", ["hi"]), "hi");
});

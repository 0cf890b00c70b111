/** Disks: what blkid, parted, mdadm and repquota tell, and what they are asked. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { CommandExecutionError, dict, get, SaltInvocationError } from "@salt/core";
import { installedPrograms } from "../testing/fake-programs.js";
import type { CommandAnswer } from "../testing/recording-commands.js";
import { recordingCommands } from "../testing/recording-commands.js";
import { boundary, oneOf, partNumber } from "./partition-functions/checks.js";

async function call(name: string, args: readonly Plain[], answer: CommandAnswer = {}, kwargs = {}) {
  const { context, commands } = recordingCommands(() => answer);
  const value = await context.call(name, args, kwargs);
  return { value, words: commands.at(0)?.slice(1) ?? [] };
}

const SCAN = "ARRAY /dev/md0 metadata=1.2 name=h:0 UUID=1234:abcd\n";
const QUOTAS = `*** Report for user quotas on device /dev/loop0
Block grace time: 7days; Inode grace time: 7days
                        Block limits                File limits
User            used    soft    hard  grace    used  soft  hard  grace
----------------------------------------------------------------------
root      --      20       0       0      0       2     0     0      0
`;

describe("disks", () => {
  installedPrograms(..."blkid blockdev mkfs sync mdadm setquota repquota quotaon".split(" "));

  it("reads what is on devices", async () => {
    const { value } = await call("disk.blkid", [], {
      stdout: '/dev/sda1: LABEL="my disk" UUID="1-2" TYPE="ext4"\n',
    });
    assert.deepEqual(value, dict({ "/dev/sda1": { LABEL: "my disk", UUID: "1-2", TYPE: "ext4" } }));
  });

  it("tunes devices by the names of options", async () => {
    const { words } = await call("disk.tune", ["/dev/x"], {}, { "read-ahead": 512, "read-only": true });
    assert.deepEqual(words, ["--setra", "512", "--setro", "/dev/x"]);
    await assert.rejects(call("disk.tune", ["/dev/x"], {}, { "read-only": 5 }), SaltInvocationError);
  });

  it("makes file systems", async () => {
    const { words } = await call(
      "disk.format",
      ["/dev/x"],
      {},
      { fs_type: "xfs", force: true, inode_size: 512 },
    );
    assert.deepEqual(words, "-t xfs -i size=512 -f /dev/x".split(" "));
    await assert.rejects(call("disk.format", ["-V"]), SaltInvocationError);
  });

  it("refuses what is nothing of a disk", () => {
    for (const wrong of ["x", "1 2", "-1", "1;b", ""]) {
      assert.throws(() => boundary(wrong), CommandExecutionError);
      assert.throws(() => partNumber(wrong, "rm"), CommandExecutionError);
    }
    assert.equal(boundary("1.5MiB"), "1.5MiB");
    assert.throws(() => oneOf("x", ["on"], "state", "set"), {
      message: "Invalid state passed to partition.set",
    });
  });

  it("reads arrays and writes commands for them", async () => {
    const { value } = await call("raid.list", [], { stdout: SCAN });
    assert.equal(get(get(value, "/dev/md0"), "uuid"), "1234:abcd");
    const options = { test_mode: true, chunk: 256, "spare-devices": 1 };
    const made = await call("raid.create", ["/dev/md0", 1, ["/dev/a", "/dev/b", "/dev/c"]], {}, options);
    assert.equal(
      made.value,
      "mdadm -C /dev/md0 -R -v -l 1 --chunk 256 --spare-devices 1 -e default -n 2 /dev/a /dev/b /dev/c",
    );
    const program = { program: "/tmp/x" };
    await assert.rejects(call("raid.create", ["/dev/md0", 1, ["/dev/a"]], {}, program), SaltInvocationError);
    await assert.rejects(call("raid.examine", ["--help"]), SaltInvocationError);
  });

  it("reads and sets limits", async () => {
    const { value } = await call("quota.report", ["/data"], { stdout: QUOTAS });
    const users = get(get(value, "/data"), "User Quotas");
    assert.equal(get(get(get(users, "Users"), "root"), "block-used"), "20");
    const { words } = await call("quota.set", ["/data"], {}, { user: "joe", "block-hard-limit": 10 });
    assert.deepEqual(words, "-u joe 0 10 0 0 /data".split(" "));
    await assert.rejects(call("quota.set", ["/data"], {}, { user: "-a" }), SaltInvocationError);
  });
});

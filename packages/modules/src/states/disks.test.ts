/** States of disks: room, tuning, arrays, limits. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { blockdev } from "./blockdev.js";
import { disk } from "./disk.js";
import { mdadmRaid } from "./mdadm-raid.js";
import { quota } from "./quota.js";

test("room is compared with limits", async () => {
  const row = { used: "10", available: "90", capacity: "10%" };
  const { context } = fakeStates({ "disk.usage": () => ({ "/": row }) });
  const told = async (limits: object) =>
    (await runState(disk, "status", { name: "/", ...limits }, context)).comment;
  assert.equal(await told({ maximum: "50%" }), "Disk used space in acceptable range");
  assert.equal(await told({ minimum: 20 }), "Disk used space is below minimum of 20 % at 10 %");
  assert.equal(
    await told({ maximum: 5, free: true }),
    "Disk available space is above maximum of 5 % at 90 %",
  );
  assert.equal(
    await told({ minimum: 101, maximum: "x" }),
    "maximum must be an integer minimum must be in the range [0, 100] ",
  );
});

test("a device is tuned", async () => {
  const { context } = fakeStates({
    "file.is_blkdev": () => true,
    "disk.dump": () => ({ getro: "0", getra: "256" }),
    "disk.tune": () => ({ getro: "1", getra: "256" }),
  });
  const told = await runState(
    blockdev,
    "tuned",
    { name: "/dev/x", "read-only": true, "read-ahead": 256 },
    context,
  );
  assert.equal(told.changes, "{'read-only': 'Changed from False to True'}");
});

test("an array is put together from its disks, and made from new ones", async () => {
  const functions = {
    "raid.list": () => ({}),
    "file.access": () => true,
    "raid.examine": (device: unknown) => (device === "/dev/a" ? { MD_UUID: "1" } : {}),
    "raid.assemble": () => ["mdadm", "-A"],
    "raid.create": () => "mdadm -C",
  };
  const { context } = fakeStates(functions, true);
  const ask = async (devices: readonly string[]) =>
    (await runState(mdadmRaid, "present", { name: "/dev/md0", level: 1, devices }, context)).comment;
  assert.equal(
    await ask(["/dev/a", "/dev/b"]),
    "Raid will be assembled with: ['mdadm', '-A'] New devices will be added: ['/dev/b']",
  );
  assert.equal(
    await ask(["/dev/b", "missing"]),
    "Raid will be created with: mdadm -C Missing devices: ['missing']",
  );
  assert.equal(await ask(["missing"]), "All devices are missing: ['missing'].");
});

test("limits are switched on", async () => {
  const { context, calls } = fakeStates({
    "quota.get_mode": () => ({ "/data": { user: "off" } }),
    "quota.on": () => true,
  });
  const told = await runState(quota, "mode", { name: "/data", mode: true, quotatype: "user" }, context);
  assert.equal(told.comment, "Set quota for /data to on");
  assert.equal(calls.at(-1), "quota.on('/data')");
});

/** Mounts: which options make a file system be mounted anew, and what is told of trials. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { toValue } from "@salt/core";
import { fakeStates, runState } from "../testing/state-context.js";
import { mount } from "./mount.js";

const ACTIVE = {
  "/nowhere/m": { device: "/dev/x1", opts: ["rw", "relatime", "uid=7"], superopts: ["rw", "data=ordered"] },
};
const FUNCTIONS = {
  "mount.active": () => toValue(ACTIVE),
  "mount.read_mount_cache": () => ({}),
  "mount.set_fstab": () => "present",
  "mount.fstab": () => ({ "/nowhere/old": { device: "/dev/x2", fstype: "ext4" } }),
  "user.info": () => ({ uid: 7 }),
};

test("options that the kernel does not show are no change", async () => {
  const { context } = fakeStates(FUNCTIONS, true);
  const told = async (opts: string) =>
    await runState(
      mount,
      "mounted",
      { name: "/nowhere/m/", device: "/dev/x1", fstype: "ext4", opts },
      context,
    );
  for (const opts of ["defaults,nofail", "rw,data=ordered", "uid=joe", "comment=x"])
    assert.deepEqual(await told(opts), {
      result: true,
      comment: "Target was already mounted",
      changes: "{}",
    });
  assert.equal(
    (await told("ro,noatime,rw")).comment,
    "Remount would be forced because options (noatime,ro) changed",
  );
});

test("another device is mounted in its place", async () => {
  const { context } = fakeStates(FUNCTIONS, true);
  const kwargs = { name: "/nowhere/m", device: "/dev/x9", fstype: "ext4" };
  const { comment, result } = await runState(mount, "mounted", kwargs, context);
  assert.equal(result, null);
  assert.match(String(comment), /devices do not match\. {2}Watched: \/dev\/x9$/);
  const ignoring = { ...kwargs, device_name_regex: ["/dev/x\\d"] };
  assert.match(
    String((await runState(mount, "mounted", ignoring, context)).comment),
    /matched device_name_regex: \/dev\/x1$/,
  );
});

test("mount.unmounted leaves other lines of the table", async () => {
  const { context, calls } = fakeStates({ ...FUNCTIONS, "mount.rm_fstab": () => true });
  const other = { name: "/nowhere/old", device: "/dev/x1", persist: true };
  assert.equal(
    (await runState(mount, "unmounted", other, context)).comment,
    "Target was already unmounted. fstab entry for device /dev/x1 not found",
  );
  assert.ok(!calls.some((call) => call.startsWith("mount.rm_fstab")));
  const same = { ...other, device: "/dev/x2" };
  assert.equal((await runState(mount, "unmounted", same, context)).changes, "{'persist': 'purged'}");
});

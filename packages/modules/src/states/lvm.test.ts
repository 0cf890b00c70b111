/** States of LVM: volumes that are made, and those whose size changes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SaltInvocationError } from "@salt/core";
import { fakeStates, runState } from "../testing/state-context.js";
import { lvm } from "./lvm.js";
import { megabytes } from "./lvm-functions/logical.js";

const volume = (sectors: string) => ({
  "/dev/vg/lv": { "Logical Volume Size": sectors, "Current Logical Extents Associated": "5" },
});

test("sizes are read in megabytes", () => {
  assert.deepEqual(["8", "8M", "2g", "4096s", "1TB"].map(megabytes), [8, 8, 2048, 2, 1024 ** 2]);
  for (const wrong of ["x", "8q", "-1M"]) assert.throws(() => megabytes(wrong), SaltInvocationError);
});

test("a volume grows", async () => {
  let sectors = "20480";
  const { context } = fakeStates({
    "lvm.lvdisplay": () => volume(sectors),
    "lvm.lvresize": () => {
      sectors = "40960";
      return { "Output from lvresize": "ok" };
    },
  });
  const told = await runState(lvm, "lv_present", { name: "lv", vgname: "vg", size: "20M" }, context);
  assert.deepEqual(told, {
    result: true,
    comment: "Resized Logical Volume lv",
    changes: "{'resized': {'Output from lvresize': 'ok'}}",
  });
});

test("a volume shrinks only when forced, and a percentage counts only once", async () => {
  const { context } = fakeStates({ "lvm.lvdisplay": () => volume("20480") });
  const ask = { name: "lv", vgname: "vg" };
  const smaller = await runState(lvm, "lv_present", { ...ask, size: "5M" }, context);
  assert.equal(smaller.comment, "To reduce a Logical Volume option 'force' must be True.");
  const same = await runState(lvm, "lv_present", { ...ask, extents: "50%FREE" }, context);
  assert.equal(same.comment, "Logical Volume lv already present, 50%FREE won't be resized.");
});

test("a trial adds no device to a group", async () => {
  const facts = { "Volume Group Name": "" };
  const { context, calls } = fakeStates(
    { "lvm.vgdisplay": () => ({ vg: {} }), "lvm.pvdisplay": () => ({ "/dev/none": facts }) },
    true,
  );
  const told = await runState(lvm, "vg_present", { name: "vg", devices: "/dev/none" }, context);
  assert.equal(told.result, null);
  assert.ok(!calls.some((call) => call.startsWith("lvm.vgextend")));
});

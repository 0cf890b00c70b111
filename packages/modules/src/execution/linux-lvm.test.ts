/** LVM: what its programs tell, and what they are asked for. The columns are those of LVM 2.03. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { get, SaltInvocationError } from "@salt/core";
import { installedPrograms } from "../testing/fake-programs.js";
import type { CommandAnswer } from "../testing/recording-commands.js";
import { recordingCommands } from "../testing/recording-commands.js";

const PV = "  /dev/loop1:vg1:129024:-1:8:8:-1:2048:31:26:5:abc\n";
const LV = "  /dev/vg1/lv1:vg1:3:1:-1:0:20480:5:-1:0:-1:-1:-1\n";

function machine(answers: Readonly<Record<string, CommandAnswer>>) {
  return recordingCommands((words) => {
    const program = words[0]?.split("/").at(-1) ?? "";
    return Object.entries(answers).find(([name]) => name === program)?.[1] ?? {};
  });
}

describe("lvm", () => {
  installedPrograms(
    ..."pvdisplay lvdisplay vgdisplay lvcreate lvresize vgcreate pvcreate pvremove".split(" "),
  );

  it("reads physical volumes", async () => {
    const { context } = machine({ pvdisplay: { stdout: PV } });
    const facts = get(await context.call("lvm.pvdisplay", []), "/dev/loop1");
    assert.equal(get(facts, "Volume Group Name"), "vg1");
    assert.equal(get(facts, "Allocated Physical Extents"), "5");
  });

  it("makes logical volumes", async () => {
    const { context, commands } = machine({ lvdisplay: { stdout: LV } });
    const told = await context.call("lvm.lvcreate", ["lv1", "vg1"], {
      size: "10M",
      stripes: 2,
      nosync: true,
    });
    assert.equal(get(told, "Output from lvcreate"), 'Logical volume "lv1" created.');
    assert.equal(get(get(told, "/dev/vg1/lv1"), "Logical Volume Size"), "20480");
    assert.deepEqual(commands[0]?.slice(1), "-qq -n lv1 vg1 -L 10M --stripes 2 --nosync".split(" "));
    const thin = { size: "1G", thinvolume: true, force: true };
    await context.call("lvm.lvcreate", ["t", "vg1/pool"], thin);
    assert.deepEqual(commands.at(-2)?.slice(1), "--yes --thin -n t vg1/pool -V 1G".split(" "));
  });

  it("tells what LVM complained of", async () => {
    const { context } = machine({ lvresize: { retcode: 5, stderr: "  no room\n" } });
    const told = await context.call("lvm.lvresize", [], { size: "1G", lvpath: "/dev/vg1/lv1" });
    assert.equal(get(told, "Output from lvresize"), "no room");
  });

  it("leaves out options that it does not know, and refuses options in the place of names", async () => {
    const { context, commands } = machine({});
    await context.call("lvm.vgcreate", ["vg", "/dev/x"], { test: "y", zero: "y" });
    assert.deepEqual(commands[0]?.slice(1), "-qq vg /dev/x --zero y".split(" "));
    for (const name of ["-y", "a\nb", ""]) {
      await assert.rejects(context.call("lvm.lvcreate", [name, "vg"], { size: 1 }), SaltInvocationError);
      await assert.rejects(context.call("lvm.pvremove", [[name]]), SaltInvocationError);
    }
  });
});

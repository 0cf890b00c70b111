/**
 * File systems that are mounted at the start, and what is remembered of mounts.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { dict, SaltInvocationError } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";

const folder = mkdtempSync(join(tmpdir(), "mount-"));
after(() => rmSync(folder, { recursive: true }));
const config = join(folder, "fstab");
const call = (name: string, args: readonly Plain[], kwargs: { readonly [name: string]: Plain } = {}) =>
  fakeContext({ opts: dict({ cachedir: join(folder, "cache") }) }).context.call(
    `mount.${name}`,
    args,
    kwargs,
  );

describe("fstab", () => {
  it("is changed line by line", async () => {
    writeFileSync(config, "# c\n/dev/sdb /data xfs a,b 0 0\ntmpfs /tmp tmpfs rw\n");
    const set = (args: readonly Plain[], kwargs = {}) => call("set_fstab", args, { config, ...kwargs });
    assert.equal(await set(["/data", "/dev/sdb", "xfs"], { opts: ["b", "a"] }), "present");
    assert.equal(await set(["/tmp", "tmpfs", "tmpfs"], { opts: "rw,nosuid" }), "change");
    assert.equal(await set(["/new dir", "/dev/sdc", "ext4"], { test: true }), "new");
    assert.equal(await set(["/new dir", "/dev/sdc", "ext4"], { pass_num: 2 }), "new");
    assert.equal(
      readFileSync(config, "utf8"),
      "# c\n/dev/sdb /data xfs a,b 0 0\ntmpfs\t\t/tmp\ttmpfs\trw,nosuid\t0 0\n/dev/sdc\t\t/new\\040dir\text4\tdefaults\t0 2\n",
    );
    assert.equal(await call("rm_fstab", ["/data", ""], { config }), true);
    assert.doesNotMatch(readFileSync(config, "utf8"), /data/);
  });

  it("gets no second line", async () => {
    const bad = call("set_fstab", ["/x", "/dev/sdz\n/dev/evil / ext4 suid", "ext4"], { config });
    await assert.rejects(bad, SaltInvocationError);
    await assert.rejects(call("set_fstab", ["/x", "/d", "ext4"], { config, match_on: "bogus" }), /bogus/);
  });
});

describe("mounts that states made", () => {
  it("are remembered and forgotten", async () => {
    await call("write_mount_cache", ["/x", "/dev/sda", false, "ext4", "defaults"]);
    const facts = { device: "/dev/sda", fstype: "ext4", mkmnt: false, opts: "defaults" };
    assert.deepEqual(await call("read_mount_cache", ["/x"]), dict(facts));
    await call("delete_mount_cache", ["/x"]);
    assert.deepEqual(await call("read_mount_cache", ["/x"]), new Map());
  });
});

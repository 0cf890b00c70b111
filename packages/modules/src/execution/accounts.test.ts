/**
 * Accounts, groups and passwords: reading files, and names that must not become options.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { dict, SaltInvocationError } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { findProgram } from "./cmd/programs.js";

let root = "";

before(() => {
  root = mkdtempSync(join(tmpdir(), "accounts-"));
  mkdirSync(join(root, "etc"));
  writeFileSync(join(root, "etc/passwd"), "ann:x:1500:1500:Ann,12,,,more,text:/home/ann:/bin/sh\nbroken\n");
  writeFileSync(join(root, "etc/group"), "ann:x:1500:\nteam:x:1501:ann,bob\n");
  writeFileSync(join(root, "etc/shadow"), "ann:!$6$x:19000:0:99999:7:::\nbob:*:::::::\n");
});
after(() => rmSync(root, { recursive: true, force: true }));

const call = (name: string, args: readonly Plain[], kwargs = {}) =>
  fakeContext().context.call(name, args, kwargs);

describe("accounts", () => {
  it("that cannot be changed make the status of the job that of the program", async (t) => {
    if (findProgram("userdel") === undefined || findProgram("groupdel") === undefined)
      return t.skip("no shadow");
    for (const fun of ["user.delete", "group.delete"]) {
      const { context } = fakeContext();
      assert.equal(await context.call(fun, ["no-such-name-here"]), false);
      assert.notEqual(context.retcode, 0);
    }
  });

  it("are read with all parts of their comment", async () => {
    const info = await call("user.info", ["ann"], { root });
    assert.ok(info instanceof Map);
    assert.deepEqual(
      [info.get("fullname"), info.get("roomnumber"), info.get("other")],
      ["Ann", "12", "more,text"],
    );
    assert.deepEqual(await call("user.info", ["nobody-here"], { root }), dict());
    assert.deepEqual(await call("user.list_users", [], { root }), ["ann"]);
  });

  it("have groups and passwords", async () => {
    const team = dict({ name: "team", passwd: "x", gid: 1501, members: ["ann", "bob"] });
    assert.deepEqual(await call("group.info", ["team"], { root }), team);
    const ages = { lstchg: 19000, min: 0, max: 99999, warn: 7, inact: -1, expire: -1 };
    assert.deepEqual(
      await call("shadow.info", ["ann"], { root }),
      dict({ name: "ann", passwd: "!$6$x", ...ages }),
    );
    assert.equal(await call("shadow.lock_password", ["ann"], { root }), true);
    assert.equal(await call("shadow.set_mindays", ["nobody-here", 3], { root }), false);
  });

  const hostile = ["-D", "--help", "a\nb", "a\0b", ""];
  const functions = ["user.add", "user.delete", "group.add", "group.delete"];
  for (const name of functions) {
    it(`${name} refuses names that are none`, async () => {
      for (const bad of hostile) await assert.rejects(call(name, [bad], { root }), SaltInvocationError, bad);
    });
  }

  it("refuse values that would add lines to files", async () => {
    await assert.rejects(call("user.add", ["ann"], { shell: "/bin/sh\nx:0:0" }), SaltInvocationError);
    await assert.rejects(call("shadow.set_password", ["root", "a:b"]), SaltInvocationError);
  });
});

/**
 * Access lists of files, and names in files.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { dict, SaltInvocationError } from "@salt/core";
import { recordingCommands } from "../testing/recording-commands.js";

const folder = mkdtempSync(join(tmpdir(), "acl-"));
after(() => rmSync(folder, { recursive: true }));

describe("acl", () => {
  it("reads lists", async () => {
    const stdout =
      "# file: /d\n# owner: root\n# group: bin\n# flags: -s-\nuser::rwx\nuser:daemon:rw-\t#effective:r--\nother::---\ndefault:group::r-x\n";
    const { context, commands } = recordingCommands(() => ({ stdout }));
    const may = (read: boolean, write: boolean, execute: boolean, octal: number) => ({
      permissions: { read, write, execute },
      octal,
    });
    assert.deepEqual(
      await context.call("acl.getfacl", ["/d"], { recursive: true }),
      dict({
        "/d": {
          comment: { file: "/d", owner: "root", group: "bin", flags: "-s-" },
          user: [{ root: may(true, true, true, 7) }, { daemon: may(true, true, false, 6) }],
          group: [],
          other: [{ "": may(false, false, false, 0) }],
          sgid: true,
          defaults: { group: [{ bin: may(true, false, true, 5) }] },
        },
      }),
    );
    assert.deepEqual(commands, [["getfacl", "--absolute-names", "-R", "--", "/d"]]);
  });

  it("changes lists", async () => {
    const { context, commands } = recordingCommands();
    await context.call("acl.modfacl", ["d:user", "me", "rx", "/a", "-b"]);
    assert.deepEqual(commands, [["setfacl", "-m", "d:u:me:rx", "--", "/a", "-b"]]);
    await assert.rejects(context.call("acl.modfacl", ["user", "me", "rx"]), /at least one file/);
    await assert.rejects(context.call("acl.modfacl", ["user", "a\nb", "rx", "/a"]), SaltInvocationError);
  });
});

describe("names", () => {
  it("in files are added and removed", async () => {
    const path = join(folder, "hosts");
    const { context } = recordingCommands();
    writeFileSync(path, "# c\n10.0.0.1 a b\n10.0.0.2 x\n");
    await context.call("dnsutil.hosts_append", [path, "10.0.0.1", "a,c"]);
    assert.deepEqual(
      await context.call("dnsutil.parse_hosts", [path]),
      dict({ "10.0.0.1": ["a", "b", "c"], "10.0.0.2": ["x"] }),
    );
    await context.call("dnsutil.hosts_remove", [path, "a,x"]);
    assert.equal(readFileSync(path, "utf8"), "# c\n10.0.0.1 b\n\n10.0.0.1 c\n");
  });

  it("are asked for without becoming options", async () => {
    const { context, commands } = recordingCommands(() => ({ stdout: "cname.example.\n10.0.0.1" }));
    assert.deepEqual(await context.call("dig.A", ["h", "9.9.9.9"]), ["10.0.0.1"]);
    assert.deepEqual(commands, [["dig", "+short", "h", "A", "@9.9.9.9"]]);
    await assert.rejects(context.call("dig.A", ["-f/etc/shadow"]), SaltInvocationError);
    assert.equal(await context.call("dig.check_ip", ["10.0.0.1/33"]), false);
  });
});

/**
 * Modules that keep settings of the machine: banners, hosts, locales, times.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { dict, SaltInvocationError } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { normalLocale } from "./locale-functions/locale-name.js";
import { parseLocalectl } from "./locale-functions/localectl.js";
import { parseDate, parseTime, timeIn } from "./system-functions/clock.js";

const folder = mkdtempSync(join(tmpdir(), "settings-"));
after(() => rmSync(folder, { recursive: true }));

describe("slsutil.banner", () => {
  it("fills a frame of comments", async () => {
    const { context } = fakeContext();
    const text = await context.call("slsutil.banner", [], {
      width: 24,
      title: "Hi",
      text: "well-known words here",
      newline: true,
    });
    assert.deepEqual(String(text).split("\n"), [
      "########################",
      "#                      #",
      "#          Hi          #",
      "#                      #",
      "# well-known words     #",
      "# here                 #",
      "########################",
      "",
    ]);
    await assert.rejects(context.call("slsutil.banner", [], { width: 3 }), { name: "ArgumentValueError" });
  });
});

describe("hosts", () => {
  const path = join(folder, "hosts");
  const call = (name: string, ...args: readonly Plain[]) =>
    fakeContext({ opts: dict({ "hosts.file": path }) }).context.call(`hosts.${name}`, args);
  const text = (): string => readFileSync(path, "utf8");

  it("are read, changed line by line, and written whole", async () => {
    writeFileSync(path, "# top\n127.0.0.1  localhost lo2  # home\n\n10.0.0.1 a\n10.0.0.1 b");
    assert.deepEqual(
      await call("list_hosts"),
      dict({
        "comment-0": ["# top"],
        "127.0.0.1": { aliases: ["localhost", "lo2"], comment: "home" },
        "10.0.0.1": { aliases: ["a", "b"] },
      }),
    );
    assert.equal(await call("get_ip", "b"), "10.0.0.1");
    assert.equal(await call("has_pair", "10.0.0.1", ["a", "z"]), false);
    await call("rm_host", "127.0.0.1", "lo2");
    await call("set_host", "10.0.0.1", "c d");
    assert.equal(text(), "# top\n127.0.0.1\t\tlocalhost # home\n\n10.0.0.1\t\tc d\n");
    await call("add_host", "10.0.0.2", "e");
    await call("set_comment", "10.0.0.2", "new");
    assert.equal(
      text(),
      "# top\n127.0.0.1\t\tlocalhost\t\t# home\n10.0.0.1\t\tc d\n10.0.0.2\t\te\t\t# new\n",
    );
  });

  it("take no second line", async () => {
    await assert.rejects(call("set_host", "10.0.0.3", "a\n10.0.0.4 bank"), SaltInvocationError);
    await assert.rejects(call("add_host", "10.0.0.3\n", "a"), SaltInvocationError);
    await assert.rejects(call("set_comment", "10.0.0.2", "a\nb"), SaltInvocationError);
  });
});

describe("sysctl", () => {
  it("reads and refuses", async () => {
    const path = join(folder, "sysctl.conf");
    writeFileSync(path, "# c\nnet.x=1\n kernel.y = a  b \n#z=1\njunk\n");
    const { context } = fakeContext();
    assert.deepEqual(await context.call("sysctl.show", [path]), dict({ "net.x": "1", "kernel.y": "a  b" }));
    await assert.rejects(context.call("sysctl.assign", ["a", "1\nb=2"]), SaltInvocationError);
    await assert.rejects(context.call("sysctl.assign", ["../../etc/passwd", "1"]), /does not exist/);
  });
});

describe("locale and clock", () => {
  it("read names and times", () => {
    assert.equal(normalLocale("en_us.UTF-8@euro UTF-8"), "en_US.utf8@euro");
    assert.deepEqual(
      parseLocalectl("System Locale: LANG=de_DE.UTF-8\n               LC_TIME=C\n    VC Keymap: n/a\n"),
      dict({ system_locale: { LANG: "de_DE.UTF-8", LC_TIME: "C" }, vc_keymap: { data: null } }),
    );
    assert.deepEqual(parseTime("11:31:05 PM"), { hours: 23, minutes: 31, seconds: 5 });
    assert.deepEqual(parseTime("12:00 am"), { hours: 0, minutes: 0, seconds: 0 });
    assert.equal(parseTime("25:00"), undefined);
    assert.deepEqual(parseDate("03/28/26"), { years: 2026, months: 3, days: 28 });
    assert.deepEqual(parseDate("3-28-1970"), { years: 1970, months: 3, days: 28 });
    assert.equal(parseDate("2026-02-30"), undefined);
    assert.equal(timeIn("+0230", new Date(Date.UTC(2026, 0, 1, 12, 0))).getHours(), 14);
    assert.throws(() => timeIn("bogus", new Date()), SaltInvocationError);
  });
});

/** The configuration of logrotate: what is read, and what is written. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { pythonRepr, toValue } from "@salt/core";
import { callLine, fakeContext } from "../testing/execution-context.js";

const SYSLOG = "/var/log/a\n/var/log/b\n{\n  rotate 7\n  postrotate\n    echo $X }\n  endscript\n}\n";

function files(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), "salt-logrotate-"));
  t.after(() => rmSync(dir, { recursive: true }));
  mkdirSync(join(dir, "d"));
  writeFileSync(join(dir, "d", "syslog"), SYSLOG);
  const main = join(dir, "conf");
  writeFileSync(main, `weekly\nrotate 4\ninclude ${dir}/d\n/w {\n    minsize 1M\n}\n`);
  return main;
}

test("settings, blocks and what is included are one map", async (t) => {
  const main = files(t);
  const { context } = fakeContext();
  const told = await callLine(["logrotate.show_conf", main], context);
  const block = "{'rotate': 7, 'postrotate': ['echo $X }']}";
  assert.equal(
    pythonRepr(toValue(told)).replaceAll(`${main.slice(0, -4)}d`, "D"),
    `{'weekly': True, 'rotate': 4, 'include': 'D', '/var/log/a': ${block}, '/var/log/b': ${block}, ` +
      "'include files': {'syslog': ['/var/log/a', '/var/log/b']}, '/w': {'minsize': '1M'}}",
  );
});

test("a block is changed where it stands, with all its names and scripts", async (t) => {
  const main = files(t);
  const { context } = fakeContext();
  assert.equal(await callLine(["logrotate.set", "/var/log/b", "rotate", "3", main], context), true);
  const body = "    rotate 3\n    postrotate\n        echo $X }\n    endscript\n";
  assert.equal(readFileSync(join(main, "../d/syslog"), "utf8"), `/var/log/a /var/log/b {\n${body}}\n`);
});

test("a setting is replaced, or put before all others", async (t) => {
  const main = files(t);
  const { context } = fakeContext();
  await callLine(["logrotate.set", "rotate", "9", `conf_file=${main}`], context);
  await callLine(["logrotate.set", "dateext", "True", `conf_file=${main}`], context);
  assert.match(readFileSync(main, "utf8"), /^dateext\nweekly\nrotate 9\ninclude/);
});

test("nothing can be smuggled in by line breaks", async (t) => {
  const main = files(t);
  const { context } = fakeContext();
  const call = context.call("logrotate.set", ["/w", "minsize", "1\nsu root", main]);
  await assert.rejects(call, /line breaks/);
  await assert.rejects(
    context.call("logrotate.set", ["a\nb", "1"], { conf_file: main }),
    /control characters/,
  );
});

test("files that include each other end", async (t) => {
  const main = files(t);
  writeFileSync(join(main, "../d/again"), `include ${join(main, "../d")}\n`);
  await assert.rejects(callLine(["logrotate.show_conf", main], fakeContext().context), /include each other/);
});

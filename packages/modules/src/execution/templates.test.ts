/** Files, paths, commands and texts that are templates. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dict, isList } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";

function scratch(t: { after(end: () => void): void }): string {
  const dir = mkdtempSync(join(tmpdir(), "templates-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

const OWNER = [null, null, null, null] as const;

test("a managed file's source is rendered, and its checksum is that of the text", async (t) => {
  const source = join(scratch(t), "app.conf");
  writeFileSync(source, "{{ who }} {{ grains.os }} {{ name }} {{ color }}\n");
  const { context } = fakeContext({ grains: dict({ os: "Debian" }) });
  const args = [
    "/etc/app",
    "jinja",
    source,
    "",
    "",
    ...OWNER,
    "base",
    { who: "me" },
    { who: "x", color: "red" },
  ];
  const found = await context.call("file.get_managed", args);
  assert.ok(isList(found));
  const [path, sum, fault] = found;
  assert.equal(fault, "");
  t.after(() => rmSync(String(path)));
  assert.equal(readFileSync(String(path), "utf8"), "me Debian /etc/app red\n");
  const hsum = await context.call("hashutil.digest", ["me Debian /etc/app red\n", "sha256"]);
  assert.deepEqual(sum, dict({ hsum, hash_type: "sha256" }));
});

test("what is no text is not rendered, and engines that there are not are told", async (t) => {
  const source = join(scratch(t), "bytes");
  writeFileSync(source, Uint8Array.of(0xff, 0x7b, 0x7b));
  const { context } = fakeContext();
  const managed = (engine: string) =>
    context.call("file.get_managed", ["/etc/app", engine, source, "", "", ...OWNER, "base", {}, {}]);
  const [path] = (await managed("jinja")) as readonly string[];
  assert.equal(path, source);
  assert.deepEqual(await managed("smarty"), [
    source,
    dict(),
    "Specified template format smarty is not supported",
  ]);
});

test("contents and commands are templates", async () => {
  const { context } = fakeContext();
  const contents = ["a {{ v }} {{ w }}", "jinja", { v: 1 }, { v: 2, w: 3 }, "base"];
  assert.equal(await context.call("file.apply_template_on_contents", contents), "a 1 3");
  const run = context.call("cmd.run", ["echo {{ 1 + 1 }}"], { template: "jinja", python_shell: true });
  assert.equal(await run, "2");
});

test("a command sees the pillar that its call lays over the minion's", async () => {
  const asked: unknown[] = [];
  const { context } = fakeContext({
    pillar: dict({ x: "old" }),
    control: {
      compilePillar: async (options) => {
        asked.push(options);
        return dict({ y: 2 });
      },
    },
  });
  const kwargs = { template: "jinja", python_shell: true, pillar: { x: 1 } };
  assert.equal(await context.call("cmd.run", ["echo {{ pillar.x }} {{ pillar.y }}"], kwargs), "1 2");
  assert.deepEqual(asked, [{ override: dict({ x: 1 }) }]);
});

test("slsutil.renderer: a file that is not there, and a directory, render to nothing", async (t) => {
  const dir = scratch(t);
  const { context } = fakeContext({ opts: dict({ cachedir: dir, file_client: "local" }) });
  writeFileSync(join(dir, "a.sls"), "a: {{ 1 + 1 }}\n");
  const rendered = (path: string) => context.call("slsutil.renderer", [join(dir, path)]);
  assert.deepEqual(await rendered("a.sls"), dict({ a: 2 }));
  assert.deepEqual(await rendered("nosuch.sls"), dict());
  assert.deepEqual(await rendered(""), dict());
});

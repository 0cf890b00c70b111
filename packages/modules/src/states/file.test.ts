/**
 * States of files: what they do, what a trial leaves alone, and what they say. Answers are Salt 3006's.
 */
import assert from "node:assert/strict";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Dict, Plain } from "@salt/core";
import { callDirectly, dict, get, isDict } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { file } from "./file.js";

let root = "";
let at = "";

before(() => {
  root = mkdtempSync(join(tmpdir(), "file-states-"));
});
after(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  at = mkdtempSync(join(root, "case-"));
});

const path = (name: string): string => join(at, name);
const put = (name: string, text: string): string => {
  writeFileSync(path(name), text);
  return path(name);
};
const text = (name: string): string => readFileSync(path(name), "utf8");

/** Calls a state, `name` being below the directory of the test. */
async function state(fun: string, name: string, args: { readonly [name: string]: Plain } = {}, test = false) {
  const fn = file.functions[fun];
  assert.ok(fn, `there is a state ${fun}`);
  const opts = dict({ test, cachedir: join(root, "cache"), hash_type: "sha256" });
  const { context } = fakeContext({ opts, pillar: dict({ motd: "welcome\n" }) });
  const kwargs = new Map(
    [...dict({ ...args, name: path(name) })].map(([key, value]) => [String(key), value]),
  );
  const answer = await callDirectly(`file.${fun}`, fn, [], kwargs, context);
  assert.ok(isDict(answer));
  return answer;
}

function check(answer: Dict, result: boolean | null, comment: string, changes: Plain = {}): void {
  assert.deepEqual(
    [get(answer, "result"), get(answer, "comment"), get(answer, "changes")],
    [result, comment, isDict(changes) ? changes : dict(changes as { [key: string]: Plain })],
  );
}

describe("file.managed", () => {
  it("makes a file, changes it with a difference, and then finds it right", async () => {
    check(await state("managed", "f", { contents: "one" }), true, `File ${path("f")} updated`, {
      diff: "New file",
    });
    check(await state("managed", "f", { contents: ["two"] }), true, `File ${path("f")} updated`, {
      diff: "--- \n+++ \n@@ -1 +1 @@\n-one\n+two\n",
    });
    check(
      await state("managed", "f", { contents: "two" }),
      true,
      `File ${path("f")} is in the correct state`,
    );
  });

  it("changes nothing in a trial", async () => {
    put("f", "old\n");
    const answer = await state("managed", "f", { contents: "new" }, true);
    assert.equal(get(answer, "result"), null);
    assert.equal(text("f"), "old\n");
  });

  it("takes contents from the pillar, and says which key is not there", async () => {
    await state("managed", "f", { contents_pillar: "motd" });
    assert.equal(text("f"), "welcome\n");
    check(await state("managed", "f", { contents_pillar: "nope" }), false, "Pillar nope does not exist");
  });

  it("leaves the file when check_cmd refuses it", async () => {
    put("f", "good\n");
    const answer = await state("managed", "f", { contents: "bad", check_cmd: "grep -q good" });
    check(answer, false, "check_cmd execution failed");
    assert.equal(text("f"), "good\n");
  });

  it("refuses two kinds of contents, and directories", async () => {
    const both = await state("managed", "f", { contents: "a", contents_pillar: "motd" });
    assert.match(String(get(both, "comment")), /^Only one of 'contents'/);
    mkdirSync(path("d"));
    const onDirectory = await state("managed", "d", { contents: "a" });
    check(onDirectory, false, `Specified target ${path("d")} is a directory`);
  });
});

describe("file.directory", () => {
  it("makes directories with permissions and cleans them", async () => {
    await state("directory", "a/b", { makedirs: true, mode: "711" });
    assert.equal(statSync(path("a/b")).mode & 0o777, 0o711);
    put("a/b/stray", "");
    put("a/b/kept", "");
    const answer = await state("directory", "a/b", { clean: true, exclude_pat: "kept" });
    assert.deepEqual(get(get(answer, "changes"), "removed"), [path("a/b/stray")]);
    assert.ok(existsSync(path("a/b/kept")) && !existsSync(path("a/b/stray")));
  });

  it("does not follow links out of the directory when it cleans", async () => {
    mkdirSync(path("outside"));
    put("outside/f", "");
    mkdirSync(path("d"));
    symlinkSync(path("outside"), path("d/link"));
    await state("directory", "d", { clean: true });
    assert.ok(existsSync(path("outside/f")) && !existsSync(path("d/link")));
  });
});

describe("links, copies and removal", () => {
  it("makes a link, and another target only changes the link", async () => {
    put("t", "kept");
    await state("symlink", "l", { target: path("t") });
    await state("symlink", "l", { target: "elsewhere" });
    assert.ok(lstatSync(path("l")).isSymbolicLink());
    assert.equal(text("t"), "kept");
  });

  it("removes directories, and refuses the root", async () => {
    mkdirSync(path("d"));
    check(await state("absent", "d"), true, `Removed directory ${path("d")}`, { removed: path("d") });
    check(await state("absent", "d"), true, `File ${path("d")} is not present`);
  });

  it("does not copy over a file without force", async () => {
    put("from", "new");
    put("to", "old");
    await state("copy", "to", { source: path("from") });
    assert.equal(text("to"), "old");
    await state("copy", "to", { source: path("from"), force: true });
    assert.equal(text("to"), "new");
  });
});

describe("editing", () => {
  it("appends each text once, whatever its white space", async () => {
    put("f", "a  b\n");
    check(await state("append", "f", { text: ["a b", "c"] }), true, "Appended 1 lines", {
      diff: "--- \n\n+++ \n\n@@ -1 +1,2 @@\n\n a  b\n+c",
    });
    check(await state("append", "f", { text: "c" }), true, `File ${path("f")} is in correct state`);
  });

  it("sets, uncomments and adds keys", async () => {
    put("f", "a=1\n#b=2\n");
    const args = { key_values: { a: "3", b: "2", c: "4" }, uncomment: "#", append_if_not_found: true };
    await state("keyvalue", "f", args);
    assert.equal(text("f"), "a=3\nb=2\nc=4\n");
  });

  it("applies differences once", async () => {
    put("f", "one\ntwo\n");
    const source = put("p", "--- a\n+++ b\n@@ -1,2 +1,2 @@\n one\n-two\n+TWO\n");
    assert.equal(get(await state("patch", "f", { source }), "comment"), "Patch successfully applied");
    assert.equal(text("f"), "one\nTWO\n");
    assert.equal(get(await state("patch", "f", { source }), "comment"), "Patch was already applied");
  });

  it("comments and uncomments lines", async () => {
    put("f", "x=1\ny=2\n");
    await state("comment", "f", { regex: "^x", backup: false });
    assert.equal(text("f"), "#x=1\ny=2\n");
    await state("uncomment", "f", { regex: "^x", backup: false });
    assert.equal(text("f"), "x=1\ny=2\n");
  });
});

describe("file.serialize", () => {
  it("writes sorted JSON, and merges into what is there", async () => {
    await state("serialize", "f", { dataset: { b: [1], a: "x" }, serializer: "json" });
    assert.equal(text("f"), '{\n  "a": "x",\n  "b": [\n    1\n  ]\n}\n');
    const args = { dataset: { a: "y" }, serializer: "json", merge_if_exists: true };
    const answer = await state("serialize", "f", args);
    assert.deepEqual(get(answer, "changes"), dict({ diff: { a: { old: "x", new: "y" } } }));
  });

  it("writes YAML and sections of settings", async () => {
    await state("serialize", "y", { dataset: { b: "yes", a: [1] } });
    assert.equal(text("y"), "a:\n- 1\nb: 'yes'\n");
    await state("serialize", "c", { dataset: { S: { K: 1 } }, serializer: "configparser" });
    assert.equal(text("c"), "[S]\nk = 1\n\n\n");
  });

  it("refuses options that a form does not have", async () => {
    const args = { dataset: [1], serializer: "json", serializer_opts: [{ skipkeys: true }] };
    await assert.rejects(state("serialize", "f", args), /no option 'skipkeys'/);
  });
});

describe("file.accumulated", () => {
  it("is refused when nothing waits for it", async () => {
    const answer = await state("accumulated", "a", { filename: path("f"), text: "x" });
    assert.match(String(get(answer, "comment")), /^Orphaned accumulator/);
  });
});

describe("file.retention_schedule", () => {
  it("keeps the latest and the first of each month, by the time in the name", async () => {
    mkdirSync(path("b"));
    for (const day of ["2025-01-01", "2025-01-20", "2025-02-03", "2025-02-09"]) put(`b/${day}`, "");
    put("b/other", "");
    const args = { retain: { most_recent: 1, first_of_month: 2 }, strptime_format: "%Y-%m-%d" };
    const answer = await state("retention_schedule", "b", args);
    assert.deepEqual(get(get(answer, "changes"), "deleted"), ["2025-01-20"]);
    assert.ok(existsSync(path("b/other")) && !existsSync(path("b/2025-01-20")));
  });
});

describe("file.managed from a template", () => {
  it("leaves no rendered text among the temporary files", async () => {
    const kept = process.env.TMPDIR;
    process.env.TMPDIR = at;
    try {
      const source = put("source.jinja", "{{ 1 + 1 }}\n");
      for (const more of [{}, { check_cmd: "true" }])
        await state("managed", "made", { source, template: "jinja", ...more });
      assert.equal(text("made"), "2\n");
      assert.deepEqual(readdirSync(at).sort(), ["made", "source.jinja"]);
    } finally {
      if (kept === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = kept;
    }
  });
});

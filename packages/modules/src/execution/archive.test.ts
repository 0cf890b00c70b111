/**
 * Archives and ini files.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { MalformedError, SaltInvocationError } from "@salt/core";
import { recordingCommands } from "../testing/recording-commands.js";
import { formatOf, tarContents, zipContents } from "./archive-functions/contents.js";
import { sourceFiles, trimmed } from "./archive-functions/sources.js";
import { readZipMembers } from "./archive-functions/zip-members.js";
import { iniText, parseIni, updateSection } from "./ini-functions/ini-text.js";

const folder = mkdtempSync(join(tmpdir(), "archive-"));
after(() => rmSync(folder, { recursive: true }));

/** A zip file with members that hold nothing. */
function zipOf(members: readonly { name: string; mode: number; flags?: number }[]): Buffer {
  const entries = members.map(({ name, mode, flags = 0x800 }) => {
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE(flags, 8);
    head.writeUInt16LE(Buffer.byteLength(name), 28);
    head.writeUInt32LE(mode * 0x10000, 38);
    return Buffer.concat([head, Buffer.from(name)]);
  });
  const table = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(table.length, 12);
  return Buffer.concat([table, end, Buffer.alloc(0)]);
}

describe("zip files", () => {
  const path = join(folder, "a.zip");

  it("tell their members", () => {
    const members = [
      { name: "d/", mode: 0o040755 },
      { name: "e/ü", mode: 0o100644, flags: 0x801 },
      { name: "l", mode: 0o120777 },
    ];
    writeFileSync(path, zipOf(members));
    assert.deepEqual(
      readZipMembers(path).map((one) => [one.name, one.isEncrypted]),
      [
        ["d/", false],
        ["e/ü", true],
        ["l", false],
      ],
    );
    assert.deepEqual(zipContents(path), { dirs: ["d/", "e/"], files: ["e/ü"], links: ["l"] });
  });

  it("that are cut, or none, are refused", () => {
    const whole = zipOf([{ name: "a", mode: 0 }]);
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(path, whole.subarray(0, length));
      assert.throws(() => readZipMembers(path), MalformedError, `${length} bytes`);
    }
    const promising = Buffer.from(whole);
    promising.writeUInt32LE(0x7fffffff, whole.length - 10);
    writeFileSync(path, promising);
    assert.throws(() => readZipMembers(path), MalformedError);
  });
});

describe("tar files", () => {
  it("are read from what tar prints", async () => {
    const stdout = [
      'drwxr-xr-x 0/0 0 2026-01-01 00:00 "s/"',
      '-rw-r--r-- 0/0 2 2026-01-01 00:00 "s/with \\303\\274\\"\\n"',
      'lrwxrwxrwx 0/0 0 2026-01-01 00:00 "s/l" -> "1"',
      'hrw-r--r-- 0/0 0 2026-01-01 00:00 "s/h" link to "s/1"',
    ].join("\n");
    const { context } = recordingCommands(() => ({ stdout }));
    assert.deepEqual(await tarContents("a", "/a", null, context), {
      dirs: ["s/"],
      files: ['s/with ü"\n', "s/h"],
      links: ["s/l"],
    });
  });

  it("are known by their names", () => {
    const names = ["a.tar", "a.TGZ", "a.tar.bz2", "a.tbz", "a.tar.xz", "a.zip", "a.rar", "a.gz", "tar"];
    assert.deepEqual(names.map(formatOf), [
      "tar",
      "tar",
      "tar",
      "tar",
      "tar",
      "zip",
      "rar",
      undefined,
      undefined,
    ]);
  });
});

describe("packing", () => {
  it("finds sources and refuses options", () => {
    mkdirSync(join(folder, "s"));
    for (const name of ["a1", "a2", "b"]) writeFileSync(join(folder, "s", name), "");
    symlinkSync("a1", join(folder, "s", "l"));
    assert.deepEqual([...sourceFiles(`${folder}/s/a*, zz`)].sort(), [
      `${folder}/s/a1`,
      `${folder}/s/a2`,
      "zz",
    ]);
    assert.throws(() => sourceFiles(["--checkpoint-action=exec=id"]), SaltInvocationError);
  });

  it("does not follow links to directories", async () => {
    symlinkSync("/etc", join(folder, "s", "etc"));
    const { context, commands } = recordingCommands();
    const names = await context.call("archive.zip", [join(folder, "z.zip"), "s"], { cwd: folder });
    assert.deepEqual([...(names as string[])].sort(), ["s/", "s/a1", "s/a2", "s/b", "s/l"]);
    assert.equal(commands.length, 1);
    await assert.rejects(context.call("archive.unzip", ["/a", "/b"], { password: "x" }), SaltInvocationError);
  });

  it("shortens lists", () => {
    assert.deepEqual(trimmed(["a", "b", "c"], 2), ["a", "b", "List trimmed after 2 files."]);
    assert.deepEqual(trimmed(["a", "b", "c"], true), ["a", "b", "c"]);
  });
});

describe("ini files", () => {
  const TEXT = "# top\nname = v1\n  more\nplain\n\n[one]\na=1\n#b = 2\nc : 3\n[two]\n";

  it("keep what is not changed", () => {
    const ini = parseIni(TEXT, "=");
    const changes = updateSection(
      ini,
      new Map([
        [
          "one",
          new Map([
            ["a", "5"],
            ["b", "6"],
          ]),
        ],
      ]),
    );
    assert.deepEqual(
      changes,
      new Map([
        [
          "one",
          new Map([
            ["a", { before: "1", after: "5" }],
            ["b", { before: null, after: "6" }],
          ]),
        ],
      ]),
    );
    assert.equal(
      iniText(ini, false),
      "# top\nname = v1\n  more\nplain\n\n[one]\na = 5\nb = 6\nc : 3\n\n[two]\n",
    );
    assert.equal(updateSection(ini, new Map([["one", new Map([["a", "5"]])]])).size, 0);
  });

  it("are written by the functions", async () => {
    const path = join(folder, "a.ini");
    const { context } = recordingCommands();
    await context.call("ini.set_option", [path, new Map([["s", new Map([["k", 1]])]])], { no_spaces: true });
    assert.equal(readFileSync(path, "utf8"), "[s]\nk=1\n");
    assert.equal(await context.call("ini.get_option", [path, "s", "k"]), "1");
    assert.equal(await context.call("ini.remove_option", [path, "s", "k"]), "1");
    await assert.rejects(context.call("ini.get_ini", [path], { encoding: "bogus" }), SaltInvocationError);
  });
});

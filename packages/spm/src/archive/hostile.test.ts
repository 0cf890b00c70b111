/**
 * Package files that mean harm: each is refused with its reason, and nothing is written.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { SpmError } from "../errors.js";
import type { RawMember } from "../testing/archive.js";
import { blocksOf, packed, writeArchive } from "../testing/archive.js";
import { formulaText, SpmPlace } from "../testing/place.js";

const formula: RawMember = { path: "evil/FORMULA", content: formulaText("evil") };

const hostile: readonly [what: string, members: readonly RawMember[], says: RegExp][] = [
  ["a name that climbs", [formula, { path: "evil/../../x" }], /leads out of the package/],
  ["an absolute name", [formula, { path: "/etc/x" }], /leads out of the package/],
  [
    "a name with a control character",
    [formula, { path: "evil/evil/a\u001b[2J" }],
    /leads out of the package/,
  ],
  ["a name outside of its directory", [formula, { path: "other/x" }], /lies outside of evil\//],
  ["a link out of the root", [formula, link("evil/evil/l", "../../../etc")], /link .* leads out/],
  ["an absolute link", [formula, link("evil/evil/l", "/etc/passwd")], /link .* leads out/],
  [
    "a file through a link",
    [formula, link("evil/evil/l", "x"), { path: "evil/evil/l/passwd" }],
    /lies below a symlink/,
  ],
  [
    "a hard link",
    [formula, { path: "evil/evil/h", type: "Link", linkpath: "evil/FORMULA" }],
    /is of the kind Link/,
  ],
  ["a device", [formula, { path: "evil/evil/d", type: "CharacterDevice" }], /is of the kind CharacterDevice/],
  ["a pipe", [formula, { path: "evil/evil/p", type: "FIFO" }], /is of the kind FIFO/],
  ["set-uid bits", [formula, { path: "evil/evil/s", mode: 0o4755 }], /would run as its owner/],
  ["two members of one name", [formula, { path: "evil/evil/a" }, { path: "evil/evil/a" }], /twice/],
  ["a file below a file", [formula, { path: "evil/evil/a" }, { path: "evil/evil/a/b" }], /lies below a file/],
  ["no FORMULA", [{ path: "evil/evil/a" }], /has no evil\/FORMULA/],
  ["another's FORMULA", [{ ...formula, content: formulaText("good") }], /is that of good-202301-1.spm/],
  [
    "another version's FORMULA",
    [{ ...formula, content: formulaText("evil", { version: "7" }) }],
    /is that of evil-7-1/,
  ],
  ["a FORMULA that is too large", [{ ...formula, content: "#".repeat(1_100_000) }], /larger than a megabyte/],
  [
    "more than it may hold",
    [formula, { path: "evil/evil/zeros", content: new Uint8Array(5_000_000) }],
    /holds more than 4000000 bytes/,
  ],
  ["nothing", [], /Unrecognized archive format/],
];

describe("hostile packages", () => {
  let place: SpmPlace;
  const file = (): string => join(place.dir, "evil-202301-1.spm");
  before(() => {
    place = new SpmPlace({ spm_max_unpacked: 4_000_000 });
  });
  after(() => place.close());

  const refused = async (says: RegExp): Promise<void> => {
    const tree = place.tree();
    for (const words of [
      ["install", file()],
      ["local", "info", file()],
    ]) {
      await assert.rejects(
        place.run(words),
        (error: unknown) => error instanceof SpmError && says.test(error.message),
      );
    }
    assert.deepEqual(place.tree(), tree);
    assert.deepEqual(await place.run(["list", "packages"]), []);
  };

  for (const [what, members, says] of hostile) {
    test(`${what} is refused`, async () => {
      await writeArchive(file(), members);
      await refused(says);
    });
  }

  test("what is no bzip2 is refused", async () => {
    writeFileSync(file(), "<!DOCTYPE html>");
    await refused(/no bzip2 file/);
  });

  test("what is cut off is refused", async () => {
    await writeArchive(file(), [formula, { path: "evil/evil/a", content: randomBytes(50_000) }]);
    const whole = readFileSync(file());
    writeFileSync(file(), whole.subarray(0, whole.length / 2));
    await refused(/no bzip2 file|ends within|is refused/);
  });

  test("ten gigabytes of zeros in less than a megabyte are refused before they are unpacked", async () => {
    const streams = 2_400;
    const zeros = await packed([Buffer.alloc(4_500_000)]);
    for (const size of [10_000_000_000, 10]) {
      const bomb = { path: "evil/evil/zeros", size };
      writeFileSync(file(), await packed([...blocksOf(formula), ...blocksOf(bomb)]));
      for (let stream = 0; stream < streams; stream += 1) appendFileSync(file(), zeros);
      assert.ok(statSync(file()).size < 1_000_000, `${statSync(file()).size} bytes`);
      await refused(/holds more than 4000000 bytes/);
    }
  });

  test("what is compressed twice is refused", async () => {
    writeFileSync(file(), await packed([gzipSync(Buffer.alloc(1024))]));
    await refused(/compressed twice/);
  });

  test("the same made by an honest hand is installed, so the tests above could fail", async () => {
    await writeArchive(file(), [formula, { path: "evil/evil/a", content: "good" }, link("evil/evil/l", "a")]);
    await place.run(["install", file()]);
    assert.equal(place.tree()["formula/evil/a"], "good");
    assert.equal(place.tree()["formula/evil/l"], "-> a");
  });
});

function link(path: string, linkpath: string): RawMember {
  return { path, type: "SymbolicLink", linkpath };
}

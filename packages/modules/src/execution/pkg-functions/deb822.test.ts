/** `.sources` files: what is read of them, and that all else stays when one field changes. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { blocksText, parseBlocks, withField } from "./deb822.js";
import { parseRepository, shownRepository } from "./repositories.js";
import { blockRepositories, removeFromBlock, writeBlock } from "./source-blocks.js";

const TEXT = `# Debian itself
Types: deb deb-src
URIs: http://deb.debian.org/debian
suites: bookworm bookworm-updates
# in between
Components: main contrib
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc

Types: deb
URIs: http://example.org/x
Suites: ./
Enabled: no
Trusted: yes
`;

const line = (text: string) => {
  const found = parseRepository(text, "");
  assert.ok(found);
  return found;
};

test("a block stands for each of its types, addresses and releases", () => {
  const found = blockRepositories(TEXT, "f");
  assert.deepEqual(
    found.map((one) => one.line),
    [
      "deb http://deb.debian.org/debian bookworm main contrib",
      "deb-src http://deb.debian.org/debian bookworm main contrib",
      "deb http://deb.debian.org/debian bookworm-updates main contrib",
      "deb-src http://deb.debian.org/debian bookworm-updates main contrib",
      "# deb [trusted=yes] http://example.org/x ./",
    ],
  );
  const [first] = found;
  assert.ok(first);
  assert.deepEqual(shownRepository(first).suites, ["bookworm", "bookworm-updates"]);
  assert.equal(shownRepository(first).signedby, null);
});

test("what is not changed stays as it was written", () => {
  const [first, ...rest] = parseBlocks(TEXT);
  assert.ok(first);
  const text = blocksText([withField(first, "Suites", "sid"), ...rest]);
  assert.match(text, /^# Debian itself\nTypes: deb deb-src\n/);
  assert.match(text, /\nsuites: sid\nComponents: main contrib\nSigned-By:\n -----BEGIN/);
  assert.match(text, / abc\n# in between\n\nTypes: deb\n/);
  assert.equal(blocksText(parseBlocks(text)), text);
});

test("a source is added, changed, and taken out", () => {
  const folder = mkdtempSync(join(tmpdir(), "sources-"));
  const file = join(folder, "x.sources");
  const read = () => readFileSync(file, "utf8");
  try {
    const wanted = line("deb [arch=amd64 signed-by=/k.gpg] http://example.org/d sid main");
    writeBlock(file, undefined, wanted, new Map([["comments", "ours"]]));
    assert.match(
      read(),
      /^#ours\nTypes: deb\nURIs: http:\/\/example.org\/d\nSuites: sid\nComponents: main\n/,
    );
    assert.match(read(), /Architectures: amd64\nSigned-By: \/k.gpg\n$/);
    writeFileSync(file, `${read()}\n${TEXT}`);
    const [old] = blockRepositories(read(), file);
    writeBlock(file, old, { ...wanted, signedby: "", comps: ["main", "contrib"], disabled: true }, new Map());
    assert.match(
      read(),
      /Components: main contrib\nArchitectures: amd64\nSigned-By: \/k.gpg\nEnabled: no\n\n# Debian/,
    );
    const [changed, second] = blockRepositories(read(), file);
    assert.ok(changed && second);
    removeFromBlock(file, second, ["main"]);
    assert.match(read(), /suites: bookworm bookworm-updates\nComponents: contrib\n/);
    removeFromBlock(file, changed, ["main", "contrib"]);
    assert.match(read(), /^# Debian itself\n/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

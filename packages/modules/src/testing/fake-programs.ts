/**
 * Programs that seem to be installed, for tests of functions whose commands are only recorded.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before } from "node:test";

/** Puts empty programs of these names on PATH while the tests of the file or suite run. */
export function installedPrograms(...names: readonly string[]): void {
  const old = process.env.PATH ?? "";
  let dir = "";
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "mp-"));
    for (const name of names) writeFileSync(join(dir, name), "", { mode: 0o755 });
    process.env.PATH = `${dir}${delimiter}${old}`;
  });
  after(() => {
    process.env.PATH = old;
    rmSync(dir, { recursive: true });
  });
}

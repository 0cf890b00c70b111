/**
 * Temporary directories for tests.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Makes a directory with files in it, gives it to `use` and removes it. */
export async function withScratch(
  files: Readonly<Record<string, string>>,
  use: (dir: string) => void | Promise<void>,
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "salt-core-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), content);
    }
    await use(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

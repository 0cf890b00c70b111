/**
 * Writing a file that may be there already: whole or not at all, with the old one's permissions and owner.
 */
import { randomBytes } from "node:crypto";
import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file through `write`. A link is followed, and what is no ordinary file (a device, a pipe) is written to
 * as it is. `mode` is for a new file; the umask applies to it. Throws the system's error, and leaves nothing behind.
 */
export async function replaceFile(
  path: string,
  write: (file: FileHandle) => Promise<void>,
  mode = 0o666,
): Promise<void> {
  const old = await stat(path).catch(() => undefined);
  if (old !== undefined && !old.isFile()) return await writeInto(path, write);
  const place = old === undefined ? path : await realpath(path);
  const temporary = join(
    dirname(place),
    `.${basename(place).slice(0, 100)}.${randomBytes(6).toString("hex")}.part`,
  );
  const file = await open(temporary, "wx", old === undefined ? mode : 0o600);
  try {
    try {
      await write(file);
      if (old !== undefined) await resemble(file, old);
    } finally {
      await file.close();
    }
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeInto(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, "w");
  try {
    await write(file);
  } finally {
    await file.close();
  }
}

async function resemble(file: FileHandle, old: Stats): Promise<void> {
  // Another account cannot give files away; its new file is its own.
  await file.chown(old.uid, old.gid).catch(() => {});
  await file.chmod(old.mode & 0o7777);
}

/**
 * `pkgfiles` on the file system of this machine.
 */
import { createHash } from "node:crypto";
import {
  chmodSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { open } from "node:fs/promises";
import type { FileAttributes, FileKind, PkgFiles, PkgFilesProvider } from "./pkgfiles.js";

/** The plugin. */
export const local: PkgFilesProvider = {
  kind: "pkgfiles",
  name: "local",
  open: ({ mayChown }) => new LocalFiles(mayChown),
};

class LocalFiles implements PkgFiles {
  readonly #mayChown: boolean;

  constructor(mayChown: boolean) {
    this.#mayChown = mayChown;
  }

  kind(path: string): FileKind | undefined {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    if (stats.isFile()) return "file";
    if (stats.isDirectory()) return "directory";
    return stats.isSymbolicLink() ? "symlink" : "other";
  }

  hash(path: string): string {
    const link = this.kind(path) === "symlink";
    return createHash("sha1")
      .update(link ? readlinkSync(path) : readFileSync(path))
      .digest("hex");
  }

  async write(path: string, content: AsyncIterable<Uint8Array>, attributes: FileAttributes): Promise<void> {
    const file = await open(path, "wx", 0o600);
    try {
      for await (const chunk of content) await file.write(chunk);
      if (this.#mayChown) await file.chown(attributes.uid, attributes.gid);
      await file.chmod(attributes.mode);
      await file.utimes(attributes.mtime, attributes.mtime);
      await file.sync();
    } catch (error) {
      rmSync(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  }

  link(path: string, target: string, { uid, gid }: FileAttributes): void {
    symlinkSync(target, path);
    if (this.#mayChown) lchownSync(path, uid, gid);
  }

  rename(from: string, to: string): void {
    renameSync(from, to);
  }

  remove(path: string): void {
    rmSync(path, { force: true });
  }

  makeDirectory(path: string): void {
    mkdirSync(path, { mode: 0o755 });
  }

  setAttributes(path: string, { mode, mtime, uid, gid }: FileAttributes): void {
    if (this.#mayChown) lchownSync(path, uid, gid);
    chmodSync(path, mode);
    utimesSync(path, mtime, mtime);
  }

  removeDirectory(path: string): boolean {
    try {
      rmdirSync(path);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "ENOTEMPTY" || code === "EEXIST") return false;
      if (code !== "ENOENT") throw error;
    }
    return true;
  }
}

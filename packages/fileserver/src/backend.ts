/**
 * What a source of files is: `roots`, `gitfs`, `minionfs`.
 */
import type { Stats } from "node:fs";
import type { FileServerOutcome } from "@salt/core";

/** A file that was found. */
export interface FoundFile {
  /** Where its bytes are, on this machine. */
  readonly path: string;
  /** Its path below `salt://`. */
  readonly rel: string;
  /** What Python's `os.stat` lists: mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime. */
  readonly stat: readonly number[];
  /** Changes when the bytes change. */
  readonly version: string;
}

/** Everything in an environment, sorted. */
export interface FileListing {
  readonly files: readonly string[];
  readonly dirs: readonly string[];
  readonly emptyDirs: readonly string[];
  /** What each symbolic link leads to. */
  readonly links: ReadonlyMap<string, string>;
}

/** A source of files. */
export interface FileBackend {
  readonly name: string;
  environments(): Promise<readonly string[]>;
  /** The file at a path in its shortest form. `index` means one root of several. */
  find(path: string, saltenv: string, index?: number): Promise<FoundFile | undefined>;
  /** All files of an environment; undefined when there is no such environment. */
  list(saltenv: string): Promise<FileListing | undefined>;
  /** Forgets kept lists; the environments that had some. */
  forgetLists?(saltenvs: readonly string[] | null): readonly string[];
  /** Looks at the source anew. Throws what its failure throws. */
  update?(remotes: readonly string[] | undefined): Promise<void>;
  /** Milliseconds between two updates. */
  readonly updateEvery?: number;
  /** Removes everything that can be fetched again; sentences on what went wrong. */
  clearCache?(): Promise<readonly string[]>;
  lock?(remote: string | undefined): Promise<FileServerOutcome>;
  clearLock?(remote: string | undefined): Promise<FileServerOutcome>;
}

/** `stat` and `version` of a file's state. */
export function statOf(stats: Stats): { readonly stat: readonly number[]; readonly version: string } {
  const seconds = (ms: number): number => Math.floor(ms / 1000);
  const { mode, ino, dev, nlink, uid, gid, size, atimeMs, mtimeMs, ctimeMs } = stats;
  return {
    stat: [mode, ino, dev, nlink, uid, gid, size, seconds(atimeMs), seconds(mtimeMs), seconds(ctimeMs)],
    version: [dev, ino, size, mtimeMs, ctimeMs].join(":"),
  };
}

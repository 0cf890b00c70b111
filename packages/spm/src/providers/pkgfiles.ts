/**
 * The kind of plugin that puts the files of packages in place.
 */

/** Attributes of a file that is written. */
export interface FileAttributes {
  readonly mode: number;
  /** Seconds. */
  readonly mtime: number;
  readonly uid: number;
  readonly gid: number;
}

/** What lies at a path. */
export type FileKind = "file" | "directory" | "symlink" | "other";

/** A place for files. All paths are absolute; a call that fails throws and has changed nothing. */
export interface PkgFiles {
  /** What lies at a path, itself and not what it points to; undefined when nothing does. */
  kind(path: string): FileKind | undefined;
  /** SHA-1 of a file, or of where a link points, as Salt's database has it. */
  hash(path: string): string;
  /** Writes a file that was not there, and makes sure that it is on the disk. */
  write(path: string, content: AsyncIterable<Uint8Array>, attributes: FileAttributes): Promise<void>;
  /** Makes a symbolic link that was not there. */
  link(path: string, target: string, attributes: FileAttributes): void;
  /** Gives a file another name; what had that name is replaced at once. */
  rename(from: string, to: string): void;
  /** Removes a file or link; nothing happens when it is gone. */
  remove(path: string): void;
  /** Makes a directory; its parent is there. */
  makeDirectory(path: string): void;
  /** Sets the attributes of a directory. */
  setAttributes(path: string, attributes: FileAttributes): void;
  /** Removes a directory if it is empty; whether it is gone. */
  removeDirectory(path: string): boolean;
}

/** What a provider is opened with. */
export interface PkgFilesOptions {
  /** Whether files may be given to another owner, which only root may do. */
  readonly mayChown: boolean;
}

/** A plugin of the kind `pkgfiles`. */
export interface PkgFilesProvider {
  readonly kind: "pkgfiles";
  readonly name: string;
  open(options: PkgFilesOptions): PkgFiles;
}

/**
 * The kind of plugin that keeps the record of what is installed.
 */

/** An installed package, in the form of Salt's table. */
export interface PackageRow {
  readonly package: string;
  readonly version: string;
  readonly release: string;
  /** When it was installed, as an HTTP date. */
  readonly installed: string;
  readonly os: string | null;
  readonly os_family: string | null;
  readonly dependencies: string | null;
  readonly os_dependencies: string | null;
  readonly os_family_dependencies: string | null;
  readonly summary: string;
  readonly description: string;
}

/** A file or directory of an installed package. */
export interface FileRow {
  readonly path: string;
  readonly size: number;
  /** Permission bits as a decimal number, as Salt writes them. */
  readonly mode: string;
  /** SHA-1 of its content; empty for a directory. */
  readonly sum: string;
  readonly linkname: string;
  readonly uname: string;
  readonly gname: string;
  readonly mtime: string;
}

/** What one run changes in the record. */
export interface PkgDbChange {
  /** Packages that go, with all their files. */
  readonly remove: readonly string[];
  readonly add: readonly { readonly row: PackageRow; readonly files: readonly FileRow[] }[];
}

/** A record of packages. */
export interface PkgDb {
  /** An installed package. */
  info(name: string): PackageRow | undefined;
  /** Names in the order of installation. */
  packages(): readonly string[];
  /** The files of a package in the order of installation; undefined when it is not installed. */
  files(name: string): readonly FileRow[] | undefined;
  /** The package that a path belongs to. */
  owner(path: string): string | undefined;
  /** Makes a change, wholly or not at all. Making it once more must change nothing. */
  apply(change: PkgDbChange): void;
  close(): void;
}

/** What a provider is opened with. */
export interface PkgDbOptions {
  /** The option `spm_db`. */
  readonly location: string;
}

/** A plugin of the kind `pkgdb`. */
export interface PkgDbProvider {
  readonly kind: "pkgdb";
  readonly name: string;
  /** Opens the record, making it when there is none. */
  open(options: PkgDbOptions): PkgDb;
}

/**
 * SPM: building, publishing, installing and removing packages of formulas.
 */
export { SpmError, type SpmFault } from "./errors.js";
export type { Hook, HookName } from "./formula/hooks.js";
export type { HookOutcome, HookRunner } from "./hook-runs.js";
export type { Identity } from "./installation.js";
export type {
  FileRow,
  PackageRow,
  PkgDb,
  PkgDbChange,
  PkgDbOptions,
  PkgDbProvider,
} from "./providers/pkgdb.js";
export type {
  FileAttributes,
  FileKind,
  PkgFiles,
  PkgFilesOptions,
  PkgFilesProvider,
} from "./providers/pkgfiles.js";
export type { SpmOptions, SpmUser } from "./session.js";
export { Spm } from "./spm.js";

/**
 * Where the archive of `npm run build:tarball` is installed: `<prefix>/<version>` for each version, and the link
 * `<prefix>/current` to the one in use.
 */
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CommandExecutionError, SaltInvocationError } from "@salt/core";

/** An installation from an archive. */
export interface Installation {
  /** The folder of all versions. */
  readonly prefix: string;
  /** The version that runs. */
  readonly version: string;
}

/** The installation of a Node, by its path. Throws CommandExecutionError when it comes from somewhere else. */
export function installationOf(execPath: string): Installation {
  const release = dirname(dirname(execPath));
  const prefix = dirname(release);
  const link = lstatSync(join(prefix, "current"), { throwIfNoEntry: false });
  const isRelease = basename(execPath) === "node" && basename(dirname(execPath)) === "lib";
  if (!isRelease || link?.isSymbolicLink() !== true || !existsSync(join(release, "VERSION"))) {
    throw new CommandExecutionError("This minion was not installed by the archive's install.sh.", {
      hint: "Upgrade it by what it was installed with: pkg.install for packages, npm otherwise.",
    });
  }
  return { prefix, version: versionIn(release) };
}

/** The version that an unpacked archive says it is. */
export function versionIn(release: string): string {
  return readFileSync(join(release, "VERSION"), "utf8").trim();
}

/** A version, as it may be the name of a folder. Throws SaltInvocationError for anything else. */
export function checkedVersion(version: string): string {
  if (/^\d[\w.+~^-]{0,63}$/.test(version)) return version;
  throw new SaltInvocationError(`'${version}' is not a version of an archive, such as 0.2.0.`);
}

/**
 * The arguments that states of packages share.
 */
import { maybe, needed } from "@salt/core";

/** The package, when `pkgs` and `sources` name none. */
export const name = needed.any("The package.");
/** A version or a condition on it. */
export const version = maybe.any(null, "The version, or a condition such as `>=1.2`.");
/** Several packages. */
export const pkgs = maybe.any(null, "Packages, or maps from packages to versions.");
/** Where packages come from. */
export const fromrepo = maybe.any(null, "The release or repository to take them from.");
/** Whether lists are fetched first. */
export const refresh = maybe.any(null, "Fetch the lists of packages first; the first state of a run does.");
/** Versions without their epochs. */
export const ignore_epoch = maybe.any(
  null,
  "Leave what stands before a colon out when versions are compared.",
);
/** Names without architecture. */
const normalize = maybe.any(true, "Take the machine's own architecture out of names.");

/** The parameters of `pkg.installed`. */
export const installedParams = {
  name,
  version,
  refresh,
  fromrepo,
  skip_verify: maybe.bool(false, "Take packages that nobody signed."),
  skip_suggestions: maybe.bool(false, "Do not look for packages of similar names."),
  pkgs,
  sources: maybe.any(null, "Maps from packages to package files."),
  allow_updates: maybe.any(false, "A newer version than the one asked for is as good."),
  pkg_verify: maybe.any(false, "Check the files of packages; only where `pkg.verify` is there."),
  normalize,
  ignore_epoch,
  reinstall: maybe.bool(false, "Install again what is there."),
  update_holds: maybe.bool(false, "Also packages that are held."),
};

/** The parameters of `pkg.latest`. */
export const latestParams = {
  name,
  refresh,
  fromrepo,
  skip_verify: maybe.bool(false, "Take packages that nobody signed."),
  pkgs,
  watch_flags: maybe.bool(true, "For Gentoo only; has no meaning here."),
};

/** The parameters of `pkg.removed` and `pkg.purged`. */
export const removedParams = { name, version, pkgs, normalize, ignore_epoch };

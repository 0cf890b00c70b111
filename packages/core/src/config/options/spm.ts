/**
 * The options of `spm`.
 */
import * as f from "../../schema/field.js";
import type { ConfigOf } from "../table.js";
import { sharedOptions } from "./shared.js";

export const spmOptions = {
  ...sharedOptions,
  default_include: f.str("spm.d/*.conf", "Files to read after the main file."),
  spm_logfile: f.path("/var/log/salt/spm", "Log file of spm."),
  formula_path: f.path("/srv/spm/salt", "Where formulas are installed."),
  pillar_path: f.path("/srv/spm/pillar", "Where pillar examples are installed."),
  reactor_path: f.path("/srv/spm/reactor", "Where reactor packages are installed."),
  spm_share_dir: f.path(
    "/usr/share/salt/spm",
    "Where files marked as documentation, licence and the like go.",
  ),
  spm_repos_config: f.path(
    "/etc/salt/spm.repos",
    "File with repositories; beside it, a directory of the same name and .d.",
  ),
  spm_cache_dir: f.path(
    "/var/cache/salt/spm",
    "Metadata of repositories, downloads and the package database.",
  ),
  spm_metadata_age: f.int(0, "Seconds after which metadata is fetched anew; 0 waits for update_repo."),
  spm_build_dir: f.path("/srv/spm_build", "Where built packages are put."),
  spm_build_exclude: f.strList(
    ["CVS", ".hg", ".git", ".svn"],
    "What is left out of a package: names begin so.",
  ),
  spm_db: f.path("/var/cache/salt/spm/packages.db", "Database of what is installed."),
  spm_db_provider: f.str("sqlite3", "Plugin that keeps that database."),
  spm_files_provider: f.str("local", "Plugin that puts files in place."),
  spm_repo_dups: f.oneOf(
    ["ignore", "archive", "delete"],
    "ignore",
    "What create_repo does with older versions of a package.",
  ),
  spm_node_type: f.oneOf(
    ["", "master", "minion"],
    "",
    "Puts modules into the plugin cache of that daemon, not into the file root.",
  ),
  spm_uid: f.any(null, "Owner of installed files, as a number; whoever runs spm when absent."),
  spm_gid: f.any(null, "Group of installed files, as a number; that of whoever runs spm when absent."),
  spm_signing_key: f.optionalPath("Private key, as PEM, that create_repo signs repositories with."),
  spm_max_unpacked: f.int(268_435_456, "Most bytes that a package may hold once it is unpacked."),
  spm_max_download: f.int(134_217_728, "Most bytes that a download may have."),
  spm_timeout: f.seconds(60, "Seconds within which some of a download must come; 0 waits for ever."),
  extension_modules: f.path(
    "/var/cache/salt/spm/extmods",
    "Directory with plugins of the kinds pkgdb and pkgfiles.",
  ),
} as const;

/** The configuration of spm. */
export type SpmConfig = ConfigOf<typeof spmOptions>;

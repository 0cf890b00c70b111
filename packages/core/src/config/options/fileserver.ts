/**
 * The options of the file server, which a master has, and a minion that does without one.
 */
import * as f from "../../schema/field.js";

export const fileServerOptions = {
  file_roots: f.any(
    new Map([["base", ["/srv/salt", "/srv/spm/salt"]]]),
    "Directories of the file server by environment; `__env__` stands for any other environment.",
  ),
  fileserver_backend: f.strList(
    ["roots"],
    "Where files come from, first found first: roots, gitfs, minionfs.",
  ),
  file_ignore_regex: f.strList([], "Regular expressions of paths that are not served."),
  file_ignore_glob: f.strList([], "Globs of paths that are not served."),
  fileserver_followsymlinks: f.bool(true, "Whether symbolic links that lead out of a root are followed."),
  fileserver_ignoresymlinks: f.bool(false, "Whether symbolic links are left out of lists."),
  fileserver_limit_traversal: f.unserved(f.bool(false, "Known for compatibility: lists are read as needed.")),
  fileserver_list_cache_time: f.unserved(
    f.int(20, "Known for compatibility: lists are kept for as long as no directory changed."),
  ),
  gitfs_remotes: f.any([], "Repositories of gitfs: URLs, or maps of a URL to options of its own."),
  gitfs_base: f.str("master", "Branch or tag that is the environment base."),
  gitfs_root: f.str("", "Directory of the repository that is served."),
  gitfs_mountpoint: f.str("", "Where below salt:// the files appear."),
  gitfs_saltenv: f.any([], "Options for single environments: maps of their names to ref, root, mountpoint."),
  gitfs_saltenv_whitelist: f.strList([], "Globs or expressions of the only environments."),
  gitfs_saltenv_blacklist: f.strList([], "Globs or expressions of refs that are no environments."),
  gitfs_ref_types: f.strList(["branch", "tag", "sha"], "Kinds of refs that are environments."),
  gitfs_disable_saltenv_mapping: f.bool(false, "Whether only environments of gitfs_saltenv are served."),
  gitfs_fallback: f.str("", "Branch or tag for environments that there are not."),
  gitfs_depth: f.int(0, "Commits that are fetched; 0 is all."),
  gitfs_user: f.str("", "Account for HTTPS."),
  gitfs_password: f.str("", "Its password."),
  gitfs_privkey: f.str("", "SSH key; it must have no passphrase."),
  gitfs_ssl_verify: f.bool(true, "Whether certificates are checked."),
  gitfs_update_interval: f.seconds(60, "Pause between two looks at a repository."),
  gitfs_timeout: f.seconds(120, "How long one look may take."),
  minionfs_env: f.str("base", "Environment that pushed files are in."),
  minionfs_mountpoint: f.str("", "Where below salt:// they appear."),
  minionfs_whitelist: f.strList([], "Globs or expressions of the only minions whose files are served."),
  minionfs_blacklist: f.strList([], "Globs or expressions of minions whose files are not served."),
} as const;

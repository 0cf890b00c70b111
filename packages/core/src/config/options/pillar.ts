/**
 * The options that pillars are compiled by, on a master and on a minion that has its pillar itself.
 */
import * as f from "../../schema/field.js";

export const pillarOptions = {
  pillar_roots: f.any(
    new Map([["base", ["/srv/pillar", "/srv/spm/pillar"]]]),
    "Directories of the pillar by environment.",
  ),
  state_top: f.str("salt://top.sls", "The top file."),
  ext_pillar: f.any([], "External sources of the pillar, one map each."),
  ext_pillar_first: f.bool(false, "Whether the files of the pillar see what external sources gave."),
  exclude_ext_pillar: f.strList([], "External sources that are passed over."),
  on_demand_ext_pillar: f.any(["libvirt", "virtkey"], "External sources that a minion may ask for."),
  pillar_source_merging_strategy: f.str(
    "smart",
    "How parts of the pillar are merged: smart, recurse, aggregate, overwrite or none.",
  ),
  pillar_merge_lists: f.bool(false, "Whether lists in merged maps are joined."),
  pillar_includes_override_sls: f.bool(
    false,
    "Whether what an SLS of the pillar includes wins over its own.",
  ),
  pillar_opts: f.bool(false, "Whether the pillar tells all options, at `master`."),
  pillar_safe_render_error: f.bool(true, "Whether rendering errors are kept from minions."),
  pillarenv_from_saltenv: f.bool(false, "Whether the environment for states is that of the pillar too."),
  ssh_merge_pillar: f.bool(true, "Whether a new pillar is laid over one that the options hold."),
  decrypt_pillar: f.any([], "Paths in the pillar that are decrypted, with a renderer if not gpg."),
  decrypt_pillar_delimiter: f.str(":", "What divides those paths."),
  decrypt_pillar_default: f.str("gpg", "The renderer that decrypts, where none is named."),
  decrypt_pillar_renderers: f.strList(["gpg"], "Renderers that may decrypt."),
  git_pillar_base: f.str("master", "The branch of repositories that is the environment base."),
  git_pillar_branch: f.str("master", "The branch of repositories that name none."),
  git_pillar_env: f.str("", "The environment of all repositories; after the branch unless given."),
  git_pillar_root: f.str("", "The directory in repositories that is the top."),
  git_pillar_fallback: f.str("", "The branch where an environment has none."),
  git_pillar_includes: f.bool(true, "Whether repositories of one environment see each other's files."),
  git_pillar_depth: f.int(0, "How many commits are fetched; 0 for all."),
  git_pillar_user: f.str("", "The account for repositories behind a web server."),
  git_pillar_password: f.str("", "Its password."),
  git_pillar_privkey: f.str("", "A key for repositories that are reached by SSH."),
  git_pillar_ssl_verify: f.bool(true, "Whether certificates are checked."),
  git_pillar_update_interval: f.seconds(60, "How old a fetched repository may be."),
} as const;

/** Those of a master alone. */
export const masterPillarOptions = {
  ...pillarOptions,
  master_tops: f.map("Sources of top file data beside the state tree, by name."),
  pillarenv: f.optionalStr("The only environment of pillars, unless minions ask for another."),
  pillar_cache: f.bool(false, "Whether compiled pillars are kept."),
  pillar_cache_ttl: f.seconds(3600, "How long a pillar is kept."),
  pillar_cache_backend: f.oneOf(["disk", "memory"], "disk", "Where compiled pillars are kept."),
  pillar_timeout: f.seconds(60, "How long compiling one minion's pillar may take."),
  worker_threads: f.int(5, "Processes that compile pillars, at most.", 1),
} as const;

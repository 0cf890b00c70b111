/**
 * The parameters of pip.installed.
 */
import { maybe, needed } from "@salt/core";

const flag = (doc: string) => maybe.bool(false, doc);
const gone = maybe.any(null, "Not taken: today's pip has no such option.");

/** How pip is run. */
export const pipAccount = {
  bin_env: maybe.str(null, "The virtual environment, or the path of pip."),
  user: maybe.str(null, "The account to run pip as."),
  cwd: maybe.str(null, "The directory to run it in."),
} as const;

/** What is handed on to pip.install as it is. */
export const installOptions = {
  requirements: maybe.any(null, "Files of requirements: a list, or a text with commas."),
  use_wheel: flag("Has no meaning for today's pip, which always does."),
  no_use_wheel: flag("Has no meaning for today's pip: use no_binary."),
  log: maybe.str(null, "A file for pip's own log."),
  proxy: maybe.any(null, "A proxy; false for none."),
  timeout: maybe.any(null, "Seconds to wait for a server."),
  editable: maybe.any(null, "Sources to install so that they can be changed."),
  find_links: maybe.any(null, "Further places to look."),
  index_url: maybe.str(null, "The address of the index."),
  extra_index_url: maybe.str(null, "The address of one more index."),
  no_index: flag("Do not ask an index."),
  mirrors: gone,
  build: gone,
  target: maybe.str(null, "The directory to install to."),
  download: gone,
  download_cache: maybe.str(null, "The directory of pip's cache."),
  source: maybe.str(null, "The directory for sources."),
  upgrade: flag("Take newer versions."),
  force_reinstall: flag("Install again what is there."),
  ignore_installed: flag("Install beside what is there."),
  exists_action: maybe.str(null, "What to do with a path that is there: s, i, w or b."),
  no_deps: flag("Without what the packages need."),
  no_install: gone,
  no_download: gone,
  install_options: gone,
  global_options: maybe.any(null, "Options for setup."),
  pre_releases: flag("Versions that are not finished, too."),
  cert: maybe.str(null, "A file of certificates to trust."),
  allow_all_external: gone,
  allow_external: gone,
  allow_unverified: gone,
  process_dependency_links: gone,
  env_vars: maybe.any(null, "Variables of the environment, a map."),
  use_vt: flag("Let the output be seen while pip runs."),
  trusted_host: maybe.str(null, "A host to trust without a certificate."),
  no_cache_dir: flag("Without a cache."),
  no_binary: maybe.any(null, "Packages to build here."),
  extra_args: maybe.any(null, "Further options."),
} as const;

/** All parameters of pip.installed. */
export const installedParams = {
  name: needed.str("The package, with conditions on its version."),
  pkgs: maybe.any(null, "Several packages, a list."),
  pip_bin: maybe.str(null, "Another name of bin_env."),
  ...pipAccount,
  ...installOptions,
  repo: gone,
  cache_dir: maybe.str(null, "The directory of pip's cache."),
} as const;

/**
 * The directories that plugins of a kind lie in.
 */
import { join } from "node:path";
import type { Dict, PluginKind } from "@salt/core";
import { getList, getString } from "@salt/core";

/** How a kind is called on disk and in the configuration. */
interface Place {
  /** Name of its directory below `extension_modules`, with a `_` before it on the file server. */
  readonly folder: string;
  /** The option with further directories. */
  readonly option: string;
}

/** Kinds by Salt's names of directories and options, which follow no rule. */
const PLACES: Readonly<Record<PluginKind, Place>> = {
  execution: { folder: "modules", option: "module_dirs" },
  state: { folder: "states", option: "states_dirs" },
  grains: { folder: "grains", option: "grains_dirs" },
  pillar: { folder: "pillar", option: "pillar_dirs" },
  top: { folder: "tops", option: "top_dirs" },
  executor: { folder: "executors", option: "executor_dirs" },
  runner: { folder: "runners", option: "runner_dirs" },
  wheel: { folder: "wheel", option: "wheel_dirs" },
  returner: { folder: "returners", option: "returner_dirs" },
  renderer: { folder: "renderers", option: "render_dirs" },
  outputter: { folder: "output", option: "outputter_dirs" },
  beacon: { folder: "beacons", option: "beacons_dirs" },
  engine: { folder: "engines", option: "engines_dirs" },
  matcher: { folder: "matchers", option: "matcher_dirs" },
  roster: { folder: "roster", option: "roster_dirs" },
  auth: { folder: "auth", option: "auth_dirs" },
  utils: { folder: "utils", option: "utils_dirs" },
  serializer: { folder: "serializers", option: "serializers_dirs" },
  sdb: { folder: "sdb", option: "sdb_dirs" },
  proxy: { folder: "proxy", option: "proxy_dirs" },
  fileserver: { folder: "fileserver", option: "fileserver_dirs" },
};

/**
 * The directories to look in, those that win first: below each of `module_dirs`, the kind's own directories, and what
 * was synced. They need not exist.
 */
export function pluginDirs(opts: Dict, kind: PluginKind): readonly string[] {
  const { folder, option } = PLACES[kind];
  const moduleDirs = texts(opts, "module_dirs").filter((dir) => dir !== "");
  const below = moduleDirs.toReversed().flatMap((dir) => [join(dir, folder), join(dir, `_${folder}`)]);
  const extension = getString(opts, "extension_modules");
  return [...below, ...texts(opts, option), ...(extension ? [join(extension, folder)] : [])];
}

/** The name that a kind's folders have. */
export function folderOf(kind: PluginKind): string {
  return PLACES[kind].folder;
}

function texts(opts: Dict, option: string): readonly string[] {
  return (getList(opts, option) ?? []).filter((dir) => typeof dir === "string");
}

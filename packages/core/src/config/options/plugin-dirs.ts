/**
 * Where plugins lie beside those that are synced, by kind; the names are Salt's where Salt has the kind.
 */
import * as f from "../../schema/field.js";

const dirs = (plugins: string) => f.strList([], `More directories with ${plugins}.`);

export const pluginDirOptions = {
  module_dirs: f.strList([], "Directories whose folders are named after kinds of plugins, and have them."),
  driver_dirs: f.strList([], "Directories in which drivers of databases are looked for first."),
  auth_dirs: dirs("kinds of external authentication"),
  executor_dirs: dirs("executors"),
  grains_dirs: dirs("grains"),
  outputter_dirs: dirs("outputters"),
  pillar_dirs: dirs("external pillars"),
  render_dirs: dirs("renderers"),
  returner_dirs: dirs("returners"),
  runner_dirs: dirs("runners"),
  sdb_dirs: dirs("drivers of sdb"),
  serializers_dirs: dirs("serializers"),
  states_dirs: dirs("states"),
  top_dirs: dirs("sources of master_tops"),
  utils_dirs: dirs("modules that other plugins use"),
  wheel_dirs: dirs("wheel modules"),
} as const;

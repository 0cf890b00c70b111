/**
 * Which outputters of the operator's own there are: files in `outputter_dirs`, `module_dirs` and
 * `<extension_modules>/output`.
 */
import type { Dict } from "@salt/core";
import { findPluginFiles, pluginDirs } from "@salt/loader";

/** Their names, by their files; nothing is loaded. */
export function ownOutputterNames(opts: Dict): readonly string[] {
  return findPluginFiles(pluginDirs(opts, "outputter")).map(({ name }) => name);
}

/**
 * The catalog of this distribution.
 */
import { PluginCatalog } from "@salt/core";
import { builtinEntries } from "./catalog.generated.js";

/** Everything that comes with this distribution. */
export const builtinPlugins: PluginCatalog = new PluginCatalog(builtinEntries);

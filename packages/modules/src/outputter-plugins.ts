/**
 * The catalog of the outputters alone: a command that only prints starts faster without all the rest.
 */
import { PluginCatalog } from "@salt/core";
import { outputterEntries } from "./outputters.generated.js";

/** The outputters that come with this distribution. */
export const outputterPlugins: PluginCatalog = new PluginCatalog(outputterEntries);

export type { Surroundings } from "./call-context.js";
export { makeContext } from "./call-context.js";
export { collectGrains } from "./collect-grains.js";
export type { FoundIn, LoaderParts } from "./function-loader.js";
export { FunctionLoader } from "./function-loader.js";
export type { LoadedPluginsParts } from "./loaded-plugins.js";
export { LoadedPlugins } from "./loaded-plugins.js";
export { withPluginGrains } from "./plugin-grains.js";

export { builtinPlugins } from "./builtin-plugins.js";
export { outputterPlugins } from "./outputter-plugins.js";

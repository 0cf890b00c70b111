export { PythonProcessError } from "./errors.js";
export { loadPythonPlugin } from "./plugins.js";
export type { FoundFunction, PythonFile, PythonHostParts, World } from "./python-host.js";
export { PythonHost } from "./python-host.js";
export { ownPluginDir } from "./sources.js";

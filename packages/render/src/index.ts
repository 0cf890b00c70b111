export type { FaultPlace } from "./fault.js";
export { RenderFault } from "./fault.js";
export { renderJinja } from "./jinja/render-jinja.js";
export { rendererText } from "./renderer-text.js";
export type { SlsInput, TextInput } from "./renderers.js";
export { Renderers } from "./renderers.js";
export type { LoadedYaml } from "./yaml/load-sls-yaml.js";
export { dumpSlsYaml, loadSlsYaml, prettyText } from "./yaml/load-sls-yaml.js";
export { renderYaml } from "./yaml/render-yaml.js";

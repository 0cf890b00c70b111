export type { SyntaxOptions } from "./lex/options.js";
export { DEFAULT_SYNTAX } from "./lex/options.js";
export { excerpt } from "./render/excerpt.js";
export type { FileReader } from "./render/loader.js";
export type { ErrorKind } from "./render/render-error.js";
export { RenderError } from "./render/render-error.js";
export type { RendererOptions, RenderInput } from "./render/renderer.js";
export { Renderer } from "./render/renderer.js";
export type { CallContext, FilterFunction, TemplateSource, TestFunction } from "./runtime/environment.js";
export type { Limits } from "./runtime/limits.js";
export { DEFAULT_LIMITS } from "./runtime/limits.js";
export { TemplateCache } from "./runtime/template.js";
export { prettyPrint } from "./salt/pretty.js";
export { PyDate } from "./value/date.js";
export { dictDelete, dictGet, dictHas, dictOf, dictSet } from "./value/dict.js";
export { equals } from "./value/equality.js";
export { PyError } from "./value/errors.js";
export { maybeIterate, setOf, truth } from "./value/iterate.js";
export { repr, str } from "./value/repr.js";
export { PySet } from "./value/set.js";
export { bind, signature } from "./value/signature.js";
export { typeName } from "./value/type-name.js";
export type { Invoke, Kwargs, Val } from "./value/types.js";
export {
  ABSENT,
  failUndefined,
  Markup,
  OrderedDict,
  PyFunction,
  PyObject,
  PyRange,
  Tuple,
  tuple,
  Undefined,
} from "./value/types.js";
export { dumpYaml } from "./yaml/dump.js";
export type { DumpOptions } from "./yaml/emit.js";
export type { YamlFaultClass } from "./yaml/load/fault.js";
export { YamlFault } from "./yaml/load/fault.js";
export { loadYaml, parseYaml } from "./yaml/load/load.js";
export { loadPlainBlocks } from "./yaml/load/plain-blocks.js";

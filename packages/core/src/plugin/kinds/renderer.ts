/**
 * Renderers: the steps of the pipe that makes data of an SLS file, or text of a template.
 */
import type { Dict, Plain, Value } from "../../base/value.js";
import { getString, isDict } from "../../base/value.js";
import { defineFunction } from "../function.js";
import { maybe, needed } from "../param.js";
import type { ExecutionContext, FunctionModule } from "./execution.js";

/** A file that a template includes or imports. */
export interface TemplateFile {
  readonly text: string;
  /** Where it is on this machine, as error texts show it. */
  readonly path: string;
}

/** The files of the state tree, or of the pillar. */
export interface TemplateFiles {
  /** The file at a path of the tree (`dir/map.jinja`, without `salt://`); undefined when there is none. */
  read(path: string, saltenv: string): Promise<TemplateFile | undefined>;
}

/** One step of a pipe, asked for by a renderer that makes its data with the help of others. */
export interface RenderingStep {
  readonly renderer: string;
  readonly argline: string;
  readonly data: Value;
  readonly saltenv: string;
  readonly sls: string;
  readonly path: string;
  /** Variables that win over all others. */
  readonly variables: Dict;
}

/** The rendering that a renderer is a part of. */
export interface RenderingContext {
  /** Runs a step of a pipe. Throws what the renderer throws, and RenderFault for one that there is not. */
  readonly step: (step: RenderingStep) => Promise<Value>;
  readonly files: TemplateFiles;
  /** Kept as long as the run: compiled templates and the like, by the renderer's own keys. */
  readonly memory: Map<string, unknown>;
}

/** What one step of a pipe gets. */
export interface RendererInput {
  /** The text of the file, or what the step before made of it. */
  readonly data: Value;
  readonly saltenv: string;
  /** The name of the SLS; empty for other files. */
  readonly sls: string;
  /** False for templates of managed files, which have no variables of an SLS. */
  readonly isSls: boolean;
  /** What stands behind the renderer's name in the pipe. */
  readonly argline: string;
  /** The file's path on this machine, or `:string:`. */
  readonly path: string;
  /** Variables that win over all others: `context` of the call. */
  readonly context: Dict;
  /** All further keyword arguments. */
  readonly extra: Dict;
}

/** A plugin with one function, `render`. */
export interface RendererModule extends FunctionModule {
  readonly kind: "renderer";
}

/** The keyword arguments of a renderer that are no variables. */
const NAMED: ReadonlySet<Value> = new Set(["context", "tmplpath", "renderers"]);

/** Writes down a renderer. `context.rendering` is there unless somebody calls it as a plain function. */
export function rendererModule(
  name: string,
  module: {
    readonly doc: string;
    readonly virtualName?: string;
    readonly available?: RendererModule["available"];
    readonly render: (input: RendererInput, context: ExecutionContext) => Plain | Promise<Plain>;
  },
): RendererModule {
  const render = defineFunction({
    doc: module.doc,
    params: {
      data: needed.any("The text, or what the step before made of it."),
      saltenv: maybe.str("base", "The environment of the file."),
      sls: maybe.str("", "The name of the SLS."),
      argline: maybe.str("", "Options of this step of the pipe."),
    },
    varkw: "kwargs",
    run: ({ data, saltenv, sls, argline }, context: ExecutionContext, rest) =>
      module.render(
        {
          data,
          saltenv: saltenv ?? "",
          sls: sls ?? "",
          isSls: sls !== null,
          argline: argline ?? "",
          ...further(rest.kwargs),
        },
        context,
      ),
  });
  return {
    kind: "renderer",
    name,
    virtualName: module.virtualName ?? name,
    doc: module.doc,
    functions: { render },
    available: module.available ?? (() => true),
  };
}

function further(kwargs: ReadonlyMap<string, Value>): Pick<RendererInput, "path" | "context" | "extra"> {
  const context = kwargs.get("context");
  return {
    path: getString(kwargs, "tmplpath") ?? "",
    context: isDict(context) ? context : new Map(),
    extra: new Map([...kwargs].filter(([key]) => !NAMED.has(key))),
  };
}

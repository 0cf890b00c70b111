/**
 * A file of the master as data: reactions, which are rendered as SLS are.
 */
import type { Dict, ExecutionContext, TemplateFiles, Value } from "@salt/core";
import { dict } from "@salt/core";
import { Renderers } from "@salt/render";

/** What is rendered. */
export interface FileToRender {
  readonly source: string;
  readonly path: string;
  /** Variables of the template, beside those that all have. */
  readonly variables: Dict;
  /** What the template may include. */
  readonly files: TemplateFiles;
  /** Keeps compiled templates. */
  readonly memory: Map<string, unknown>;
}

/** The data of a file; nothing becomes an empty map. Throws RenderFault and others. */
export async function renderFile(context: ExecutionContext, file: FileToRender): Promise<Value> {
  const { source, path, variables, files, memory } = file;
  const renderers = new Renderers({ context, files, memory });
  const extra = dict({ context: variables });
  return await renderers.render({ source, path, saltenv: "base", extra });
}

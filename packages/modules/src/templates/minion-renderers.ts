/**
 * Rendering from within functions of a minion.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import type { Renderers } from "@salt/render";
import { minionTemplateFiles } from "../files/template-files.js";

/** The engines that files, paths and commands may be templates of, by Salt's names. */
export const TEMPLATE_ENGINES: ReadonlySet<string> = new Set([
  "cheetah",
  "genshi",
  "jinja",
  "mako",
  "py",
  "wempy",
]);

/** Where a job keeps compiled templates. */
const MEMORY = "rendering";

/** The renderers of a running function; what they compile is kept as long as the job. */
export async function minionRenderers(context: ExecutionContext): Promise<Renderers> {
  const { Renderers } = await import("@salt/render");
  const known = context.memory.get(MEMORY);
  const memory = known instanceof Map ? (known as Map<string, unknown>) : new Map<string, unknown>();
  context.memory.set(MEMORY, memory);
  return new Renderers({ context, files: minionTemplateFiles(context), memory });
}

/** A text that is a template. */
export interface TemplateCall {
  readonly source: string;
  /** Where it is on this machine; empty for a text of no file. */
  readonly path: string;
  readonly engine: string;
  readonly saltenv: string;
  readonly variables: Dict;
}

/** The text that a template becomes. Throws RenderFault. */
export async function renderTemplate(context: ExecutionContext, call: TemplateCall): Promise<string> {
  return await (await minionRenderers(context)).renderText(call);
}

/** Variables of which later ones win, as `context` wins over `defaults`. */
export function mergedVariables(...sources: readonly (Value | undefined)[]): Dict {
  return new Map(sources.flatMap((source) => (source instanceof Map ? [...source] : [])));
}

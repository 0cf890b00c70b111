/**
 * Paths and files that are templates.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError } from "@salt/core";
import { renderTemplate, TEMPLATE_ENGINES } from "../../templates/minion-renderers.js";

/** What a template has that a plain text has not. */
const MARKS = /\{[{%#]/;

/** With what texts are rendered. */
export interface Rendering {
  readonly saltenv: string;
  /** The caller's further keyword arguments: variables. */
  readonly variables: ReadonlyMap<string, Value>;
}

const NOTHING: Rendering = { saltenv: "base", variables: new Map() };

/**
 * Renders texts, paths for example, with an engine or none; those without any mark are as they are. Throws CommandExecutionError for an
 * engine that is not there, and RenderFault.
 */
export async function rendered(
  context: ExecutionContext,
  engine: string | null,
  texts: readonly string[],
  { saltenv, variables }: Rendering = NOTHING,
): Promise<readonly string[]> {
  if (engine === null || engine === "") return texts;
  if (!TEMPLATE_ENGINES.has(engine)) {
    throw new CommandExecutionError(`Attempted to render file paths with unavailable engine ${engine}`);
  }
  if (engine === "jinja" && texts.every((text) => !MARKS.test(text))) return texts;
  const out: string[] = [];
  for (const source of texts) {
    out.push(
      await renderTemplate(context, { source, path: "", engine, saltenv, variables: unmarked(variables) }),
    );
  }
  return out;
}

/** Variables without those that say how the call was made. */
function unmarked(variables: ReadonlyMap<string, Value>): Dict {
  return new Map([...variables].filter(([name]) => !name.startsWith("__")));
}

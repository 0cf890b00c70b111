/**
 * Paths and files that are templates.
 */
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError } from "@salt/core";

/** Renderers by Salt's names. */
const ENGINES: ReadonlySet<string> = new Set(["cheetah", "genshi", "jinja", "mako", "py", "wempy"]);
/** What a template has that a plain text has not. */
const MARKS = /\{[{%#]/;

/** Renders texts; those without any mark are as they are. Throws CommandExecutionError for what cannot be rendered. */
export async function rendered(
  _context: ExecutionContext,
  engine: string | null,
  texts: readonly string[],
): Promise<readonly string[]> {
  if (engine === null || engine === "") return texts;
  if (!ENGINES.has(engine)) {
    throw new CommandExecutionError(`Attempted to render file paths with unavailable engine ${engine}`);
  }
  if (engine === "jinja" && texts.every((text) => !MARKS.test(text))) return texts;
  throw new CommandExecutionError(`template=${engine}: templates are not rendered by this version`, {
    hint: "Give the path as it is to be.",
  });
}

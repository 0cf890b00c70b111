/**
 * Commands and scripts that are templates.
 */
import { CommandExecutionError } from "@salt/core";

/** Renderers by Salt's names. */
const ENGINES: ReadonlySet<string> = new Set(["cheetah", "genshi", "jinja", "mako", "py", "wempy"]);
/** What a template has that a plain text has not. */
const MARKS = /\{[{%#]/;

/**
 * Refuses what would have to be rendered; a text for jinja without any mark renders to itself. Throws
 * CommandExecutionError.
 */
export function refuseTemplate(engine: string, text: string): void {
  if (!ENGINES.has(engine)) {
    throw new CommandExecutionError(`Attempted to render file paths with unavailable engine ${engine}`);
  }
  if (engine === "jinja" && !MARKS.test(text)) return;
  throw new CommandExecutionError(`template=${engine}: templates are not rendered by this version`, {
    hint: "Give the command as it is to be run.",
  });
}

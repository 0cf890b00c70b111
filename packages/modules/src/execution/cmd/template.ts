/**
 * Commands and scripts that are templates.
 */
import type { ExecutionContext } from "@salt/core";
import { getString } from "@salt/core";
import { rendered } from "../cp-functions/template.js";

/**
 * The text of a command or script with a template's variables put in. Throws CommandExecutionError for an engine that
 * is not there, and RenderFault.
 */
export async function renderedText(
  context: ExecutionContext,
  engine: string,
  given: string | null,
  text: string,
): Promise<string> {
  const saltenv = given ?? (getString(context.opts, "saltenv") || "base");
  const [out = ""] = await rendered(context, engine, [text], { saltenv, variables: new Map() });
  return out;
}

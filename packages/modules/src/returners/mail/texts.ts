/**
 * The subject and the text of a mail, which are templates.
 */
import { readFileSync } from "node:fs";
import type { Dict, ReturnerContext, Value } from "@salt/core";
import { pythonStr, SaltInvocationError } from "@salt/core";
import { renderTemplate, TEMPLATE_ENGINES } from "../../templates/minion-renderers.js";
import type { Settings } from "../job-store/settings.js";
import { listOf } from "../job-store/settings.js";

const TEXT = "id: {{id}}\nfunction: {{fun}}\nfunction args: {{fun_args}}\njid: {{jid}}\nreturn: {{return}}\n";

/** Settings of a sender, in which passwords may be. */
const HIDDEN: ReadonlySet<Value> = new Set(["ret_config", "ret_kwargs"]);

/** Renders both for a return. Throws RenderFault, and SaltInvocationError for a renderer that gives no text. */
export async function mailTexts(
  ret: Dict,
  settings: Settings,
  { minion }: ReturnerContext,
): Promise<{ readonly subject: string; readonly text: string }> {
  if (minion === undefined) throw new SaltInvocationError("smtp: mail is sent by minions only");
  const engine = settings.get("renderer") ?? "jinja";
  if (!TEMPLATE_ENGINES.has(engine))
    throw new SaltInvocationError(
      `smtp: the renderer ${engine} gives no text; there are ${[...TEMPLATE_ENGINES].join(", ")}`,
    );
  const variables = new Map([...ret].filter(([name]) => !HIDDEN.has(name)));
  const path = settings.get("template") ?? "";
  const saltenv = "base";
  const fields = listOf(settings, "fields").filter((name) => variables.has(name));
  const shown = fields.map((name) => ` ${pythonStr(variables.get(name) ?? null)}`).join("");
  const source = settings.get("subject") ?? "Email from Salt";
  const subject = await renderTemplate(minion, { source, path: "", engine, saltenv, variables });
  const body = path === "" ? TEXT : readFileSync(path, "utf8");
  const text = await renderTemplate(minion, { source: body, path, engine, saltenv, variables });
  return { subject: `${subject}${shown}`.replaceAll(/[\n]+/g, " "), text };
}

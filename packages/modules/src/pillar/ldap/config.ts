/**
 * The file of `pillar_ldap`: a template in YAML that describes searches.
 */
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Dict, ExecutionContext, TemplateFiles } from "@salt/core";
import { CommandExecutionError, errorText, isDict, relativePath } from "@salt/core";

/** The description; undefined when there is none. Throws CommandExecutionError without the text, which may have secrets. */
export async function ldapConfig(
  path: string,
  minion: string,
  context: ExecutionContext,
): Promise<Dict | undefined> {
  if (!existsSync(path)) {
    context.log.warn({ path }, "The configuration of pillar_ldap is missing");
    return undefined;
  }
  const { loadSlsYaml, Renderers } = await import("@salt/render");
  try {
    const renderers = new Renderers({ context, files: filesBeside(path) });
    // Minions tell their grains themselves; the id is the one that the master knows.
    const variables = new Map(context.grains).set("id", minion);
    const source = readFileSync(path, "utf8");
    const text = await renderers.renderText({ source, path, engine: "jinja", saltenv: "base", variables });
    const found = loadSlsYaml(text).value;
    if (isDict(found) && found.has("search_order")) return found;
  } catch (error) {
    throw new CommandExecutionError(`pillar_ldap: ${path}: ${errorText(error).split("\n", 1)[0]}`);
  }
  context.log.warn({ path }, "The configuration of pillar_ldap is no map with search_order");
  return undefined;
}

/** What the template may include. */
function filesBeside(path: string): TemplateFiles {
  return {
    read: async (wanted) => {
      const rel = relativePath(wanted);
      if (rel === undefined) return undefined;
      const place = join(dirname(path), rel);
      const text = await readFile(place, "utf8").catch(() => undefined);
      return text === undefined ? undefined : { text, path: place };
    },
  };
}

/**
 * What `map.jinja` and data files of formulas give, for looking at them.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { executionModule, fn, needed, parseJson, SaltInvocationError, toJson } from "@salt/core";
import { minionRenderers } from "../templates/minion-renderers.js";

const path = needed.str("The file's path in the state tree.");

export const jinja = executionModule("jinja", {
  doc: "What templates and data files of the state tree give to those that import them.",
  functions: {
    load_map: fn({
      doc: "A variable that a template sets, as an SLS that imports it sees it.",
      examples: ["salt '*' jinja.load_map myformula/map.jinja myformula"],
      params: { path, value: needed.str("The variable.") },
      run: ({ path, value }, context) => {
        if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(value))
          throw new SaltInvocationError(`'${value}' is no name of a variable`);
        return imported(
          `{% from ${quoted(path)} import ${value} with context %}\n{{ ${value} | tojson }}\n`,
          context,
        );
      },
    }),
    import_yaml: fn({
      doc: "The data of a YAML file, as `import_yaml` gives it.",
      examples: ["salt '*' jinja.import_yaml myformula/foo.yaml"],
      params: { path },
      run: ({ path }, context) => imported(importing("import_yaml", path), context),
    }),
    import_json: fn({
      doc: "The data of a JSON file, as `import_json` gives it.",
      examples: ["salt '*' jinja.import_json myformula/foo.json"],
      params: { path },
      run: ({ path }, context) => imported(importing("import_json", path), context),
    }),
  },
});

function importing(tag: "import_yaml" | "import_json", path: string): string {
  return `{% ${tag} ${quoted(path)} as imported %}\n{{ imported | tojson }}\n`;
}

/** A path as a text of the template language, which it cannot leave. */
function quoted(path: string): string {
  return JSON.stringify(path);
}

/** What a template of data gives; through JSON, so that nothing but plain data is left. */
async function imported(source: string, context: ExecutionContext): Promise<Value> {
  const renderers = await minionRenderers(context);
  const data = await renderers.render({ source, saltenv: "base", sls: "" });
  return parseJson(toJson(data));
}

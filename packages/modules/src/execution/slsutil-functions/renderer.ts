/**
 * `slsutil.renderer`: a file or text through a pipe of renderers.
 */
import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { ExecutionContext, Value } from "@salt/core";
import { fn, getString, isDict, isList, maybe, SaltInvocationError } from "@salt/core";
import { minionRenderers } from "../../templates/minion-renderers.js";
import { PythonError } from "../../values/python-error.js";

/** The function. */
export const rendererFunctions = {
  renderer: fn({
    doc: "Renders a file or a text, by the pipe that its first line names or by another one.",
    examples: [
      "salt '*' slsutil.renderer salt://path/to/file",
      "salt '*' slsutil.renderer /path/to/file.jinja default_renderer=jinja",
      "salt '*' slsutil.renderer string='Inline template! {{ saltenv }}'",
    ],
    params: {
      path: maybe.str(null, "The file: a URL that `cp.get_url` knows, or a path."),
      string: maybe.any(null, "The text, in place of a file."),
      default_renderer: maybe.str("jinja|yaml", "The pipe of what names none itself."),
    },
    varkw: "kwargs",
    run: async ({ path, string, default_renderer }, context, { kwargs }) => {
      if (string !== null && typeof string !== "string") throw noText(string);
      if (!path && !string) throw new SaltInvocationError("Must pass either path or string");
      if (path && string) throw new SaltInvocationError("Must not pass both path and string");
      const saltenv = getString(kwargs, "saltenv") ?? "base";
      const file = string ? { source: string } : await fetched(path ?? "", saltenv, context);
      if (file === undefined) return new Map<Value, Value>();
      const renderers = await minionRenderers(context);
      return await renderers.render({
        ...file,
        saltenv,
        sls: getString(kwargs, "sls") ?? "",
        pipe: default_renderer ?? "",
        extra: new Map([...kwargs].filter(([name]) => !isOfCall(name))),
      });
    },
  }),
};

/** Real Salt fails where it looks for the first line. */
function noText(value: Value): PythonError {
  const type = isDict(value) ? "dict" : isList(value) ? "list" : typeof value;
  return new PythonError("AttributeError", `'${type}' object has no attribute 'split'`);
}

/** What says how the call was made, or is an argument of the rendering itself. */
function isOfCall(name: string): boolean {
  return name.startsWith("__pub_") || ["saltenv", "sls", "env"].includes(name);
}

/** The file; undefined, which renders to nothing, when there is none. */
async function fetched(
  url: string,
  saltenv: string,
  context: ExecutionContext,
): Promise<{ source: string; path: string } | undefined> {
  const path = await context.call("cp.get_url", [url], { saltenv });
  if (typeof path === "string" && isFile(path)) return { source: await readFile(path, "utf8"), path };
  context.log.error({ url, saltenv }, "The template does not exist");
  return undefined;
}

function isFile(path: string): boolean {
  return path !== "" && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}

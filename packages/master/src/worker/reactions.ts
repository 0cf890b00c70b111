/**
 * Files of the reactor, rendered for an event: what is to be done, as low chunks in order.
 */
import { readFile, stat } from "node:fs/promises";
import type { Dict, ExecutionContext, TemplateFiles, Value } from "@salt/core";
import { dict, errorText, expandGlob, getDict, getList, getString, isDict, MalformedError } from "@salt/core";
import { reactionChunks } from "./reaction-chunks.js";

/** Larger files are no reactions, in bytes. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The chunks of all files of a wish (`files`, `tag`, `data`) and, as `errors`, why some files have none. The event is
 * data of the templates and never a part of their text.
 */
export async function compileReactions(
  context: ExecutionContext,
  wish: Dict,
  memory: Map<string, unknown>,
): Promise<Dict> {
  const own = localFiles(context);
  const variables = dict({ tag: getString(wish, "tag") ?? "", data: getDict(wish, "data") ?? new Map() });
  const errors: string[] = [];
  const high = new Map<Value, Value>();
  for (const reference of getList(wish, "files") ?? []) {
    const paths = await pathsOf(own, reference, errors);
    for (const path of paths) {
      try {
        for (const [id, body] of await render(own, path, variables, memory)) high.set(id, body);
      } catch (error) {
        errors.push(`${path}: ${errorText(error)}`);
      }
    }
  }
  const { chunks, faults } = reactionChunks(high);
  return dict({ chunks: faults.length === 0 ? chunks : [], errors: [...errors, ...faults] });
}

/** Files come from the master's own roots. */
function localFiles(context: ExecutionContext): ExecutionContext {
  const opts = new Map<Value, Value>([...context.opts, ["file_client", "local"], ["id", context.id]]);
  return { ...context, opts };
}

async function pathsOf(
  context: ExecutionContext,
  reference: Value,
  errors: string[],
): Promise<readonly string[]> {
  if (typeof reference !== "string") {
    errors.push("A file of the reactor has a name that is no text");
    return [];
  }
  const local = reference.startsWith("salt://")
    ? await context.call("cp.cache_file", [reference])
    : reference;
  const paths = typeof local === "string" && local !== "" ? expandGlob(local, "/") : [];
  if (paths.length === 0) errors.push(`${reference}: there is no such file`);
  return paths;
}

async function render(
  context: ExecutionContext,
  path: string,
  variables: Dict,
  memory: Map<string, unknown>,
): Promise<Dict> {
  const { renderFile } = await import("@salt/pillar");
  if ((await stat(path)).size > MAX_BYTES)
    throw new MalformedError("it is too large for a file of the reactor");
  const source = await readFile(path, "utf8");
  const data = await renderFile(context, { source, path, variables, files: templateFiles(context), memory });
  if (!isDict(data)) throw new MalformedError("it does not render to a map");
  return new Map(
    [...data].map(([id, body]) => [id, isDict(body) ? new Map([...body, ["__sls__", path]]) : body]),
  );
}

function templateFiles(context: ExecutionContext): TemplateFiles {
  return {
    read: async (path, saltenv) => {
      const place = await context.call("cp.cache_file", [`salt://${path}`], { saltenv });
      if (typeof place !== "string" || place === "") return undefined;
      return { text: await readFile(place, "utf8"), path: place };
    },
  };
}

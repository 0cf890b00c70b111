/**
 * The state tree of a minion: files from the file server, rendered with the minion's own renderers.
 */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { ExecutionContext } from "@salt/core";
import { isList, pythonStr } from "@salt/core";
import { Renderers } from "@salt/render";
import type { RenderState, StateFiles } from "@salt/states";
import { StateDataError } from "@salt/states";
import { fileClient } from "../../files/file-client.js";
import { cacheFile } from "../../files/get-file.js";
import { parseSaltUrl } from "../../files/salt-url.js";
import { minionTemplateFiles } from "../../files/template-files.js";

/** The files of the state tree, cached as `cp.cache_file` does it. */
export function minionStateFiles(context: ExecutionContext): StateFiles {
  const client = fileClient(context);
  const texts = async (fun: string, args: readonly string[] = []): Promise<readonly string[]> => {
    const answer = await context.call(fun, args);
    return isList(answer) ? answer.map(pythonStr) : [];
  };
  return {
    envs: () => texts("cp.envs"),
    listStates: (saltenv) => texts("cp.list_states", [saltenv]),
    file: async (url, saltenv) => {
      const path = await cacheFile(client, { path: parseSaltUrl(url).path, saltenv });
      return path === false ? undefined : { path, url };
    },
    textOf: ({ path }) => {
      try {
        return readFileSync(path, "utf8");
      } catch {
        return undefined; // It is only read again to find a line.
      }
    },
  };
}

/** Renders SLS and top files in a context. */
export function minionRenderer(context: ExecutionContext): RenderState {
  const renderers = new Renderers({ context, files: minionTemplateFiles(context) });
  return async ({ file, saltenv, sls }) => {
    const source = decoded(await readFile(file.path), file.path);
    return await renderers.render({ source, path: file.path, saltenv, sls });
  };
}

function decoded(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new StateDataError(`${path} is not written in UTF-8`, "Save it as UTF-8.", cause);
  }
}

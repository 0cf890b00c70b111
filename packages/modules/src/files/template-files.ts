/**
 * The files that templates of states include, from the file server by way of the minion's cache.
 */
import { readFile } from "node:fs/promises";
import type { ExecutionContext, TemplateFile, TemplateFiles } from "@salt/core";
import { fileClient } from "./file-client.js";
import { cacheFile } from "./get-file.js";

/** The files for one run; each is read once. */
export function minionTemplateFiles(context: ExecutionContext): TemplateFiles {
  const client = fileClient(context);
  const known = new Map<string, Promise<TemplateFile | undefined>>();
  const fetched = async (path: string, saltenv: string): Promise<TemplateFile | undefined> => {
    const place = await cacheFile(client, { path, saltenv });
    return place === false ? undefined : { text: await readFile(place, "utf8"), path: place };
  };
  return {
    read: (path, saltenv) => {
      const key = `${saltenv}\n${path}`;
      const file = known.get(key) ?? fetched(path, saltenv);
      known.set(key, file);
      return file;
    },
  };
}

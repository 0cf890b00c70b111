/**
 * `cp.list_*` and `cp.envs`: what there is.
 */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ExecutionContext } from "@salt/core";
import { dict, fn, isList, maybe } from "@salt/core";
import { fileClient, saltenvOf } from "../../files/file-client.js";
import { cacheFolder, environmentPlace } from "../../files/file-places.js";
import { namesOf } from "../../files/file-requests.js";
import { saltenv } from "./saltenv.js";

const prefix = maybe.str("", "What paths must begin with.");

/** `envs`, `list_master`, `list_master_dirs`, `list_master_symlinks`, `list_minion`, `list_states`. */
export const listFunctions = {
  envs: fn({
    doc: "The environments of the file server.",
    examples: ["salt '*' cp.envs"],
    run: async (_args, { control }) => {
      const reply = await control.request(dict({ cmd: "_file_envs" }));
      return isList(reply) ? reply : [];
    },
  }),
  list_master: fn({
    doc: "The files of an environment.",
    examples: ["salt '*' cp.list_master", "salt '*' cp.list_master saltenv=dev prefix=web"],
    params: { saltenv, prefix },
    run: (args, context) => names(context, "_file_list", args),
  }),
  list_master_dirs: fn({
    doc: "The directories of an environment.",
    examples: ["salt '*' cp.list_master_dirs"],
    params: { saltenv, prefix },
    run: (args, context) => names(context, "_dir_list", args),
  }),
  list_master_symlinks: fn({
    doc: "The symbolic links of an environment, with what they lead to.",
    examples: ["salt '*' cp.list_master_symlinks"],
    params: { saltenv, prefix },
    run: async (args, { opts, control }) => {
      const environment = saltenvOf(opts, args.saltenv);
      return await control.request(
        dict({ cmd: "_symlink_list", saltenv: environment, prefix: args.prefix ?? "" }),
      );
    },
  }),
  list_minion: fn({
    doc: "The files in the minion's cache.",
    examples: ["salt '*' cp.list_minion"],
    params: { saltenv },
    run: async (args, { opts }) => {
      const folders = [
        environmentPlace(opts, saltenvOf(opts, args.saltenv)),
        join(cacheFolder(opts), "localfiles"),
      ];
      return (await Promise.all(folders.map(filesBelow))).flat().sort();
    },
  }),
  list_states: fn({
    doc: "The states of an environment, by the names that state.apply takes.",
    examples: ["salt '*' cp.list_states"],
    params: { saltenv },
    run: async (args, context) => {
      const files = await names(context, "_file_list", { saltenv: args.saltenv, prefix: "" });
      const states = files.filter((path) => path.endsWith(".sls")).map(stateName);
      return [...new Set(states)].sort();
    },
  }),
};

async function names(
  context: ExecutionContext,
  cmd: "_file_list" | "_dir_list",
  args: { readonly saltenv: string | null; readonly prefix: string | null },
): Promise<readonly string[]> {
  const { request } = fileClient(context);
  return await namesOf(request, cmd, saltenvOf(context.opts, args.saltenv), args.prefix ?? "");
}

function stateName(path: string): string {
  return path.replace(/(\/init)?\.sls$/, "").replaceAll("/", ".");
}

async function filesBelow(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Functions of `saltutil` about plugins that were synced, functions of the minion, and its keys.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Plain } from "@salt/core";
import { CommandExecutionError, fn, getString, needed } from "@salt/core";
import { cacheFolder } from "../../files/file-places.js";
import { givenKeywords } from "../../values/keywords.js";

/** The functions, by name. */
export const extensionFunctions = {
  list_extmods: fn({
    doc: "The plugins that were synced from the master, by kind.",
    examples: ["salt '*' saltutil.list_extmods"],
    run: (_args, { opts }): Plain => {
      const root = join(cacheFolder(opts), "extmods");
      const kinds = existsSync(root) ? readdirSync(root, { withFileTypes: true }) : [];
      return Object.fromEntries(
        kinds.filter((kind) => kind.isDirectory()).map(({ name }) => [name, filesBelow(join(root, name))]),
      );
    },
  }),
  mmodule: fn({
    doc: "Calls a function with the modules of the machine's own files.",
    examples: ["salt '*' saltutil.mmodule base test.ping"],
    params: {
      saltenv: needed.str("The environment; modules are not told apart by it here."),
      fun: needed.str("The function."),
    },
    varargs: "args",
    varkw: "kwargs",
    run: (args, context, rest) =>
      context.call(args.fun, rest.args, Object.fromEntries(givenKeywords(rest.kwargs))),
  }),
  regen_keys: fn({
    doc: "Removes the keys of the minion, and what it knows of its masters' keys: it makes new ones when it starts again.",
    examples: ["salt '*' saltutil.regen_keys"],
    run: (_args, { opts }) => {
      const folder = getString(opts, "pki_dir");
      if (folder === undefined) throw new CommandExecutionError("The option pki_dir is not set");
      const files = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
      for (const file of files.filter((one) => !one.isDirectory())) rmSync(join(folder, file.name));
      return null;
    },
  }),
};

/** The names of files up to their first dot, each once. */
function filesBelow(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (one) => !one.isDirectory(),
  );
  return [...new Set(files.map(({ name }) => name.split(".")[0] ?? ""))];
}

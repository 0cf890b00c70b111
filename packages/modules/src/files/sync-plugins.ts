/**
 * Syncing plugins: files of a directory `_<kind>` of the file server into `extension_modules`.
 */
import { mkdir, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { Dict, Value } from "@salt/core";
import {
  CommandExecutionError,
  get,
  getString,
  isDict,
  isList,
  pythonStr,
  writeFileAtomic,
} from "@salt/core";
import type { FileClient } from "./file-client.js";
import { environmentPlace } from "./file-places.js";
import { cacheFolder } from "./many-files.js";

/** Which plugins are synced. */
export interface SyncOptions {
  /** Environments; a plugin of a later one replaces that of an earlier one. */
  readonly saltenvs: readonly string[];
  /** Names, with commas or as a map by kind; those of the option when null. */
  readonly whitelist: Value;
  readonly blacklist: Value;
}

/** What a sync did. */
export interface SyncOutcome {
  /** Plugins that are new or other than before, e.g. `modules.mymodule`. */
  readonly changed: readonly string[];
  /** Whether anything was written or removed. */
  readonly touched: boolean;
}

/** Files that can be plugins: Python's, as in real Salt, and JavaScript's. */
const PLUGIN_FILES = "E@\\.(pyx?|so|zip|[cm]?js|m?ts)$";
/** Python's own cache beside the plugins. */
const PYTHON_CACHE = "__pycache__";

/** Syncs the plugins of one kind, e.g. `modules`. Throws what requests and the system throw. */
export async function syncPlugins(
  client: FileClient,
  kind: string,
  options: SyncOptions,
): Promise<SyncOutcome> {
  const folder = join(extensionFolder(client.opts), kind);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const isAllowed = allowedNames(client.opts, kind, options);
  const present = new Set<string>();
  const changed: string[] = [];
  for (const saltenv of options.saltenvs) {
    const source = join(environmentPlace(client.opts, saltenv), `_${kind}`);
    const patterns = { includeEmpty: false, include: PLUGIN_FILES, exclude: undefined };
    for (const cached of await cacheFolder(client, `_${kind}`, saltenv, patterns)) {
      const path = relative(source, cached);
      const name = path.replace(/\.[^./]*$/, "").replaceAll("/", ".");
      if (!isAllowed(name)) continue;
      present.add(path);
      if (await copyIfOther(cached, join(folder, path))) changed.push(`${kind}.${name}`);
    }
  }
  const cleaned = client.opts.get("clean_dynamic_modules") !== false && (await removeOthers(folder, present));
  return { changed, touched: changed.length > 0 || cleaned };
}

function extensionFolder(opts: Dict): string {
  const folder = getString(opts, "extension_modules");
  if (folder === undefined) throw new CommandExecutionError("The option extension_modules is not set");
  return folder;
}

function allowedNames(opts: Dict, kind: string, options: SyncOptions): (name: string) => boolean {
  const whitelist = namesOfKind(options.whitelist ?? opts.get("extmod_whitelist") ?? null, kind);
  const blacklist = namesOfKind(options.blacklist ?? opts.get("extmod_blacklist") ?? null, kind);
  return (name) => (whitelist?.includes(name) ?? true) && !(blacklist?.includes(name) ?? false);
}

/** The names of one kind; undefined when the list says nothing about it. */
function namesOfKind(list: Value, kind: string): readonly string[] | undefined {
  if (typeof list === "string") return list.split(",");
  const names = isDict(list) ? get(list, kind) : list;
  if (typeof names === "string") return [names];
  return isList(names) ? names.map(pythonStr) : undefined;
}

async function copyIfOther(from: string, to: string): Promise<boolean> {
  const [wanted, old] = await Promise.all([readFile(from), readFile(to).catch(() => undefined)]);
  if (old !== undefined && wanted.equals(old)) return false;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  writeFileAtomic(to, wanted, { mode: 0o600 });
  return true;
}

/** Removes files that the file server has no more, and directories that are empty then; whether there were any. */
async function removeOthers(folder: string, present: ReadonlySet<string>): Promise<boolean> {
  let removed = false;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  // What lies deeper comes first.
  const byDepth = entries.map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }));
  for (const { entry, path } of byDepth.sort((a, b) => b.path.length - a.path.length)) {
    const name = relative(folder, path);
    if (name.split("/").includes(PYTHON_CACHE)) continue;
    if (entry.isDirectory()) {
      removed =
        (await rmdir(path).then(
          () => true,
          () => false,
        )) || removed;
    } else if (!present.has(name)) {
      await rm(path);
      removed = true;
    }
  }
  return removed;
}

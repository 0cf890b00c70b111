/**
 * The plugins of one process of the minion: built-in ones and those on disk, by kind, and the Python that runs some.
 */
import type { CatalogEntry, Closable, Dict, ExecutionContext, Logger, Plugin, PluginKind } from "@salt/core";
import {
  callDirectly,
  errorText,
  FunctionNotAvailableError,
  getString,
  PLUGIN_KINDS,
  type PluginCatalog,
} from "@salt/core";
import type { World } from "@salt/python";
import { loadPythonPlugin, ownPluginDir, PythonHost } from "@salt/python";
import { FunctionLoader } from "./function-loader.js";
import { folderOf, pluginDirs } from "./plugin-dirs.js";
import type { PluginFile } from "./plugin-files.js";
import { findPluginFiles, hintsOf } from "./plugin-files.js";
import { pythonLevel } from "./python-level.js";

/** What they need. */
export interface LoadedPluginsParts {
  readonly builtin: PluginCatalog;
  readonly opts: Dict;
  /** The context in which modules are loaded. */
  readonly context: () => ExecutionContext;
  /** Is told the pid of a Python process that has started, and 0 when it has ended. */
  readonly onPython?: (pid: number) => void;
  readonly log: Logger;
}

/** Largest return of a Python function, in bytes. */
const MAX_RETURN = 64 * 1024 * 1024;
/** Kinds of which some plugins that come along are in Python. */
const WITH_PYTHON: ReadonlySet<PluginKind> = new Set(["renderer"]);
const DEFAULT_PROGRAM = "python3";

/** Plugins by kind. */
export class LoadedPlugins implements Closable {
  readonly #parts: LoadedPluginsParts;
  readonly #loaders = new Map<PluginKind, FunctionLoader>();
  readonly #files = new Map<PluginKind, readonly PluginFile[]>();
  #python: PythonHost | undefined;

  constructor(parts: LoadedPluginsParts) {
    this.#parts = parts;
  }

  /** The execution functions. */
  get functions(): FunctionLoader {
    return this.ofKind("execution");
  }

  /** The functions of plugins of a kind. */
  ofKind(kind: PluginKind): FunctionLoader {
    const known = this.#loaders.get(kind);
    if (known !== undefined) return known;
    const loader = new FunctionLoader({ ...this.#parts, kind, entries: () => this.entries(kind) });
    this.#loaders.set(kind, loader);
    return loader;
  }

  /** Whether the daemon runs a function itself; for one that nothing serves, it looks for new files first. */
  async runsInDaemon(name: string): Promise<boolean> {
    if (!this.functions.knows(name)) await this.reloadIfChanged();
    return await this.functions.runsInDaemon(name);
  }

  /** The plugins of a kind, on disk and built in. */
  entries(kind: PluginKind): readonly CatalogEntry[] {
    return this.#parts.builtin.with(this.onDisk(kind)).ofKind(kind);
  }

  /** Those on disk. */
  onDisk(kind: PluginKind): readonly CatalogEntry[] {
    return this.#filesOf(kind).map((file) => this.#entryOf(kind, file));
  }

  /** Looks for plugins anew, and lets go of those that were loaded. */
  async reload(): Promise<void> {
    const python = this.#python;
    this.#python = undefined;
    this.#files.clear();
    for (const loader of this.#loaders.values()) loader.reload();
    await python?.close();
  }

  /** Reloads when a file has changed, has come or gone since it was looked at; whether that was so. */
  async reloadIfChanged(): Promise<boolean> {
    const isOld = ([kind, files]: readonly [PluginKind, readonly PluginFile[]]): boolean =>
      stampsOf(files) !== stampsOf(this.#find(kind));
    const isChanged = [...this.#files].some(isOld);
    if (isChanged) await this.reload();
    return isChanged;
  }

  async close(): Promise<void> {
    await this.#python?.close();
  }

  #filesOf(kind: PluginKind): readonly PluginFile[] {
    const known = this.#files.get(kind);
    if (known !== undefined) return known;
    const files = this.#find(kind);
    this.#files.set(kind, files);
    return files;
  }

  #find(kind: PluginKind): readonly PluginFile[] {
    const own = WITH_PYTHON.has(kind) ? [ownPluginDir(folderOf(kind))] : [];
    return findPluginFiles([...pluginDirs(this.#parts.opts, kind), ...own]);
  }

  #entryOf(kind: PluginKind, file: PluginFile): CatalogEntry {
    const { name, path } = file;
    const { virtualName = name, renames } = hintsOf(file);
    return { kind, name, virtualName, renames, file: path, load: () => this.#load(kind, file) };
  }

  async #load(kind: PluginKind, file: PluginFile): Promise<Plugin> {
    const context = this.#parts.context();
    if (file.language === "python") {
      return await loadPythonPlugin(this.#host(), { kind, name: file.name, path: file.path }, context);
    }
    const { loadScriptPlugin } = await import("./scripts/load-script.js");
    return await loadScriptPlugin(kind, file);
  }

  #host(): PythonHost {
    const { opts, log, onPython } = this.#parts;
    const cachedir = getString(opts, "cachedir");
    this.#python ??= new PythonHost({
      program: getString(opts, "python_program") ?? DEFAULT_PROGRAM,
      directories: pluginDirs(opts, "utils"),
      cacheDir: cachedir === undefined ? "" : `${cachedir}/python`,
      logLevel: pythonLevel(opts),
      maxReturnBytes: MAX_RETURN,
      world: this.#world(),
      log,
      ...(onPython === undefined ? {} : { onProcess: onPython }),
    });
    return this.#python;
  }

  /** The minion as Python sees it. */
  #world(): World {
    return {
      find: async (kind, name) => {
        try {
          const { fn, entry } = await this.#named(kind).findIn(name);
          const isPython = entry.file !== undefined && this.#isPython(entry.kind, entry.file);
          return { file: isPython ? entry.name : undefined, doc: fn.doc };
        } catch (error) {
          if (error instanceof FunctionNotAvailableError) return undefined;
          this.#parts.log.debug({ name, reason: errorText(error) }, "A function cannot be looked up");
          throw error;
        }
      },
      names: (kind) => this.#named(kind).names(),
      call: async (kind, name, args, kwargs, context) =>
        await callDirectly(name, await this.#named(kind).find(name), args, kwargs, context),
    };
  }

  #isPython(kind: PluginKind, path: string): boolean {
    return this.#filesOf(kind).some((file) => file.path === path && file.language === "python");
  }

  #named(name: string): FunctionLoader {
    const kind = PLUGIN_KINDS.find((known) => known === name);
    if (kind === undefined) throw new FunctionNotAvailableError(name);
    return this.ofKind(kind);
  }
}

function stampsOf(files: readonly PluginFile[]): string {
  return files.map(({ path, stamp }) => `${path} ${stamp}`).join("\n");
}

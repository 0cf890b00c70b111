/**
 * The functions of a catalog: loads modules when they are first asked for, and decides which plugin serves a name.
 */
import type {
  CatalogEntry,
  Dict,
  ExecutionContext,
  ExecutionFunction,
  FunctionIndex,
  FunctionModule,
  Logger,
  Plugin,
  PluginKind,
} from "@salt/core";
import {
  errorText,
  FunctionNotAvailableError,
  get,
  getList,
  getString,
  LACKING_MODULES,
  MalformedError,
} from "@salt/core";

/** What a loader needs. */
export interface LoaderParts {
  /** The kind of plugins whose functions these are. */
  readonly kind: PluginKind;
  /** The plugins there are at the moment, those that win first. */
  readonly entries: () => readonly CatalogEntry[];
  /** The options `disable_modules`, `whitelist_modules` and `providers` decide what is loaded. */
  readonly opts: Dict;
  /** The context in which modules say whether they can serve here. */
  readonly context: () => ExecutionContext;
  readonly log: Logger;
}

/** A module that can serve, or why it cannot. */
type Served = { readonly module: FunctionModule } | { readonly reason: string };

/** A function and the plugin that it was found in. */
export interface FoundIn {
  readonly fn: ExecutionFunction;
  readonly entry: CatalogEntry;
}

/** All functions of one kind that may be called in this process. */
export class FunctionLoader implements FunctionIndex {
  readonly #parts: LoaderParts;
  readonly #served = new Map<CatalogEntry, Promise<Served>>();
  /** Functions by the names under which they were asked for. */
  readonly #found = new Map<string, FoundIn>();
  #entries: readonly CatalogEntry[] | undefined;

  constructor(parts: LoaderParts) {
    this.#parts = parts;
  }

  async names(): Promise<readonly string[]> {
    const names = new Set<string>();
    for (const entry of this.#allowed()) {
      const served = await this.#serve(entry);
      if (!("module" in served)) continue;
      for (const name of Object.keys(served.module.functions)) {
        for (const module of namesOf(served.module)) names.add(`${module}.${name}`);
      }
    }
    return [...names].sort();
  }

  async find(name: string): Promise<ExecutionFunction> {
    return (this.#found.get(name) ?? (await this.findIn(name))).fn;
  }

  /** As `find`, with the plugin. Throws FunctionNotAvailableError. */
  async findIn(name: string): Promise<FoundIn> {
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    const found = await this.#lookUp(name);
    this.#found.set(name, found);
    return found;
  }

  async #lookUp(name: string): Promise<FoundIn> {
    const [virtualName, short] = split(name);
    let reason: string | undefined;
    for (const entry of this.#candidates(virtualName)) {
      const served = await this.#serve(entry);
      if ("reason" in served) {
        if (isNamed(entry, virtualName)) reason ??= served.reason;
        continue;
      }
      if (!this.#serves(served.module, entry, virtualName)) continue;
      const fn = ownFunction(served.module, short);
      if (fn !== undefined) return { fn, entry };
    }
    const isServed = (await this.provider(virtualName)) !== undefined;
    throw new FunctionNotAvailableError(name, isServed ? undefined : (reason ?? this.#lack(virtualName)));
  }

  /** The reason for a module that only Salt has. */
  #lack(virtualName: string): string | undefined {
    if (this.#parts.kind !== "execution" || !LACKING_MODULES.has(virtualName)) return undefined;
    return `this implementation of Salt has no execution module '${virtualName}'`;
  }

  async has(name: string): Promise<boolean> {
    try {
      await this.find(name);
      return true;
    } catch (error) {
      if (error instanceof FunctionNotAvailableError) return false;
      throw error;
    }
  }

  async provider(virtualName: string): Promise<string | undefined> {
    for (const entry of this.#candidates(virtualName)) {
      const served = await this.#serve(entry);
      if ("module" in served && this.#serves(served.module, entry, virtualName)) return served.module.name;
    }
    return undefined;
  }

  /** Whether anything may serve a function; loads nothing. */
  knows(name: string): boolean {
    return this.#candidates(split(name)[0]).length > 0;
  }

  /**
   * Whether the daemon runs a function itself: it is there and says so, or nothing can serve it. Loads no plugin but
   * one that the catalog allows into the daemon.
   */
  async runsInDaemon(name: string): Promise<boolean> {
    const [virtualName, short] = split(name);
    const [first, ...others] = this.#candidates(virtualName);
    if (first === undefined) return true;
    if (first.control !== true) return false;
    const served = await this.#serve(first);
    const fn = "module" in served ? ownFunction(served.module, short) : undefined;
    return fn === undefined ? others.length === 0 : fn.control;
  }

  /** Forgets what was loaded, so that plugins are looked for and asked again whether they can serve here. */
  reload(): void {
    this.#served.clear();
    this.#found.clear();
    this.#entries = undefined;
  }

  #allowed(): readonly CatalogEntry[] {
    this.#entries ??= this.#parts.entries().filter(allowedNames(this.#parts.opts));
    return this.#entries;
  }

  /** Entries that may serve a name: the one that `providers` names, those of the name, and those that do not tell. */
  #candidates(virtualName: string): readonly CatalogEntry[] {
    const provider = this.#provider(virtualName);
    const entries = this.#allowed();
    const chosen = entries.filter((entry) => entry.name === provider);
    const named = entries.filter((entry) => isNamed(entry, virtualName));
    const untold = entries.filter((entry) => entry.renames === true);
    return [...new Set([...chosen, ...named, ...untold])];
  }

  #provider(virtualName: string): string | undefined {
    return getString(get(this.#parts.opts, "providers"), virtualName);
  }

  #serves(module: FunctionModule, entry: CatalogEntry, virtualName: string): boolean {
    return namesOf(module).includes(virtualName) || entry.name === this.#provider(virtualName);
  }

  #serve(entry: CatalogEntry): Promise<Served> {
    const known = this.#served.get(entry);
    if (known !== undefined) return known;
    const served = this.#load(entry);
    this.#served.set(entry, served);
    return served;
  }

  async #load(entry: CatalogEntry): Promise<Served> {
    try {
      const plugin = await entry.load();
      if (!isFunctionModule(plugin, this.#parts.kind))
        throw new MalformedError("it is no plugin of this kind");
      const available = await plugin.available(this.#parts.context());
      return available === true ? { module: plugin } : { reason: available };
    } catch (error) {
      const reason = errorText(error);
      this.#parts.log.error({ module: entry.name, file: entry.file, reason }, "A module cannot be loaded");
      return { reason };
    }
  }
}

function split(name: string): readonly [virtualName: string, short: string] {
  const dot = name.indexOf(".");
  return dot < 1 ? ["", name] : [name.slice(0, dot), name.slice(dot + 1)];
}

function isNamed(entry: CatalogEntry, virtualName: string): boolean {
  return entry.virtualName === virtualName || (entry.file !== undefined && entry.name === virtualName);
}

function namesOf(module: FunctionModule): readonly string[] {
  return [module.virtualName, ...(module.aliases ?? [])];
}

function ownFunction({ functions }: FunctionModule, short: string): ExecutionFunction | undefined {
  return Object.hasOwn(functions, short) ? functions[short] : undefined;
}

function isFunctionModule(plugin: Plugin, kind: PluginKind): plugin is FunctionModule {
  return plugin.kind === kind && "functions" in plugin && "available" in plugin;
}

function allowedNames(opts: Dict): (entry: CatalogEntry) => boolean {
  const disabled = getList(opts, "disable_modules") ?? [];
  const only = getList(opts, "whitelist_modules") ?? [];
  return ({ kind, name, virtualName }) => {
    if (kind !== "execution") return true;
    if (disabled.includes(name) || disabled.includes(virtualName)) return false;
    return only.length === 0 || only.includes(name) || only.includes(virtualName);
  };
}

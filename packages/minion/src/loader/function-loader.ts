/**
 * The functions of a catalog: loads modules when they are first asked for, and decides which plugin serves a name.
 */
import type {
  CatalogEntry,
  Dict,
  ExecutionContext,
  ExecutionFunction,
  ExecutionModule,
  FunctionIndex,
  Logger,
  Plugin,
  PluginCatalog,
} from "@salt/core";
import { errorText, FunctionNotAvailableError, get, getList, getString } from "@salt/core";

/** What a loader needs. */
export interface LoaderParts {
  readonly plugins: PluginCatalog;
  /** The options `disable_modules`, `whitelist_modules` and `providers` decide what is loaded. */
  readonly opts: Dict;
  /** The context in which modules say whether they can serve here. */
  readonly context: () => ExecutionContext;
  readonly log: Logger;
}

/** A module that serves a virtual name, or why none does. */
type Served = { readonly module: ExecutionModule } | { readonly reason: string | undefined };

/** All functions that may be called in this process. */
export class FunctionLoader implements FunctionIndex {
  readonly #parts: LoaderParts;
  readonly #entries: readonly CatalogEntry[];
  readonly #served = new Map<string, Promise<Served>>();

  constructor(parts: LoaderParts) {
    this.#parts = parts;
    const allowed = allowedNames(parts.opts);
    this.#entries = parts.plugins.ofKind("execution").filter(allowed);
  }

  async names(): Promise<readonly string[]> {
    const names: string[] = [];
    for (const virtualName of new Set(this.#entries.map((entry) => entry.virtualName))) {
      const served = await this.#serve(virtualName);
      if (!("module" in served)) continue;
      for (const name of Object.keys(served.module.functions)) names.push(`${virtualName}.${name}`);
    }
    return names.sort();
  }

  async find(name: string): Promise<ExecutionFunction> {
    const dot = name.indexOf(".");
    const served = dot < 1 ? undefined : await this.#serve(name.slice(0, dot));
    if (served === undefined) throw new FunctionNotAvailableError(name);
    if (!("module" in served)) throw new FunctionNotAvailableError(name, served.reason);
    const short = name.slice(dot + 1);
    const found = Object.hasOwn(served.module.functions, short) ? served.module.functions[short] : undefined;
    if (found === undefined) throw new FunctionNotAvailableError(name);
    return found;
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
    const served = await this.#serve(virtualName);
    return "module" in served ? served.module.name : undefined;
  }

  /** Whether any plugin could serve a function's module; loads none. */
  knows(name: string): boolean {
    return this.#candidates(name.slice(0, Math.max(0, name.indexOf(".")))).length > 0;
  }

  /** Whether the module of a function may be loaded into the daemon: the first candidate says so in the catalog. */
  mayRunInDaemon(name: string): boolean {
    const virtualName = name.slice(0, Math.max(0, name.indexOf(".")));
    return this.#candidates(virtualName)[0]?.control === true;
  }

  /** Forgets what was decided, so that modules are asked again whether they can serve here. */
  reload(): void {
    this.#served.clear();
  }

  /** Entries that serve a name, the one that `providers` names first. */
  #candidates(virtualName: string): readonly CatalogEntry[] {
    const provider = getString(get(this.#parts.opts, "providers"), virtualName);
    const chosen = this.#entries.filter((entry) => entry.name === provider);
    return [
      ...chosen,
      ...this.#entries.filter((entry) => entry.virtualName === virtualName && !chosen.includes(entry)),
    ];
  }

  #serve(virtualName: string): Promise<Served> {
    const known = this.#served.get(virtualName);
    if (known !== undefined) return known;
    const candidates = this.#candidates(virtualName);
    const served = this.#firstAvailable(virtualName, candidates);
    // Names that nobody serves come from outside and are not kept: there is no end to them.
    if (candidates.length > 0) this.#served.set(virtualName, served);
    return served;
  }

  async #firstAvailable(virtualName: string, candidates: readonly CatalogEntry[]): Promise<Served> {
    let reason: string | undefined;
    for (const entry of candidates) {
      try {
        const plugin = await entry.load();
        if (!isExecutionModule(plugin)) throw new TypeError("it is no execution module");
        const available = await plugin.available(this.#parts.context());
        if (available === true) return { module: plugin };
        reason = available;
      } catch (error) {
        reason = errorText(error);
        this.#parts.log.error({ module: entry.name, virtualName, reason }, "A module cannot be loaded");
      }
    }
    return { reason };
  }
}

function isExecutionModule(plugin: Plugin): plugin is ExecutionModule {
  return plugin.kind === "execution" && "functions" in plugin && "available" in plugin;
}

function allowedNames(opts: Dict): (entry: CatalogEntry) => boolean {
  const disabled = getList(opts, "disable_modules") ?? [];
  const only = getList(opts, "whitelist_modules") ?? [];
  return ({ name, virtualName }) => {
    if (disabled.includes(name) || disabled.includes(virtualName)) return false;
    return only.length === 0 || only.includes(name) || only.includes(virtualName);
  };
}

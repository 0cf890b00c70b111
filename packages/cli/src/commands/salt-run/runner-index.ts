/**
 * The runner functions of a catalog, loaded one module at a time.
 */
import type { PluginCatalog, RunnerFunction, RunnerModule } from "@salt/core";
import { FunctionNotAvailableError } from "@salt/core";

/** Finds runner functions by name. */
export class RunnerIndex {
  readonly #catalog: PluginCatalog;

  constructor(catalog: PluginCatalog) {
    this.#catalog = catalog;
  }

  /** The function `module.function`. Throws FunctionNotAvailableError. */
  async find(name: string): Promise<RunnerFunction> {
    const dot = name.indexOf(".");
    const module = name.slice(0, Math.max(dot, 0));
    for (const entry of this.#catalog.ofKind("runner")) {
      if (entry.virtualName !== module) continue;
      const plugin = await entry.load();
      const found = isRunner(plugin) ? ownFunction(plugin, name.slice(dot + 1)) : undefined;
      if (found !== undefined) return found;
    }
    throw new FunctionNotAvailableError(name);
  }

  /** All functions by name, sorted. Of two with one name, the first of the catalog counts. */
  async all(): Promise<ReadonlyMap<string, RunnerFunction>> {
    const found = new Map<string, RunnerFunction>();
    for (const entry of this.#catalog.ofKind("runner")) {
      const plugin = await entry.load();
      if (!isRunner(plugin)) continue;
      for (const [name, fn] of Object.entries(plugin.functions)) {
        const full = `${plugin.virtualName}.${name}`;
        if (!found.has(full)) found.set(full, fn);
      }
    }
    return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function isRunner(plugin: { readonly kind: string }): plugin is RunnerModule {
  return plugin.kind === "runner";
}

/** Names come from users: only what the module itself holds is a function. */
function ownFunction({ functions }: RunnerModule, name: string): RunnerFunction | undefined {
  return Object.hasOwn(functions, name) ? functions[name] : undefined;
}

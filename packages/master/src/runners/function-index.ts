/**
 * The runner or wheel functions of a catalog, loaded one module at a time.
 */
import type {
  Plugin,
  PluginCatalog,
  RunnerFunction,
  RunnerModule,
  WheelFunction,
  WheelModule,
} from "@salt/core";
import { FunctionNotAvailableError } from "@salt/core";

interface ModuleOf<F> extends Plugin {
  readonly functions: Readonly<Record<string, F>>;
}

/** Finds functions by name. */
export class FunctionsByName<F> {
  readonly #catalog: PluginCatalog;
  readonly #kind: "runner" | "wheel";
  readonly #is: (plugin: Plugin) => plugin is ModuleOf<F>;

  constructor(
    catalog: PluginCatalog,
    kind: "runner" | "wheel",
    is: (plugin: Plugin) => plugin is ModuleOf<F>,
  ) {
    this.#catalog = catalog;
    this.#kind = kind;
    this.#is = is;
  }

  /** The function `module.function`. Throws FunctionNotAvailableError. */
  async find(name: string): Promise<F> {
    const dot = name.indexOf(".");
    const module = name.slice(0, Math.max(dot, 0));
    for (const entry of this.#catalog.ofKind(this.#kind)) {
      if (entry.virtualName !== module) continue;
      const plugin = await entry.load();
      const found = this.#is(plugin) ? ownFunction(plugin, name.slice(dot + 1)) : undefined;
      if (found !== undefined) return found;
    }
    throw new FunctionNotAvailableError(name);
  }

  /** All functions by name, sorted. Of two with one name, the first of the catalog counts. */
  async all(): Promise<ReadonlyMap<string, F>> {
    const found = new Map<string, F>();
    for (const entry of this.#catalog.ofKind(this.#kind)) {
      const plugin = await entry.load();
      if (!this.#is(plugin)) continue;
      for (const [name, fn] of Object.entries(plugin.functions)) {
        const full = `${plugin.virtualName}.${name}`;
        if (!found.has(full)) found.set(full, fn);
      }
    }
    return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** The runner functions of a catalog. */
export function runnerFunctions(catalog: PluginCatalog): FunctionsByName<RunnerFunction> {
  return new FunctionsByName(
    catalog,
    "runner",
    (plugin): plugin is RunnerModule => plugin.kind === "runner" && "functions" in plugin,
  );
}

/** The wheel functions of a catalog. */
export function wheelFunctions(catalog: PluginCatalog): FunctionsByName<WheelFunction> {
  return new FunctionsByName(
    catalog,
    "wheel",
    (plugin): plugin is WheelModule => plugin.kind === "wheel" && "functions" in plugin,
  );
}

/** Names come from users: only what the module itself holds is a function. */
function ownFunction<F>({ functions }: ModuleOf<F>, name: string): F | undefined {
  return Object.hasOwn(functions, name) ? functions[name] : undefined;
}

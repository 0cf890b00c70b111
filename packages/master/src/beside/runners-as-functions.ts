/**
 * Built-in runners as functions beside the master: for `saltutil.runner`, and for runners in Python that call them.
 */
import type {
  CatalogEntry,
  FunctionModule,
  Plugin,
  PluginCatalog,
  RunnerContext,
  RunnerModule,
} from "@salt/core";
import { PluginCatalog as Catalog, PLUGIN_KINDS } from "@salt/core";

/** A catalog whose runners are functions; they run in the session, which is made when one is called. */
export function withRunners(catalog: PluginCatalog, session: () => RunnerContext): PluginCatalog {
  const others = PLUGIN_KINDS.filter((kind) => kind !== "runner").flatMap((kind) => catalog.ofKind(kind));
  const runners = catalog
    .ofKind("runner")
    .map((entry): CatalogEntry => ({ ...entry, load: async () => asFunctions(await entry.load(), session) }));
  return new Catalog([...others, ...runners]);
}

function asFunctions(plugin: Plugin, session: () => RunnerContext): Plugin {
  if (!isRunner(plugin)) return plugin;
  const functions = Object.entries(plugin.functions).map(([name, fn]) => {
    const run: FunctionModule["functions"][string]["run"] = (args, _context, rest) =>
      fn.run(args, session(), rest);
    return [name, { ...fn, run }] as const;
  });
  const wrapped: FunctionModule = {
    kind: "runner",
    name: plugin.name,
    virtualName: plugin.virtualName,
    doc: plugin.doc,
    functions: Object.fromEntries(functions),
    available: () => true,
  };
  return wrapped;
}

function isRunner(plugin: Plugin): plugin is RunnerModule {
  return plugin.kind === "runner" && "functions" in plugin && !("available" in plugin);
}

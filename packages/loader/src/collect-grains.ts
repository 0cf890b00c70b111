/**
 * Grains: facts about this machine from all plugins, with those of the configuration on top.
 */
import type {
  CatalogEntry,
  Dict,
  GrainsContext,
  GrainsModule,
  MutableDict,
  Plugin,
  PluginCatalog,
} from "@salt/core";
import { dict, errorText, getDict } from "@salt/core";

/** Runs every grains plugin and joins what they give. A plugin that fails is logged and left out. Never throws. */
export async function collectGrains(plugins: PluginCatalog, context: GrainsContext): Promise<Dict> {
  const parts = await Promise.all(plugins.ofKind("grains").map((entry) => grainsOf(entry, context)));
  const grains: MutableDict = new Map();
  for (const part of [...parts.flat(), getDict(context.opts, "grains") ?? new Map()]) {
    for (const [name, value] of part) grains.set(name, value);
  }
  return grains;
}

async function grainsOf(entry: CatalogEntry, context: GrainsContext): Promise<readonly Dict[]> {
  const plugin = await entry.load().catch((error: unknown) => {
    context.log.error({ plugin: entry.name, reason: errorText(error) }, "A grains plugin cannot be loaded");
  });
  if (plugin === undefined || !isGrainsModule(plugin)) return [];
  return await Promise.all(
    Object.entries(plugin.functions).map(async ([name, give]) => {
      try {
        return dict(await give(context));
      } catch (error) {
        context.log.error(
          { plugin: entry.name, function: name, reason: errorText(error) },
          "Grains cannot be collected",
        );
        return new Map();
      }
    }),
  );
}

function isGrainsModule(plugin: Plugin): plugin is GrainsModule {
  return plugin.kind === "grains" && "functions" in plugin;
}

/**
 * Grains of plugins on disk: they come after the built-in ones and may look at them.
 */
import type { CatalogEntry, Dict, ExecutionContext, Plugin } from "@salt/core";
import { callDirectly, dict, errorText, isDict, MalformedError, toValue } from "@salt/core";
import type { LoadedPlugins } from "./loaded-plugins.js";

/** Adds what they give to `grains`, one after another. A plugin that fails is logged and left out. Never throws. */
export async function withPluginGrains(
  grains: Dict,
  plugins: LoadedPlugins,
  context: ExecutionContext,
): Promise<Dict> {
  let all = grains;
  for (const entry of plugins.onDisk("grains")) {
    for (const [name, give] of await functionsOf(entry, context)) {
      try {
        all = new Map([...all, ...(await give({ ...context, grains: all }))]);
      } catch (error) {
        const reason = errorText(error);
        context.log.error({ plugin: entry.name, function: name, reason }, "Grains cannot be collected");
      }
    }
  }
  return all;
}

type Give = (context: ExecutionContext) => Promise<Dict>;

async function functionsOf(
  entry: CatalogEntry,
  context: ExecutionContext,
): Promise<readonly (readonly [string, Give])[]> {
  try {
    const plugin = await entry.load();
    const available = isAsked(plugin) ? await plugin.available(context) : true;
    if (available === true) return givers(plugin);
    context.log.debug({ plugin: entry.name, reason: available }, "A grains plugin does not serve here");
  } catch (error) {
    context.log.error({ plugin: entry.name, reason: errorText(error) }, "A grains plugin cannot be loaded");
  }
  return [];
}

function givers(plugin: Plugin): readonly (readonly [string, Give])[] {
  if (!("functions" in plugin) || typeof plugin.functions !== "object" || plugin.functions === null)
    return [];
  return Object.entries(plugin.functions).map(([name, fn]) => [name, giver(name, fn)] as const);
}

/** A function of a grains plugin takes the context; one of a file may have a parameter `grains`, as in Salt. */
function giver(name: string, fn: unknown): Give {
  return async (context) => {
    const given: unknown =
      typeof fn === "function"
        ? await fn(context)
        : isCallable(fn)
          ? await callDirectly(
              name,
              fn,
              [],
              new Map("grains" in fn.params ? [["grains", context.grains]] : []),
              context,
            )
          : undefined;
    const grains =
      typeof given === "object" && given !== null && !isDict(given) ? toValue(dict({ ...given })) : given;
    if (isDict(grains)) return grains;
    throw new MalformedError("A grains function gave no map");
  };
}

function isCallable(fn: unknown): fn is Parameters<typeof callDirectly<ExecutionContext>>[1] {
  return typeof fn === "object" && fn !== null && "params" in fn && "run" in fn;
}

function isAsked(
  plugin: Plugin,
): plugin is Plugin & { available: (context: ExecutionContext) => true | string | Promise<true | string> } {
  return "available" in plugin && typeof plugin.available === "function";
}

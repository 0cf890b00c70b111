/**
 * What of the catalog is in use: for `test.providers`, `test.not_loaded` and `test.module_report`.
 */
import type { FunctionIndex, Plain } from "@salt/core";

/** Module names by the plugin that serves them. */
export async function providersOf(functions: FunctionIndex): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const module of await moduleNames(functions)) {
    const provider = await functions.provider(module);
    if (provider !== undefined && !found.has(provider)) found.set(provider, module);
  }
  return found;
}

/** Names of modules that functions can be called of, sorted. */
async function moduleNames(functions: FunctionIndex): Promise<readonly string[]> {
  return [...new Set((await functions.names()).map((name) => name.slice(0, name.indexOf("."))))];
}

/** Plugins for execution modules that serve no name here, sorted. */
export async function notLoaded(functions: FunctionIndex): Promise<readonly string[]> {
  const { builtinEntries } = await import("../../catalog.generated.js");
  const providers = await providersOf(functions);
  const names = builtinEntries.filter(({ kind, name }) => kind === "execution" && !providers.has(name));
  return names.map(({ name }) => name).sort();
}

/** Functions and modules as they are reached by name; nothing is missing, for there is one way only. */
export async function moduleReport(functions: FunctionIndex): Promise<Plain> {
  const names = await functions.names();
  const modules = await moduleNames(functions);
  return {
    functions: names,
    function_attrs: names,
    function_subs: names,
    modules,
    module_attrs: modules,
    missing_attrs: [],
    missing_subs: [],
  };
}

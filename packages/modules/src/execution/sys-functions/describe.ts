/**
 * What functions are called, how they are documented and which parameters they have.
 */
import type { Dict, FunctionIndex, MutableDict, PluginFunction } from "@salt/core";
import { argspecOf, documentationOf } from "@salt/core";

/** The parts of a function that describe it. */
export type Described = Pick<PluginFunction<never>, "doc" | "examples" | "params" | "varargs" | "varkw">;

/** Functions by name. */
export type DescribedFunctions = ReadonlyMap<string, Described>;

/** The functions of a kind that can be called here, of built-in plugins and of those on disk. */
export async function functionsOf(index: FunctionIndex): Promise<DescribedFunctions> {
  const found = new Map<string, Described>();
  for (const name of await index.names()) found.set(name, await index.find(name));
  return found;
}

/** The functions of the runners that come along: a minion runs none, and can tell what a master has. */
export async function builtinRunners(): Promise<DescribedFunctions> {
  const { builtinEntries } = await import("../../catalog.generated.js");
  const found = new Map<string, Described>();
  for (const entry of builtinEntries.filter(({ kind }) => kind === "runner")) {
    const runner = await entry.load();
    const functions = "functions" in runner ? runner.functions : undefined;
    for (const [name, fn] of Object.entries(functions ?? {})) {
      if (isDescribed(fn)) found.set(`${runner.virtualName}.${name}`, fn);
    }
  }
  return found;
}

/** Documentation by name, without the marks that only a page renderer understands. */
export function docsOf(functions: DescribedFunctions, names: readonly string[]): Dict {
  const docs: MutableDict = new Map();
  for (const name of names) {
    const fn = functions.get(name);
    if (fn !== undefined)
      docs.set(name, documentationOf(fn).replaceAll(/ *\.\. code-block:: \S+\n{1,2}/g, ""));
  }
  return docs;
}

/** Parameters by name. */
export function argspecsOf(functions: DescribedFunctions, names: readonly string[]): Dict {
  const specs: MutableDict = new Map();
  for (const name of names) {
    const fn = functions.get(name);
    if (fn !== undefined) specs.set(name, argspecOf(fn));
  }
  return specs;
}

function isDescribed(value: unknown): value is Described {
  return (
    typeof value === "object" && value !== null && "doc" in value && "params" in value && "examples" in value
  );
}

/**
 * The option `engines`, read: which engines run, and with what.
 */
import type { Dict, Value } from "@salt/core";
import { isDict, isList, pythonStr } from "@salt/core";

/** One engine. */
export interface EnginePlan {
  /** Its name in the configuration. */
  readonly name: string;
  /** The plugin: the name, unless `engine_module` says another. */
  readonly module: string;
  /** The arguments of its function `start`. */
  readonly settings: Dict;
}

const MODULE = "engine_module";

/** Reads a list of names and of maps with one name each, or a map of all. */
export function readEngines(given: Value | undefined): readonly EnginePlan[] {
  if (isDict(given)) return [...given].map(([name, settings]) => planOf(name, settings));
  return (isList(given) ? given : []).flatMap((item) => {
    const [first] = isDict(item) ? item : [[item, null] as const];
    return first === undefined ? [] : [planOf(first[0], first[1])];
  });
}

function planOf(given: Value, settings: Value): EnginePlan {
  const name = pythonStr(given);
  const own = new Map(isDict(settings) ? settings : []);
  const module = pythonStr(own.get(MODULE) ?? name);
  own.delete(MODULE);
  return { name, module, settings: own };
}

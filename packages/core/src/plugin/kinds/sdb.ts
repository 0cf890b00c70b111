/**
 * Stores of single values: what the `driver` of a profile for `sdb://` names.
 */
import type { ExecutionFunction, FunctionModule } from "./execution.js";

/**
 * A plugin with the functions `get` (key), `set` (key, value) and `delete` (key), as far as it has them. Each gets the
 * profile, a map of the configuration, as the keyword argument `profile`.
 */
export interface SdbModule extends FunctionModule {
  readonly kind: "sdb";
}

/** Writes down a store. */
export function sdbModule(
  name: string,
  module: {
    readonly doc: string;
    readonly virtualName?: string;
    readonly available?: SdbModule["available"];
    readonly functions: {
      readonly get: ExecutionFunction;
      readonly set?: ExecutionFunction;
      readonly delete?: ExecutionFunction;
    };
  },
): SdbModule {
  const { get, set, delete: remove } = module.functions;
  return {
    kind: "sdb",
    name,
    virtualName: module.virtualName ?? name,
    doc: module.doc,
    functions: {
      get,
      ...(set === undefined ? {} : { set }),
      ...(remove === undefined ? {} : { delete: remove }),
    },
    available: module.available ?? (() => true),
  };
}

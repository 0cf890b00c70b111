/**
 * External sources of the pillar: what `ext_pillar` names.
 */
import type { ExecutionFunction, FunctionModule } from "./execution.js";

export type { PillarSource } from "./execution.js";

/**
 * A plugin whose function `ext_pillar` gives a part of the pillar. It is called with the minion's id, the pillar so far,
 * and what the configuration says: a list as positional arguments, a map as keyword arguments.
 */
export interface PillarModule extends FunctionModule {
  readonly kind: "pillar";
}

/** Writes down an external source of the pillar. */
export function pillarModule(
  name: string,
  module: {
    readonly doc: string;
    readonly virtualName?: string;
    readonly available?: PillarModule["available"];
    readonly functions: { readonly ext_pillar: ExecutionFunction };
  },
): PillarModule {
  return {
    kind: "pillar",
    name,
    virtualName: module.virtualName ?? name,
    doc: module.doc,
    functions: module.functions,
    available: module.available ?? (() => true),
  };
}

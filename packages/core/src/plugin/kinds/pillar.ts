/**
 * External sources of the pillar: what `ext_pillar` names.
 */
import type { Dict } from "../../base/value.js";
import type { ExecutionFunction, FunctionModule } from "./execution.js";

export type { PillarSource } from "./execution.js";

/** Whose pillar is wanted of a master. */
export interface PillarOf {
  readonly id: string;
  readonly grains: Dict;
  readonly saltenv?: string;
  readonly pillarenv?: string;
  readonly override?: Dict;
}

/** The pillars of a master, for its runners. */
export interface PillarControl {
  /** Compiles a pillar. What is wrong stands in it at `_errors`. */
  compile(wanted: PillarOf): Promise<Dict>;
  /** The top file with all its targets, and what is wrong with it. */
  top(wanted: PillarOf): Promise<{ readonly top: Dict; readonly errors: readonly string[] }>;
  /** A pillar that `pillar_cache` keeps. */
  kept(id: string, pillarenv: string | undefined): Dict | undefined;
  /** Forgets what is kept of a minion. */
  forget(id: string): void;
}

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

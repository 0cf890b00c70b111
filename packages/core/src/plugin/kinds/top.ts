/**
 * Sources of top file data beside the state tree: what `master_tops` names.
 */
import type { ExecutionFunction, FunctionModule } from "./execution.js";

/**
 * A plugin whose function `top` says which SLS a minion gets: a map of lists by environment. It is called on the master
 * with the keyword arguments `opts` and `grains`, which are the minion's; `opts["id"]` is always the asking minion's own id.
 */
export interface TopModule extends FunctionModule {
  readonly kind: "top";
}

/** Writes down a source of top file data. */
export function topModule(
  name: string,
  module: {
    readonly doc: string;
    readonly available?: TopModule["available"];
    readonly functions: { readonly top: ExecutionFunction };
  },
): TopModule {
  return {
    kind: "top",
    name,
    virtualName: name,
    doc: module.doc,
    functions: module.functions,
    available: module.available ?? (() => true),
  };
}

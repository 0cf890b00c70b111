/**
 * State modules: what a low chunk of a state run calls.
 */
import type { Dict, Plain } from "../../base/value.js";
import { isTruthy } from "../../base/value.js";
import type { FunctionDefinition, Params } from "../function.js";
import { defineFunction } from "../function.js";
import type { ExecutionContext, ExecutionFunction, FunctionModule } from "./execution.js";

/** What a state function answers; further keys, such as `pchanges`, `warnings` or `skip_watch`, are kept. */
export interface StateAnswer {
  readonly name: Plain;
  /** What was or would be changed; empty when nothing is to do. */
  readonly changes: Plain;
  /** `null` in a trial run that would change something. */
  readonly result: boolean | null;
  /** One text, or several that are joined by newlines. */
  readonly comment: string | readonly string[];
  readonly [key: string]: Plain;
}

/** A state function. Its `run` may also give a Dict of the same keys. */
export type StateFunction = ExecutionFunction;

/**
 * A plugin with state functions. Salt's special names are functions like any other: `mod_watch`, `mod_aggregate`
 * (`low`, `chunks`, `running`), `mod_init` (`low`), `mod_run_check`.
 */
export interface StateModule extends FunctionModule {
  readonly kind: "state";
}

/** Writes down one state function; `args` of `run` are typed by `params`. `name` must be among the parameters. */
export function stateFn<const P extends Params = Record<never, never>>(
  definition: FunctionDefinition<P, ExecutionContext, StateAnswer | Dict>,
): StateFunction {
  return defineFunction(definition);
}

/** Writes down a state module. */
export function stateModule(
  name: string,
  module: {
    readonly doc: string;
    readonly virtualName?: string;
    readonly available?: StateModule["available"];
    readonly functions: Readonly<Record<string, StateFunction>>;
  },
): StateModule {
  return {
    kind: "state",
    name,
    virtualName: module.virtualName ?? name,
    doc: module.doc,
    functions: module.functions,
    available: module.available ?? (() => true),
  };
}

/** Whether states may only say what they would do: Salt's `__opts__['test']`. */
export function isTrial(context: Pick<ExecutionContext, "opts">): boolean {
  return isTruthy(context.opts.get("test") ?? null);
}

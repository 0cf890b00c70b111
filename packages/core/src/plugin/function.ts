/**
 * Functions of plugins: one definition gives binding, documentation, completion and reference pages.
 */
import type { Plain, Value } from "../base/value.js";

/** A parameter. Values arrive as YAML made them; `kind` only adds the conversions that Salt's function makes. */
export interface Param<T = Value> {
  readonly doc: string;
  /** Absent: the parameter is required. */
  readonly fallback?: Value;
  /** What the reference pages say instead of a `fallback` that depends on the machine. */
  readonly shownFallback?: string;
  readonly convert: (value: Value) => T;
}

/** The parameters of a function, in the order of positional arguments. */
export type Params = { readonly [name: string]: Param<unknown> };

/** What a function's body gets for its parameters. */
export type Args<P extends Params> = { readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never };

/** What is left over of a call when a function takes any number of arguments. */
export interface Rest {
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** One function of a plugin. `C` is the context of its kind. */
export interface PluginFunction<C, R = Plain> {
  readonly doc: string;
  /** Command lines, as a user types them. */
  readonly examples: readonly string[];
  readonly params: Params;
  /** Name under which further positional arguments are taken, as in Python's `*args`. */
  readonly varargs: string | undefined;
  /** Name under which further keyword arguments are taken, as in Python's `**kwargs`. */
  readonly varkw: string | undefined;
  /**
   * True for functions that never compute or block for long: the minion's control loop runs them itself.
   * All others run in a job process of their own.
   */
  readonly control: boolean;
  /** Outputter for the return, where not `nested`. */
  readonly outputter: string | undefined;
  readonly run: (args: Readonly<Record<string, unknown>>, context: C, rest: Rest) => R | Promise<R>;
}

/** How a function is written down; `fn` turns it into a `PluginFunction` and types `args` by `params`. */
export interface FunctionDefinition<P extends Params, C, R = Plain> {
  readonly doc: string;
  readonly examples?: readonly string[];
  readonly params?: P;
  readonly varargs?: string;
  readonly varkw?: string;
  readonly control?: boolean;
  readonly outputter?: string;
  readonly run: (args: Args<P>, context: C, rest: Rest) => R | Promise<R>;
}

/** Makes a function of a definition, for contexts of type `C`. */
export function defineFunction<P extends Params, C, R = Plain>(
  definition: FunctionDefinition<P, C, R>,
): PluginFunction<C, R> {
  return {
    doc: definition.doc,
    examples: definition.examples ?? [],
    params: definition.params ?? {},
    varargs: definition.varargs,
    varkw: definition.varkw,
    control: definition.control ?? false,
    outputter: definition.outputter,
    run: definition.run as PluginFunction<C, R>["run"],
  };
}

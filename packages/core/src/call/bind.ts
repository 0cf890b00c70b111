/**
 * Binding arguments to parameters, with Python's rules and wording.
 */
import { parseYamlArgumentNow } from "../arguments/parse.js";
import { splitKeyword } from "../arguments/word.js";
import { ArgumentBindingError, SaltInvocationError, UnknownKeywordError } from "../base/errors.js";
import type { Value } from "../base/value.js";
import { isDict } from "../base/value.js";
import type { Param, PluginFunction, Rest } from "../plugin/function.js";
import { pythonStr } from "../python/repr.js";

/** The part of a function that says which arguments it takes. */
export type FunctionShape = Pick<PluginFunction<never>, "params" | "varargs" | "varkw">;

/** Arguments by parameter name, and what is left over. */
export interface BoundArguments {
  readonly args: Record<string, unknown>;
  readonly rest: Rest;
}

/** The `arg` list of a job, taken apart. */
export interface SortedArguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/**
 * Binds the `arg` list of a job (`__kwarg__` maps included) to a function's parameters; `name` is `module.function`.
 * Throws ArgumentBindingError with the text of Python's TypeError, and SaltInvocationError for keywords that the
 * function does not take (as the minion of real Salt does before it calls) and for values of a wrong type.
 */
export function bindArguments(name: string, fn: FunctionShape, args: readonly Value[]): BoundArguments {
  return bindSorted(name, fn, sortArguments(fn, args));
}

/** Takes `arg` apart: `__kwarg__` maps and texts of the form `key=value` are keyword arguments. */
export function sortArguments(fn: FunctionShape, args: readonly Value[]): SortedArguments {
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  const invalid: string[] = [];
  const take = (key: string, value: Value): void => {
    if (fn.varkw !== undefined || Object.hasOwn(fn.params, key)) keywords.set(key, value);
    else invalid.push(`${key}=${pythonStr(value)}`);
  };
  for (const arg of args) {
    const pairs = keywordsIn(arg);
    if (pairs === undefined) positional.push(arg);
    else for (const [key, value] of pairs) take(key, value);
  }
  if (invalid.length > 0) {
    throw new UnknownKeywordError(`The following keyword arguments are not valid: ${invalid.join(", ")}`);
  }
  return { positional, keywords };
}

function keywordsIn(arg: Value): readonly (readonly [string, Value])[] | undefined {
  if (isDict(arg)) {
    if (arg.get("__kwarg__") !== true) return undefined;
    return [...arg]
      .filter(([key]) => key !== "__kwarg__")
      .map(([key, value]) => [pythonStr(key), value] as const);
  }
  const keyword = typeof arg === "string" ? splitKeyword(arg) : undefined;
  return keyword === undefined ? undefined : [[keyword[0], parseYamlArgumentNow(keyword[1])]];
}

/** Binds arguments that were taken apart. Throws as `bindArguments`. */
export function bindSorted(name: string, fn: FunctionShape, sorted: SortedArguments): BoundArguments {
  const shown = `${name.slice(name.lastIndexOf(".") + 1)}()`;
  const params = Object.entries(fn.params);
  const given = new Map(
    params.slice(0, sorted.positional.length).map(([key], at) => [key, sorted.positional[at]]),
  );
  const kwargs = new Map<string, Value>();
  for (const [key, value] of sorted.keywords) {
    if (given.has(key)) throw new ArgumentBindingError(`${shown} got multiple values for argument '${key}'`);
    if (Object.hasOwn(fn.params, key)) given.set(key, value);
    else if (fn.varkw !== undefined) kwargs.set(key, value);
    else throw new ArgumentBindingError(`${shown} got an unexpected keyword argument '${key}'`);
  }
  if (fn.varargs === undefined) checkCount(shown, fn, sorted.positional.length);
  checkMissing(shown, params, given);
  const args: Record<string, unknown> = Object.create(null);
  for (const [key, param] of params) {
    const value = given.get(key);
    args[key] = convert(key, param, value === undefined ? (param.fallback ?? null) : value);
  }
  return { args, rest: { args: sorted.positional.slice(params.length), kwargs } };
}

function checkCount(shown: string, fn: FunctionShape, given: number): void {
  const params = Object.values(fn.params);
  if (given <= params.length) return;
  const least = params.filter((param) => param.fallback === undefined).length;
  const range = least < params.length ? `from ${least} to ${params.length}` : `${params.length}`;
  const noun = range === "1" ? "argument" : "arguments";
  const verb = given === 1 ? "was" : "were";
  throw new ArgumentBindingError(`${shown} takes ${range} positional ${noun} but ${given} ${verb} given`);
}

function checkMissing(
  shown: string,
  params: readonly (readonly [string, Param<unknown>])[],
  given: ReadonlyMap<string, unknown>,
): void {
  const missing = params.filter(([key, param]) => param.fallback === undefined && !given.has(key));
  if (missing.length === 0) return;
  const noun = missing.length === 1 ? "argument" : "arguments";
  const names = inWords(missing.map(([key]) => `'${key}'`));
  throw new ArgumentBindingError(`${shown} missing ${missing.length} required positional ${noun}: ${names}`);
}

function inWords(names: readonly string[]): string {
  if (names.length <= 2) return names.join(" and ");
  return `${names.slice(0, -1).join(", ")}, and ${names.at(-1)}`;
}

function convert(key: string, param: Param<unknown>, value: Value): unknown {
  try {
    return param.convert(value);
  } catch (error) {
    if (error instanceof SaltInvocationError)
      throw new SaltInvocationError(`${key}: ${error.message}`, { cause: error });
    throw error;
  }
}

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
  const { positional } = sorted;
  const { names, required, fallbacks } = signatureOf(fn.params);
  const given = new Map<string, Value>();
  for (let at = 0; at < positional.length && at < names.length; at += 1)
    given.set(names[at] ?? "", positional[at] ?? null);
  const kwargs = new Map<string, Value>();
  for (const [key, value] of sorted.keywords) {
    if (given.has(key))
      throw new ArgumentBindingError(`${shownName(name)} got multiple values for argument '${key}'`);
    if (Object.hasOwn(fn.params, key)) given.set(key, value);
    else if (fn.varkw !== undefined) kwargs.set(key, value);
    else throw new ArgumentBindingError(`${shownName(name)} got an unexpected keyword argument '${key}'`);
  }
  if (fn.varargs === undefined && positional.length > names.length)
    refuseCount(shownName(name), fn, positional.length);
  if (required.some((key) => !given.has(key))) refuseMissing(shownName(name), required, given);
  const args: Record<string, unknown> = { ...fallbacks };
  for (const [key, value] of given) {
    const param = fn.params[key];
    if (param !== undefined) args[key] = convert(key, param, value);
  }
  return { args, rest: { args: positional.slice(names.length), kwargs } };
}

/** What binding needs to know of parameters. */
interface Signature {
  readonly names: readonly string[];
  /** Those without a value to fall back on. */
  readonly required: readonly string[];
  /** What each has when it is not given. */
  readonly fallbacks: Readonly<Record<string, unknown>>;
}

/** What follows from a definition, kept as long as the definition. */
const SIGNATURES = new WeakMap<FunctionShape["params"], Signature>();

function signatureOf(params: FunctionShape["params"]): Signature {
  const known = SIGNATURES.get(params);
  if (known !== undefined) return known;
  const names = Object.keys(params);
  const required = names.filter((key) => params[key]?.fallback === undefined);
  // V8 copies an object that JSON.parse has made many times faster than one to which properties were added.
  const fallbacks: Record<string, unknown> = JSON.parse(
    JSON.stringify(Object.fromEntries(names.map((key) => [key, null]))),
  );
  for (const key of names) {
    const param = params[key];
    if (param?.fallback !== undefined) fallbacks[key] = convert(key, param, param.fallback);
  }
  const signature = { names, required, fallbacks };
  SIGNATURES.set(params, signature);
  return signature;
}

/** The names of parameters that must be given. */
export function requiredOf(fn: Pick<FunctionShape, "params">): readonly string[] {
  return signatureOf(fn.params).required;
}

function shownName(name: string): string {
  return `${name.slice(name.lastIndexOf(".") + 1)}()`;
}

function refuseCount(shown: string, fn: FunctionShape, given: number): never {
  const { names, required } = signatureOf(fn.params);
  const range =
    required.length < names.length ? `from ${required.length} to ${names.length}` : `${names.length}`;
  const noun = range === "1" ? "argument" : "arguments";
  const verb = given === 1 ? "was" : "were";
  throw new ArgumentBindingError(`${shown} takes ${range} positional ${noun} but ${given} ${verb} given`);
}

function refuseMissing(
  shown: string,
  required: readonly string[],
  given: ReadonlyMap<string, unknown>,
): never {
  const missing = required.filter((key) => !given.has(key));
  const noun = missing.length === 1 ? "argument" : "arguments";
  const names = inWords(missing.map((key) => `'${key}'`));
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

/**
 * Arguments for Python: bound here, and handed over so that Python fills in its own defaults.
 */
import type { Param, Params, Rest, Value } from "@salt/core";
import type { FunctionInfo } from "./module-info.js";

/** Stands for a parameter that was not given. */
const ABSENT: unique symbol = Symbol("absent");

/** The arguments of one call. */
export interface CallArguments {
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** The parameters of a function. */
export function paramsOf({ args, defaults }: FunctionInfo): Params {
  const params: Record<string, Param<unknown>> = Object.create(null);
  for (const name of args) {
    const fallback = defaults.get(name);
    params[name] = fallback === undefined ? { doc: "", convert: (value) => value } : optional(fallback);
  }
  return params;
}

/**
 * A default that is a list or a map is known by its identity, others by their value, which is as good: a tuple that
 * went here and back would be a list, and an object would be its description.
 */
function optional(fallback: Value): Param<unknown> {
  return { doc: "", fallback, convert: (value) => (value === fallback ? ABSENT : value) };
}

/** Arranges bound arguments: by position as far as all are given, then by name. */
export function arrange(
  info: FunctionInfo,
  bound: Readonly<Record<string, unknown>>,
  rest: Rest,
): CallArguments {
  const args: Value[] = [];
  const kwargs = new Map<string, Value>();
  let gap = false;
  for (const name of info.args) {
    if (info.byName.includes(name)) gap = true;
    const value = bound[name] as Value | typeof ABSENT;
    if (value === ABSENT) gap = true;
    else if (gap) kwargs.set(name, value);
    else args.push(value);
  }
  for (const [name, value] of rest.kwargs) kwargs.set(name, value);
  return { args: [...args, ...rest.args], kwargs };
}

/**
 * Calls from templates.
 */
import { typeError } from "../value/errors.js";
import { maybeIterate } from "../value/iterate.js";
import { repr } from "../value/repr.js";
import { typeName } from "../value/type-name.js";
import {
  ABSENT,
  failUndefined,
  isText,
  type Kwargs,
  NO_KWARGS,
  PyFunction,
  PyObject,
  textOf,
  Undefined,
  type Val,
} from "../value/types.js";
import { TemplateCallable } from "./macro.js";
import { isPromise, Pending } from "./pending.js";
import type { RenderState } from "./state.js";

/** Calls a value; what is not finished at once comes as Pending. Throws TypeError for what cannot be called. */
export function call(
  _state: RenderState,
  callee: Val,
  args: readonly Val[],
  kwargs: Kwargs | undefined,
  escaping: boolean,
): Val {
  const named = kwargs ?? NO_KWARGS;
  if (callee instanceof PyFunction) return pendingOr(callee.invoke(args, named));
  if (callee instanceof TemplateCallable) return new Pending(undefined, callee.run(args, named, escaping));
  if (callee instanceof Undefined) failUndefined(callee);
  if (callee instanceof PyObject) {
    const result = callee.call(args, named);
    if (result !== ABSENT) return pendingOr(result);
  }
  throw typeError(`'${typeName(callee)}' object is not callable`);
}

/** Wraps a promise so that generated code recognizes it. */
export function pendingOr(value: Val): Val {
  return isPromise(value) ? new Pending(value) : value;
}

/** The positional arguments that `*value` stands for. */
export function iterateRest(value: Val): Iterable<Val> {
  if (value instanceof Undefined) failUndefined(value);
  const items = maybeIterate(value);
  if (items === undefined) {
    throw typeError(`Value after * must be an iterable, not ${typeName(value)}`);
  }
  return items;
}

/** Keyword arguments of pairs and what `**rest` stands for. */
export function keywords(pairs: readonly (readonly [string, Val])[], rest?: Val): Kwargs {
  const out = new Map(pairs);
  if (rest === undefined) return out;
  if (rest instanceof Undefined) failUndefined(rest);
  if (!(rest instanceof Map)) {
    throw typeError(`argument after ** must be a mapping, not ${typeName(rest)}`);
  }
  for (const [key, value] of rest as ReadonlyMap<Val, Val>) {
    if (!isText(key)) throw typeError("keywords must be strings");
    const name = textOf(key);
    if (out.has(name)) throw typeError(`got multiple values for keyword argument ${repr(name)}`);
    out.set(name, value);
  }
  return out;
}

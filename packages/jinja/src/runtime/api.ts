/**
 * What generated code calls, as the object `R`.
 */

import { arithmetic, signed } from "../value/arithmetic.js";
import { dictOf } from "../value/dict.js";
import { equals, type OrderOperator, ordered } from "../value/equality.js";
import { templateError, typeError, valueError } from "../value/errors.js";
import { Slice } from "../value/item.js";
import { contains, iterate, maybeIterate, truth } from "../value/iterate.js";
import { typeName } from "../value/type-name.js";
import { type Kwargs, NO_KWARGS, tuple, Undefined, type Val } from "../value/types.js";
import { getAttribute, getItem } from "./attribute.js";
import { block, selfReference, superBlock } from "./blocks.js";
import { call, iterateRest, keywords, pendingOr } from "./call.js";
import { extendsTemplate, importedName, importModule, include } from "./linked.js";
import { type LoopBody, LoopContext } from "./loop.js";
import { Macro } from "./macro.js";
import { MISSING } from "./missing.js";
import { Namespace } from "./namespace.js";
import { concat, out, safe } from "./output.js";
import { type Run, settle } from "./pending.js";
import type { Scope } from "./scope.js";
import type { RenderState } from "./state.js";
import type { LoadedTemplate } from "./template.js";

function comparison(operator: string, a: Val, b: Val): boolean {
  switch (operator) {
    case "==":
      return equals(a, b);
    case "!=":
      return !equals(a, b);
    case "in":
      return contains(b, a);
    case "not in":
      return !contains(b, a);
    default:
      return ordered(operator as OrderOperator, a, b);
  }
}

function undefinedName(state: RenderState, name: string): Val {
  return state.undefined(`'${name}' is undefined`, name);
}

function resolve(state: RenderState, scope: Scope, name: string): Val {
  const found = scope.resolve(name);
  return found === MISSING ? undefinedName(state, name) : found;
}

function undefinedCondition(line: number): Val {
  // Not strict, whatever the environment says: Jinja2 wants `{{ x if y }}` to print nothing.
  return new Undefined(
    false,
    `the inline if-expression on line ${line} evaluated to false and no else section was defined.`,
  );
}

function filter(
  state: RenderState,
  name: string,
  value: Val,
  args: readonly Val[],
  kwargs: Kwargs | undefined,
  escaping: boolean,
): Val {
  const found = state.environment.filters.get(name);
  if (found === undefined) throw templateError(`No filter named '${name}' found.`);
  return pendingOr(found({ state, escaping }, [value, ...args], kwargs ?? NO_KWARGS));
}

function test(
  state: RenderState,
  name: string,
  value: Val,
  args: readonly Val[],
  kwargs: Kwargs | undefined,
  escaping: boolean,
): boolean {
  const found = state.environment.tests.get(name);
  if (found === undefined) throw templateError(`No test named '${name}' found.`);
  return found({ state, escaping }, [value, ...args], kwargs ?? NO_KWARGS);
}

function unpack(value: Val, count: number): readonly Val[] {
  const items = maybeIterate(value);
  if (items === undefined) throw typeError(`cannot unpack non-iterable ${typeName(value)} object`);
  const list = Array.from(items);
  if (list.length > count) throw valueError(`too many values to unpack (expected ${count})`);
  if (list.length < count) {
    throw valueError(`not enough values to unpack (expected ${count}, got ${list.length})`);
  }
  return list;
}

function checkNamespace(target: Val): void {
  if (!(target instanceof Namespace)) throw templateError("cannot assign attribute on non-namespace object");
}

/** A block that is set on what is no namespace fails as Python does. */
function setNamespace(target: Val, name: string, value: Val): void {
  if (!(target instanceof Namespace)) {
    const kind = target instanceof Undefined ? "_MissingType" : typeName(target);
    throw typeError(`'${kind}' object does not support item assignment`);
  }
  target.set(name, value);
}

function missingParameter(state: RenderState, name: string): Val {
  return state.undefined(`parameter '${name}' was not provided`, name);
}

type Flags = readonly [caller: boolean, kwargs: boolean, varargs: boolean, explicitCaller: boolean];

function macro(
  state: RenderState,
  template: LoadedTemplate,
  name: string,
  names: readonly string[],
  [caller, kwargs, varargs, explicitCaller]: Flags,
  body: (...values: Val[]) => Run<string>,
): Macro {
  return new Macro(state, template, { name, names, caller, kwargs, varargs, explicitCaller }, body);
}

function loop(state: RenderState, source: Val, recurse: LoopBody | null, depth: number): LoopContext {
  return new LoopContext(state, source, recurse, depth);
}

function tick(state: RenderState, output: string): void {
  state.tick(output);
}

/** The functions of generated code. */
export const runtimeApi = {
  arithmetic,
  block,
  call,
  checkNamespace,
  comparison,
  concat,
  dict: dictOf,
  extendsTemplate,
  filter,
  getAttribute,
  getItem,
  importedName,
  importModule,
  include,
  iterate,
  iterateRest,
  keywords,
  loop,
  macro,
  missingParameter,
  out,
  resolve,
  safe,
  selfReference,
  setNamespace,
  settle,
  signed,
  Slice,
  superBlock,
  test,
  tick,
  truth,
  tuple,
  undefinedCondition,
  undefinedName,
  unpack,
};

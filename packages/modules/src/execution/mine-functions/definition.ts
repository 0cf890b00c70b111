/**
 * Definitions of mine functions, as the option `mine_functions` has them.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isDict, isList, isTruthy, pythonStr } from "@salt/core";

/** What is called for one entry of the mine, and who may read it. */
export interface MineDefinition {
  /** The function; undefined when the entry is named after it. */
  readonly fun: string | undefined;
  readonly args: readonly Value[];
  readonly kwargs: Dict;
  /** `allow_tgt` and `allow_tgt_type`, as far as given. */
  readonly access: Dict;
}

/** Reads a definition: nothing, a list of arguments, or a map of keyword arguments with `mine_function` among them. */
export function readDefinition(definition: Value): MineDefinition {
  const args: Value[] = [];
  const kwargs: MutableDict = new Map();
  for (const item of isList(definition) ? definition : [definition]) {
    if (isDict(item)) for (const [key, value] of item) kwargs.set(key, value);
    else if (isList(definition)) args.push(item);
  }
  const fun = kwargs.get("mine_function");
  const access = takeAccess(kwargs);
  kwargs.delete("mine_function");
  return { fun: isTruthy(fun) ? pythonStr(fun ?? "") : undefined, args, kwargs, access };
}

/** Takes the fields about access out of keyword arguments. */
export function takeAccess(kwargs: MutableDict): Dict {
  const access: MutableDict = new Map();
  for (const key of ["allow_tgt", "allow_tgt_type"]) {
    const value = kwargs.get(key);
    kwargs.delete(key);
    if (value !== undefined && isTruthy(value)) access.set(key, value);
  }
  return access;
}

/** A value as the mine holds it: wrapped when not everybody may read it. */
export function mineValue(value: Value, access: Dict): Value {
  if (!access.has("allow_tgt")) return value;
  return new Map<Value, Value>([["__data__", value], ["__saltmine_acl__", 1], ...access]);
}

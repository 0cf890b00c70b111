/**
 * The signature of a function as `sys.argspec` shows it.
 */
import type { Dict, Value } from "../base/value.js";
import type { FunctionShape } from "./bind.js";

/** `{args, defaults, varargs, kwargs}` as `sys.argspec` returns it for one function: null where there is nothing. */
export function argspecOf(fn: FunctionShape): Dict {
  const defaults = Object.values(fn.params).flatMap((param) =>
    param.fallback === undefined ? [] : [param.fallback],
  );
  const names = Object.keys(fn.params);
  return new Map<Value, Value>([
    ["args", names.length > 0 ? names : null],
    ["defaults", defaults.length > 0 ? defaults : null],
    ["varargs", fn.varargs === undefined ? null : true],
    ["kwargs", fn.varkw === undefined ? null : true],
  ]);
}

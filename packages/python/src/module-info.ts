/**
 * What Python tells of a loaded module.
 */
import type { Dict, Value } from "@salt/core";
import { get, getDict, getList, getString, isDict, isTruthy, MalformedError, pythonStr } from "@salt/core";

/** A function of a module. */
export interface FunctionInfo {
  readonly doc: string;
  /** Parameters in order; the last ones have defaults. */
  readonly args: readonly string[];
  readonly defaults: readonly Value[];
  readonly varargs: string | undefined;
  readonly varkw: string | undefined;
  /** Whether it really takes any keyword argument, and so the fields of the publication too. */
  readonly takesPublication: boolean;
  readonly outputter: string | undefined;
}

/** A module that can serve, or why it cannot: an empty text when it did not say. */
export type ModuleInfo =
  | {
      /** The virtual name, then others under which it is known. */
      readonly names: readonly [string, ...string[]];
      readonly doc: string;
      readonly functions: ReadonlyMap<string, FunctionInfo>;
    }
  | { readonly reason: string };

/** Reads what `load` gave. Throws MalformedError. */
export function readModuleInfo(value: Value): ModuleInfo {
  const reason = getString(value, "reason");
  if (reason !== undefined) return { reason };
  const functions = getDict(value, "functions");
  const [name, ...aliases] = (getList(value, "names") ?? []).map(pythonStr);
  if (functions === undefined || name === undefined) throw new MalformedError("a module is not described");
  const described = [...functions].map(([key, one]) => [pythonStr(key), readFunction(one)] as const);
  return { names: [name, ...aliases], doc: getString(value, "doc") ?? "", functions: new Map(described) };
}

function readFunction(value: Value): FunctionInfo {
  if (!isDict(value)) throw new MalformedError("a function is not described");
  return {
    doc: getString(value, "doc") ?? "",
    args: texts(value, "args"),
    defaults: getList(value, "defaults") ?? [],
    varargs: getString(value, "varargs"),
    varkw: getString(value, "varkw"),
    takesPublication: isTruthy(get(value, "takes_publication")),
    outputter: getString(value, "outputter"),
  };
}

function texts(from: Dict, key: string): readonly string[] {
  return (getList(from, key) ?? []).map(pythonStr);
}

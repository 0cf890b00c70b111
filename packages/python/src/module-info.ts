/**
 * What Python tells of a loaded module.
 */
import type { Dict, Value } from "@salt/core";
import { getDict, getList, getString, isDict, MalformedError, pythonStr } from "@salt/core";

/** A function of a module. */
export interface FunctionInfo {
  readonly doc: string;
  /** Parameters in order. */
  readonly args: readonly string[];
  /** Defaults of those that have one. */
  readonly defaults: Dict;
  readonly varargs: string | undefined;
  readonly varkw: string | undefined;
  /** Those of `args` that Python takes by name only. */
  readonly byName: readonly string[];
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
    defaults: getDict(value, "defaults") ?? new Map(),
    varargs: getString(value, "varargs"),
    varkw: getString(value, "varkw"),
    byName: texts(value, "by_name"),
    outputter: getString(value, "outputter"),
  };
}

function texts(from: Dict, key: string): readonly string[] {
  return (getList(from, key) ?? []).map(pythonStr);
}

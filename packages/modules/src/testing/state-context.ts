/**
 * A context for tests of state functions: execution functions that a test gives, and a record of their calls.
 */
import type { Dict, ExecutionContext, FunctionIndex, Plain, StateModule, Value } from "@salt/core";
import { callDirectly, dict, FunctionNotAvailableError, fn, isDict, pythonRepr, toValue } from "@salt/core";
import { fakeContext } from "./execution-context.js";

/** What the execution functions of a test answer, by name. */
export type FakeFunctions = Readonly<Record<string, (...args: readonly Value[]) => Plain>>;

/** A context and the calls of execution functions that were made, as `name(arguments)` in Python's form. */
export interface FakeStates {
  readonly context: ExecutionContext;
  readonly calls: string[];
}

/** Makes a context in which just these execution functions are there. */
export function fakeStates(functions: FakeFunctions, isTest = false, grains: Dict = new Map()): FakeStates {
  const calls: string[] = [];
  const opts = new Map<Value, Value>([["test", isTest]]);
  const { context } = fakeContext({ opts, grains });
  const call: ExecutionContext["call"] = async (name, args = [], kwargs = {}) => {
    const found = functions[name];
    if (found === undefined) throw new FunctionNotAvailableError(name);
    const values = [...args, ...Object.values(kwargs)].map(toValue);
    const named = Object.entries(kwargs).map(([key, value]) => `${key}=${pythonRepr(toValue(value))}`);
    calls.push(`${name}(${[...args.map((arg) => pythonRepr(toValue(arg))), ...named].join(", ")})`);
    return toValue(found(...values));
  };
  return { context: { ...context, call, functions: indexOf(functions) }, calls };
}

function indexOf(functions: FakeFunctions): FunctionIndex {
  const definition = fn({ doc: "", varargs: "args", varkw: "kwargs", run: () => null });
  return {
    names: async () => Object.keys(functions),
    has: async (name) => Object.hasOwn(functions, name),
    provider: async () => undefined,
    find: async (name) => {
      if (!Object.hasOwn(functions, name)) throw new FunctionNotAvailableError(name);
      return definition;
    },
  };
}

/** Calls a state function with keyword arguments and gives result, comment and changes as plain values. */
export async function runState(
  module: StateModule,
  fun: string,
  kwargs: { readonly [name: string]: Plain },
  context: ExecutionContext,
): Promise<{ readonly result: Value; readonly comment: Value; readonly changes: string }> {
  const found = module.functions[fun];
  if (found === undefined) throw new FunctionNotAvailableError(`${module.name}.${fun}`);
  const given = new Map(Object.entries(kwargs).map(([key, value]) => [key, toValue(value)]));
  const told = await callDirectly(`${module.name}.${fun}`, found, [], given, context);
  const answer = isDict(told) ? told : dict({});
  return {
    result: answer.get("result") ?? null,
    comment: answer.get("comment") ?? null,
    changes: pythonRepr(answer.get("changes") ?? null),
  };
}

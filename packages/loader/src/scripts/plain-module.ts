/**
 * Plain exported functions as a plugin: `export function hello(name, greeting = "Hello", ctx) { … }`.
 */
import type { ExecutionContext, FunctionModule, Param, Params, Plain, PluginKind, Value } from "@salt/core";
import { Float, isDict, isList, MalformedError, pythonStr } from "@salt/core";
import type { WrittenParameter } from "./written-parameters.js";
import { writtenParameters } from "./written-parameters.js";

type PlainFunction = (...args: readonly unknown[]) => Plain | Promise<Plain>;

/** Exports with a meaning of their own. */
const RESERVED = ["default", "virtualName", "available", "doc"];
/** A parameter of this name gets the context instead of an argument. */
const CONTEXT = "ctx";

/** Makes a plugin of exported functions; names that begin with `_` stay private. Throws MalformedError. */
export function plainModule(
  kind: PluginKind,
  name: string,
  exported: Readonly<Record<string, unknown>>,
): FunctionModule {
  const functions = Object.entries(exported).flatMap(([key, value]) =>
    isFunction(value) && !key.startsWith("_") && !RESERVED.includes(key)
      ? [[key, functionOf(key, value)] as const]
      : [],
  );
  if (functions.length === 0) throw new MalformedError("The file exports neither a plugin nor a function");
  const { virtualName, available, doc } = exported;
  return {
    kind,
    name,
    virtualName: typeof virtualName === "string" ? virtualName : name,
    doc: typeof doc === "string" ? doc : "",
    functions: Object.fromEntries(functions),
    available: async (context) => (isFunction(available) ? verdict(await available(context)) : true),
  };
}

function verdict(answer: unknown): true | string {
  if (typeof answer === "string") return answer;
  return answer === false ? "" : true;
}

function functionOf(name: string, run: PlainFunction): FunctionModule["functions"][string] {
  const written = writtenParameters(name, run);
  const taken = written.filter((one) => one.name !== CONTEXT && !one.isRest);
  const rest = written.find((one) => one.isRest);
  return {
    doc: "doc" in run && typeof run.doc === "string" ? run.doc : "",
    examples: [],
    params: paramsOf(taken),
    varargs: rest?.name,
    varkw: undefined,
    control: false,
    outputter: undefined,
    run: (args, context, more) =>
      run(
        ...written.flatMap((one) => {
          if (one.isRest) return more.args.map(plain);
          return [one.name === CONTEXT ? context : args[one.name]];
        }),
      ),
  };
}

/** A default is the function's own: it sees `undefined` for what was not given. */
function paramsOf(written: readonly WrittenParameter[]): Params {
  const params: Record<string, Param<unknown>> = Object.create(null);
  for (const { name, fallback } of written) {
    params[name] =
      fallback === undefined
        ? { doc: "", convert: plain }
        : { doc: "", fallback, convert: (value) => (value === fallback ? undefined : plain(value)) };
  }
  return params;
}

/** A value as plain JavaScript has it: maps with texts as keys become objects, and floats numbers. */
function plain(value: Value): unknown {
  if (value instanceof Float) return value.value;
  if (isList(value)) return value.map(plain);
  if (isDict(value)) return Object.fromEntries([...value].map(([key, one]) => [pythonStr(key), plain(one)]));
  return value;
}

function isFunction(value: unknown): value is PlainFunction & ((context: ExecutionContext) => unknown) {
  return typeof value === "function";
}

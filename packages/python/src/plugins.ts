/**
 * Python files as plugins.
 */
import type { ExecutionContext, ExecutionFunction, FunctionModule, Plain, PluginKind } from "@salt/core";
import { defineFunction } from "@salt/core";
import { arrange, paramsOf } from "./call-arguments.js";
import type { FunctionInfo, ModuleInfo } from "./module-info.js";
import type { PythonFile, PythonHost } from "./python-host.js";
import { mentionsOf } from "./state-place.js";

/** Loads a file. Throws what the host throws. */
export async function loadPythonPlugin(
  host: PythonHost,
  file: PythonFile & { readonly kind: PluginKind },
  context: ExecutionContext,
): Promise<FunctionModule> {
  const info = await host.load(file, context);
  if ("reason" in info) return unavailable(file, info.reason);
  const [virtualName, ...aliases] = info.names;
  return {
    kind: file.kind,
    name: file.name,
    virtualName,
    aliases,
    doc: info.doc,
    functions: functionsOf(host, { ...file, mentions: mentionsOf(file) }, info),
    available: () => true,
  };
}

function unavailable(file: PythonFile & { readonly kind: PluginKind }, reason: string): FunctionModule {
  const { kind, name } = file;
  return { kind, name, virtualName: name, doc: "", functions: {}, available: () => reason };
}

function functionsOf(
  host: PythonHost,
  file: PythonFile,
  info: Exclude<ModuleInfo, { readonly reason: string }>,
): Readonly<Record<string, ExecutionFunction>> {
  const functions: Record<string, ExecutionFunction> = Object.create(null);
  for (const [name, one] of info.functions) functions[name] = functionOf(host, file, name, one);
  return functions;
}

function functionOf(host: PythonHost, file: PythonFile, name: string, info: FunctionInfo): ExecutionFunction {
  return {
    ...defineFunction<ReturnType<typeof paramsOf>, ExecutionContext>({
      doc: info.doc,
      params: paramsOf(info),
      run: async (bound, context, rest): Promise<Plain> => {
        const reply = await host.call(file, name, arrange(info, bound, rest), context);
        if (reply.retcode !== 0) context.retcode = reply.retcode;
        if (!reply.parts || !Array.isArray(reply.value)) return reply.value;
        // The form in which results in parts are known: what runs the job tells each of them.
        return reply.value[Symbol.iterator]() as unknown as Plain;
      },
    }),
    varargs: info.varargs,
    varkw: info.varkw,
    outputter: info.outputter,
  };
}

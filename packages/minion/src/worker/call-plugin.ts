/**
 * One call of a plugin that is no execution module: a beacon or an engine.
 */
import type { ExecutionContext, ExecutionFunction, Plain, Value } from "@salt/core";
import { callDirectly, isDict, isList, MalformedError, PLUGIN_KINDS, pythonStr } from "@salt/core";

/** What is called. */
export interface PluginCall {
  readonly kind: string;
  /** `plugin.function`; empty asks for the names of all. */
  readonly fun: string;
  /** The arguments: a list, or a map of them by name. */
  readonly args: Value;
}

/** Calls it; of a generator, gives the list of what it made. Throws what the function throws. */
export async function callPlugin({ kind, fun, args }: PluginCall, context: ExecutionContext): Promise<Plain> {
  const known = PLUGIN_KINDS.find((name) => name === kind);
  if (known === undefined) throw new MalformedError("there is no such kind of plugins");
  const functions = context.ofKind(known);
  if (fun === "") return await functions.names();
  const whole = withWholeResult(await functions.find(fun));
  const named = new Map(isDict(args) ? [...args].map(([name, value]) => [pythonStr(name), value]) : []);
  return await callDirectly(fun, whole, isList(args) ? args : [], named, context);
}

function withWholeResult(fn: ExecutionFunction): ExecutionFunction {
  return {
    ...fn,
    run: async (args, context, rest) => {
      const answer: unknown = await fn.run(args, context, rest);
      return isSeries(answer) ? [...answer] : (answer as Plain);
    },
  };
}

/** Whether results come in parts, as those of a Python generator do. */
function isSeries(answer: unknown): answer is Iterable<Plain> {
  return typeof answer === "object" && answer !== null && "next" in answer && Symbol.iterator in answer;
}

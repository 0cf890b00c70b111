/**
 * Executors: what stands between a job and its function, as `module_executors` names them.
 */
import type { Dict, Plain, Value } from "../../base/value.js";
import { defineFunction } from "../function.js";
import { needed } from "../param.js";
import type { ExecutionContext, FunctionModule } from "./execution.js";

/** The call that an executor stands before. */
export interface ExecutorCall {
  /** The minion's options. */
  readonly opts: Dict;
  /** The job: `fun`, `arg`, `jid`, `executor_opts` and the other fields of its load. */
  readonly data: Dict;
  /** Name of the function; `context.call` calls it. */
  readonly func: string;
  readonly args: readonly Value[];
  readonly kwargs: Dict;
}

/** A plugin with one function, `execute`. What it gives is the job's return; null hands on to the next executor. */
export interface ExecutorModule extends FunctionModule {
  readonly kind: "executor";
}

/** Writes down an executor. */
export function executorModule(
  name: string,
  module: {
    readonly doc: string;
    readonly available?: ExecutorModule["available"];
    readonly execute: (call: ExecutorCall, context: ExecutionContext) => Plain | Promise<Plain>;
  },
): ExecutorModule {
  const execute = defineFunction({
    doc: module.doc,
    params: {
      opts: needed.dict("The minion's options."),
      data: needed.dict("The job."),
      func: needed.str("The function."),
      args: needed.list("Its arguments."),
      kwargs: needed.dict("Its named arguments."),
    },
    run: (call, context: ExecutionContext) => module.execute(call, context),
  });
  return {
    kind: "executor",
    name,
    virtualName: name,
    doc: module.doc,
    functions: { execute },
    available: module.available ?? (() => true),
  };
}

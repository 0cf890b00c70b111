/**
 * Engines: programs inside a daemon's reach that run as long as it does.
 */
import type { Args, Params } from "../function.js";
import type { ExecutionContext, FunctionModule } from "./execution.js";
import { fn } from "./execution.js";

/** A plugin with the function `start`, which runs in a process of its own until its signal is aborted. */
export interface EngineModule extends FunctionModule {
  readonly kind: "engine";
}

/** Writes down an engine; its parameters are the settings of the option `engines`. */
export function engineModule<const P extends Params>(
  name: string,
  module: {
    readonly doc: string;
    readonly available?: EngineModule["available"];
    readonly params: P;
    readonly start: (settings: Args<P>, context: ExecutionContext) => Promise<void>;
  },
): EngineModule {
  const start = fn<P>({
    doc: module.doc,
    params: module.params,
    run: async (settings, context) => {
      await module.start(settings, context);
      return null;
    },
  });
  const { doc, available = () => true } = module;
  return { kind: "engine", name, virtualName: name, doc, functions: { start }, available };
}

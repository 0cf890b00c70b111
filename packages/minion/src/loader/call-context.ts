/**
 * The context that functions run in, and calls from one function to another.
 */
import type {
  Dict,
  ExecutionContext,
  FunctionIndex,
  Job,
  Logger,
  MinionControl,
  Plain,
  Value,
} from "@salt/core";
import { callFunction, toValue } from "@salt/core";

/** What a process knows that runs functions. */
export interface Surroundings {
  readonly id: string;
  readonly opts: Dict;
  readonly grains: Dict;
  readonly pillar: Dict;
  readonly functions: FunctionIndex;
  readonly control: MinionControl;
  /** Kept as long as the process. */
  readonly memory: Map<string, unknown>;
  readonly log: Logger;
}

/** Makes the context of one job, or of none. */
export function makeContext(
  around: Surroundings,
  job: Job | undefined,
  signal: AbortSignal,
): ExecutionContext {
  const context: ExecutionContext = {
    id: around.id,
    opts: around.opts,
    grains: around.grains,
    pillar: around.pillar,
    job,
    functions: around.functions,
    control: around.control,
    memory: around.memory,
    signal,
    log: around.log,
    retcode: 0,
    call: async (name, args = [], kwargs = {}) => {
      const fn = await around.functions.find(name);
      return await callFunction(name, fn, argumentList(args, kwargs), context);
    },
  };
  return context;
}

/** Arguments in the form of a job's `arg`. */
function argumentList(args: readonly Plain[], kwargs: { readonly [name: string]: Plain }): readonly Value[] {
  const positional = args.map(toValue);
  const entries = Object.entries(kwargs).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return positional;
  const keywords = entries.map(([key, value]) => [key, toValue(value)] as const);
  return [...positional, new Map<Value, Value>([["__kwarg__", true], ...keywords])];
}

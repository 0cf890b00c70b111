/**
 * A context that differs from another: a state run has a pillar and options of its own.
 */
import type { Plain, Value } from "../base/value.js";
import { toValue } from "../base/value.js";
import type { ExecutionContext } from "../plugin/kinds/execution.js";
import { callDirectly } from "./call.js";

/** What may differ; what is left out is that of the other context. */
export type ContextChanges = Partial<
  Pick<ExecutionContext, "opts" | "grains" | "pillar" | "chunk" | "signal">
>;

/**
 * A context for functions called from now on. They and whatever they call see the changes; memory, job and exit
 * status are those of `context`.
 */
export function deriveContext(context: ExecutionContext, changes: ContextChanges): ExecutionContext {
  const { id, job, functions, ofKind, control, memory, log } = context;
  const { opts, grains, pillar, signal } = { ...context, ...changes };
  const chunk = changes.chunk ?? context.chunk;
  const { masterHere } = context;
  const derived: ExecutionContext = {
    ...{ id, opts, grains, pillar, job, functions, ofKind, control, memory, signal, log },
    ...(chunk === undefined ? {} : { chunk }),
    ...(masterHere === undefined ? {} : { masterHere }),
    get retcode() {
      return context.retcode;
    },
    set retcode(status) {
      context.retcode = status;
    },
    call: async (name, args = [], kwargs = {}) => {
      const fn = await functions.find(name);
      return await callDirectly(name, fn, args.map(toValue), keywords(kwargs), derived);
    },
  };
  return derived;
}

function keywords(kwargs: { readonly [name: string]: Plain }): ReadonlyMap<string, Value> {
  const given = Object.entries(kwargs).filter(([, value]) => value !== undefined);
  return new Map(given.map(([key, value]) => [key, toValue(value)]));
}

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
  return derive(context, changes, context);
}

/** The same, with an exit status of its own. */
export function detachedContext(context: ExecutionContext, changes: ContextChanges): ExecutionContext {
  return derive(context, changes, { retcode: 0 });
}

/** Every state of a run gets a context: its fields are written down one by one, since spreading takes far longer. */
function derive(
  context: ExecutionContext,
  changes: ContextChanges,
  status: { retcode: number },
): ExecutionContext {
  const { functions, masterHere, datastore, print } = context;
  const chunk = changes.chunk ?? context.chunk;
  const derived: ExecutionContext = {
    id: context.id,
    opts: changes.opts ?? context.opts,
    grains: changes.grains ?? context.grains,
    pillar: changes.pillar ?? context.pillar,
    job: context.job,
    functions,
    ofKind: context.ofKind,
    control: context.control,
    memory: context.memory,
    signal: changes.signal ?? context.signal,
    log: context.log,
    ...(chunk === undefined ? undefined : { chunk }),
    ...(masterHere === undefined ? undefined : { masterHere }),
    ...(datastore === undefined ? undefined : { datastore }),
    ...(print === undefined ? undefined : { print }),
    get retcode() {
      return status.retcode;
    },
    set retcode(value) {
      status.retcode = value;
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

/**
 * Contexts for states: with options of their own, and an exit status that is not the job's.
 */
import type { ContextChanges, Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { detachedContext } from "@salt/core";

/** The same context with changes, also for the functions that are called through it; its retcode is its own. */
export function changedContext(base: ExecutionContext, changes: ContextChanges): ExecutionContext {
  return detachedContext(base, changes);
}

/** Options with one of them set; the same options when it has that value already. */
export function withOption(opts: Dict, name: string, value: Value): Dict {
  if (opts.get(name) === value) return opts;
  const changed: MutableDict = new Map(opts);
  changed.set(name, value);
  return changed;
}

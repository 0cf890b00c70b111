/**
 * External sources of the pillar that real Salt has and that are not served, each with its reason.
 */
import type { ExecutionFunction } from "@salt/core";
import { fn, SaltInvocationError } from "@salt/core";

/** The parts of a source that says why it does not serve. */
export function refused(
  doc: string,
  reason: string,
): {
  readonly doc: string;
  readonly available: () => string;
  readonly functions: { readonly ext_pillar: ExecutionFunction };
} {
  const run = (): never => {
    throw new SaltInvocationError(reason);
  };
  const ext_pillar = fn({ doc, varargs: "args", varkw: "kwargs", run });
  return { doc, available: () => reason, functions: { ext_pillar } };
}

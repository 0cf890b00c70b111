/**
 * Events of an orchestration: what it is about to do.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { dict, pythonStr, tags } from "@salt/core";

/** Fires the event, beside a master and within an orchestration; elsewhere there is nobody who wants it. */
export async function tellArgs(
  { opts, control }: Pick<ExecutionContext, "opts" | "control">,
  jid: Value,
  facts: { readonly [name: string]: Plain },
): Promise<void> {
  if (jid === null || opts.get("__role") !== "master") return;
  await control.fireMaster(tags.runArgs(pythonStr(jid)), dict(facts));
}

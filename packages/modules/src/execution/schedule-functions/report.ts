/**
 * What functions that change the schedule answer: result, comment and changes, in Salt's order.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { dict, getDict, isDict, isTruthy } from "@salt/core";
import type { Keywords } from "./build-item.js";

/** An answer without changes. */
export function told(comment: Plain, result = true): Dict {
  return dict({ comment, result });
}

/** An answer with changes. */
export function changed(
  comment: Plain,
  result: boolean,
  changes: { readonly [name: string]: Plain } = {},
): Dict {
  return dict({ comment, result, changes });
}

/** Whether a call only asks what would happen. */
export function isTest(kwargs: Keywords): boolean {
  return isTruthy(kwargs.get("test") ?? null);
}

/** Whether a call works on the file alone, for a minion that does not run. */
export function isOffline(kwargs: Keywords): boolean {
  return isTruthy(kwargs.get("offline") ?? null);
}

/** Whether a change is to be kept over a restart. */
export function isKept(kwargs: Keywords): boolean {
  return kwargs.get("persist") !== false;
}

/** Asks the minion's scheduler; the schedule afterwards, or undefined when no minion runs here. */
export async function ask(
  context: ExecutionContext,
  request: { readonly [name: string]: Plain },
): Promise<Dict | undefined> {
  const answer = await context.control.schedule(dict(request));
  return answer === undefined ? undefined : (getDict(answer, "schedule") ?? new Map());
}

/** A job of a schedule. */
export function jobIn(schedule: Dict | undefined, name: string): Dict | undefined {
  const job: Value | undefined = schedule?.get(name);
  return isDict(job) ? job : undefined;
}

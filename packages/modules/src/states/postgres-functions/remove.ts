/**
 * Removing one thing from a server, in the words that most states of PostgreSQL share.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { isTrial } from "@salt/core";
import { changed, failed, pending, unchanged } from "../answer/answer.js";
import type { CallArgs } from "./server.js";
import { isSo } from "./server.js";

/** What is removed, and by which functions. */
export interface Removal {
  readonly name: string;
  /** `User`, `Database`, … */
  readonly noun: string;
  readonly exists: string;
  readonly remove: string;
  /** Arguments after the name. */
  readonly args?: readonly Value[];
  readonly kwargs: CallArgs;
  /** Further arguments of the function that removes. */
  readonly how?: CallArgs;
}

/** Removes it when it is there. */
export async function removeThing(removal: Removal, context: ExecutionContext): Promise<StateAnswer> {
  const { name, noun, kwargs, how = {} } = removal;
  const args = [name, ...(removal.args ?? [])];
  if (!(await isSo(context, removal.exists, args, kwargs)))
    return unchanged(name, `${noun} ${name} is not present, so it cannot be removed`);
  if (isTrial(context)) return pending(name, `${noun} ${name} is set to be removed`);
  return (await isSo(context, removal.remove, args, { ...how, ...kwargs }))
    ? changed(name, `${noun} ${name} has been removed`, { [name]: "Absent" })
    : failed(name, `${noun} ${name} failed to be removed`);
}

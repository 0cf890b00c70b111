/**
 * One number for the retcode of a return, which is a dict or list of numbers for a compound command.
 */
import type { Value } from "@salt/core";
import { isDict, isList } from "@salt/core";

/** The highest retcode in a return's retcode; what is no number counts as 0, and true as 1. */
export function highestRetcode(retcode: Value | undefined): number {
  if (isDict(retcode)) return highestOf([...retcode.values()]);
  if (isList(retcode)) return highestOf(retcode);
  const number = Number(retcode ?? 0);
  return Number.isFinite(number) ? number : 1;
}

function highestOf(retcodes: readonly Value[]): number {
  return retcodes.reduce<number>((highest, one) => Math.max(highest, highestRetcode(one)), 0);
}

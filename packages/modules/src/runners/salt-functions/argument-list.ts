/**
 * Arguments in the form of a job.
 */
import type { Plain, Value } from "@salt/core";
import { dict, toValue } from "@salt/core";

/** Arguments in the form of a job's `arg`. */
export function argumentList(
  args: readonly Plain[],
  kwargs: { readonly [name: string]: Plain },
): readonly Value[] {
  const keywords = dict(kwargs);
  const positional = args.map(toValue);
  return keywords.size === 0
    ? positional
    : [...positional, new Map<Value, Value>([["__kwarg__", true], ...keywords])];
}

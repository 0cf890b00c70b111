/**
 * What Salt does before it serializes: undefined values anywhere inside make the result undefined.
 */
import type { FilterFunction } from "../runtime/environment.js";
import { Undefined, type Val } from "../value/types.js";

function collect(value: Val, seen: Set<Val>, found: Undefined[]): void {
  if (value instanceof Undefined) {
    if (value.strict) found.push(value);
    return;
  }
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (Array.isArray(value)) for (const item of value) collect(item, seen, found);
  else if (value instanceof Map)
    for (const entry of value) for (const item of entry) collect(item, seen, found);
}

/** The filter, but with an undefined result for values that hold strict undefined ones. */
export function refusingUndefined([name, run]: [string, FilterFunction]): [string, FilterFunction] {
  return [
    name,
    (context, args, kwargs) => {
      const found: Undefined[] = [];
      collect(args[0], new Set(), found);
      if (found.length === 0) return run(context, args, kwargs);
      return new Undefined(true, found.map(({ message }) => message).join("\n"));
    },
  ];
}

/**
 * The arguments that a state function gets from a low chunk.
 */
import type { ExecutionFunction, Value } from "@salt/core";
import { pythonStr, SaltInvocationError } from "@salt/core";
import { INTERNAL_KEYWORDS } from "./keywords.js";
import type { Low } from "./low.js";

/**
 * The parts of a chunk that are the function's: its parameters, and everything else that the run does not use itself
 * when it takes any keywords. Throws SaltInvocationError for keywords it does not take.
 */
export function argumentsOf(low: Low, full: string, fn: ExecutionFunction): Map<string, Value> {
  const given = new Map<string, Value>();
  const extra: string[] = [];
  for (const [key, value] of low) {
    const name = pythonStr(key);
    if (Object.hasOwn(fn.params, name)) given.set(name, value);
    else if (INTERNAL_KEYWORDS.has(name)) continue;
    else if (fn.varkw !== undefined) given.set(name, value);
    else extra.push(name);
  }
  if (extra.length > 0) throw new SaltInvocationError(refusal(extra, full));
  return given;
}

function refusal(names: readonly string[], full: string): string {
  const quoted = names.map((name) => `'${name}'`);
  const last = quoted.at(-1) ?? "";
  if (quoted.length === 1) return `${last} is an invalid keyword argument for '${full}'`;
  return `${quoted.slice(0, -1).join(", ")} and ${last} are invalid keyword arguments for '${full}'`;
}

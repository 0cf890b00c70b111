/**
 * The argument `match_on` of functions that keep tables of the system: by which columns a line is found again.
 */
import type { Value } from "@salt/core";
import { CommandExecutionError, isList, pythonStr } from "@salt/core";

/** The columns that are named, each one of `known`. Throws CommandExecutionError in Salt's words. */
export function matchOn<K extends string>(given: Value, known: readonly K[]): readonly K[] {
  if (!isList(given) && typeof given !== "string")
    throw new CommandExecutionError("match_on must be a string or list of strings");
  return (isList(given) ? given : [given]).map((one) => {
    const key = known.find((name) => name === one);
    if (key === undefined)
      throw new CommandExecutionError(`Unrecognized keys in match_on: "${pythonStr(one)}"`);
    return key;
  });
}

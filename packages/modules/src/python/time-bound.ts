/**
 * Ending work that takes too long, also inside one regular expression.
 */
import { runInNewContext } from "node:vm";
import { CommandExecutionError } from "@salt/core";

/** How long all matching of one call may take, in milliseconds. */
const MATCH_TIMEOUT_MS = 30_000;

/**
 * Runs `work` and gives its result. A regular expression that goes back and forth without end is interrupted, which
 * nothing but the time limit of a script can do in the same thread. Throws CommandExecutionError then.
 */
export function timeBound<T>(work: () => T, timeout = MATCH_TIMEOUT_MS): T {
  let result: { readonly value: T } | undefined;
  const run = (): void => {
    result = { value: work() };
  };
  try {
    runInNewContext("run()", { run }, { timeout });
  } catch (error) {
    if (!isTimeout(error)) throw error;
  }
  if (result !== undefined) return result.value;
  throw new CommandExecutionError(
    `Matching a regular expression took more than ${timeout} ms and was ended`,
    {
      hint: "Nested repetitions like (a+)+ take exponential time; write the pattern without them.",
    },
  );
}

function isTimeout(error: unknown): boolean {
  // The error comes from the other context, whose `Error` is not ours.
  const isObject = typeof error === "object" && error !== null;
  return isObject && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}

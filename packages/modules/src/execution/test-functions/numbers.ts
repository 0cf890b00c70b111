/**
 * Number series that `test.fib` and `test.collatz` compute.
 */
import type { Value } from "@salt/core";
import { float, SaltInvocationError } from "@salt/core";
import { PythonError } from "../../values/python-error.js";

/** Beyond these, a series would take longer or more room than a test should. */
const MAX_FIBONACCI = 100_000;
const MAX_STEPS = 100_000;

/** The `count`-th Fibonacci number. Throws ValueError for negative counts. */
export function fibonacci(count: number): number | bigint {
  if (count < 0) throw new PythonError("ValueError", "There is no Fibonacci number before the first one");
  if (count > MAX_FIBONACCI)
    throw new SaltInvocationError(`num: ${MAX_FIBONACCI} is the most that is computed`);
  let [previous, current] = [0n, 1n];
  for (let at = 0; at < count; at++) [previous, current] = [current, previous + current];
  return previous <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(previous) : previous;
}

/**
 * The Collatz steps from a number down to 2. From the first division on they are floats, as real Salt has them.
 * Throws SaltInvocationError for numbers from which 1 is not reached.
 */
export function collatzSteps(start: number): readonly Value[] {
  if (start < 1) throw new SaltInvocationError("start: a number from 1 on is needed");
  const steps: Value[] = [];
  let here = start;
  for (let divided = false; here !== 1; ) {
    if (steps.length === MAX_STEPS)
      throw new SaltInvocationError(`start: 1 is not reached in ${MAX_STEPS} steps`);
    steps.push(divided ? float(here) : here);
    divided ||= here % 2 === 0;
    here = here % 2 === 0 ? here / 2 : here * 3 + 1;
  }
  return steps;
}

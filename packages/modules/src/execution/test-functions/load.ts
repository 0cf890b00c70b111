/**
 * Functions of `test` that take time or processor.
 */
import { randomInt } from "node:crypto";
import type { ExecutionContext, Value } from "@salt/core";
import { float, fn, getString, maybe, needed, SaltInvocationError, sleep } from "@salt/core";
import { collatzSteps, fibonacci } from "./numbers.js";
import { randomHash } from "./random-hash.js";

const hashParams = {
  size: maybe.number(9999999999, "The largest number that is drawn."),
  hash_type: maybe.str(null, "The hash; the option `hash_type` when not given."),
};

/** `sleep`, `rand_sleep`, `fib`, `collatz`, `random_hash`, `rand_str`. */
export const loadFunctions = {
  sleep: fn({
    doc: "Waits some whole seconds, then answers true.",
    examples: ["salt '*' test.sleep 20"],
    params: { length: needed.number("Seconds to wait; a fraction is left off.") },
    run: ({ length }, { signal }) => waitSeconds(Math.trunc(length), signal),
  }),
  rand_sleep: fn({
    doc: "Waits a random time, so that minions answer one after another, then answers true.",
    examples: ["salt '*' test.rand_sleep 60"],
    params: { max: maybe.int(60, "The most seconds to wait.") },
    run: ({ max }, { signal }) => {
      if (max === null || max < 0) throw new SaltInvocationError("max: a number from 0 on is needed");
      return waitSeconds(randomInt(0, max + 1), signal);
    },
  }),
  fib: fn({
    doc: "Computes a Fibonacci number and tells the seconds that it took.",
    examples: ["salt '*' test.fib 30"],
    params: { num: needed.int("Which number of the series.") },
    run: ({ num }) => timed(() => fibonacci(num)),
  }),
  collatz: fn({
    doc: "Follows the Collatz series from a number until 1 and tells the seconds that it took.",
    examples: ["salt '*' test.collatz 27"],
    params: { start: needed.int("Where to begin.") },
    run: ({ start }) => timed(() => collatzSteps(start)),
  }),
  random_hash: fn({
    doc: "Draws a random number and gives its digest.",
    examples: ["salt '*' test.random_hash", "salt '*' test.random_hash hash_type=sha512"],
    params: hashParams,
    control: true,
    run: ({ size, hash_type }, context) => randomHash(size ?? 0, hashOf(hash_type, context)),
  }),
  rand_str: fn({
    doc: "The former name of test.random_hash.",
    examples: ["salt '*' test.rand_str"],
    params: hashParams,
    control: true,
    run: ({ size, hash_type }, context) => randomHash(size ?? 0, hashOf(hash_type, context)),
  }),
};

async function waitSeconds(seconds: number, signal: AbortSignal): Promise<true> {
  if (seconds < 0) throw new SaltInvocationError("A number of seconds from 0 on is needed");
  await sleep(seconds * 1000, signal);
  return true;
}

function timed(compute: () => Value): readonly Value[] {
  const start = process.hrtime.bigint();
  const result = compute();
  return [result, float(Number(process.hrtime.bigint() - start) / 1e9)];
}

function hashOf(given: string | null, { opts }: ExecutionContext): string {
  return given ?? getString(opts, "hash_type") ?? "sha256";
}

/**
 * What a call could not finish at once: a promise, or the body of a macro still to be run.
 */
import type { Val } from "../value/types.js";

/** The generators that templates compile to: they yield promises and get what these become. */
export type Run<T = Val> = Generator<PromiseLike<Val>, T, Val>;

/** A call whose result must be waited for or run. */
export class Pending {
  readonly promise: PromiseLike<Val> | undefined;
  readonly run: Run | undefined;
  constructor(promise: PromiseLike<Val> | undefined, run?: Run) {
    this.promise = promise;
    this.run = run;
  }
}

/** Finishes a pending call inside of a generator. */
export function* settle(pending: Pending): Run {
  if (pending.run !== undefined) return yield* pending.run;
  return pending.promise === undefined ? undefined : yield pending.promise;
}

/** Whether a value is a promise of any make. */
export function isPromise(value: unknown): value is PromiseLike<Val> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** Runs a generator: at once when nothing is waited for, else as a promise. */
export function drive<T>(run: Run<T>): T | Promise<T> {
  const step = run.next();
  return step.done === true ? step.value : driveOn(run, step.value);
}

async function driveOn<T>(run: Run<T>, first: PromiseLike<Val>): Promise<T> {
  let waiting = first;
  for (;;) {
    const step = await nextStep(run, waiting);
    if (step.done === true) return step.value;
    waiting = step.value;
  }
}

async function nextStep<T>(
  run: Run<T>,
  waiting: PromiseLike<Val>,
): Promise<IteratorResult<PromiseLike<Val>, T>> {
  let value: Val;
  try {
    value = await waiting;
  } catch (error) {
    return run.throw(error);
  }
  return run.next(value);
}

/**
 * How much work a target may be, counted in steps: whatever its expression, and however many parts it has, it ends.
 */
import { TargetError } from "./errors.js";

/** The most steps that a target may take on one minion, and a regular expression on one text. */
export const STEPS_ON_ONE = 200_000;
/** What reading a target may take besides; characters of regular expressions count several. */
export const STEPS_TO_READ = 150_000;
/** What each minion adds when a target is tested on many: a thousand times what common targets need. */
const STEPS_PER_MINION = 2_000;

/** Counts the steps of everything that belongs to one target. */
export class WorkMeter {
  readonly #limit: number;
  #spent = 0;
  /** Where the test that is running now must end. */
  #end: number;

  /** At most `limit` steps in all, and `first` before the first test begins. */
  constructor(limit: number, first = limit) {
    this.#limit = limit;
    this.#end = first;
  }

  /** A meter for one minion's own decision. */
  static forOne(): WorkMeter {
    return new WorkMeter(STEPS_ON_ONE);
  }

  /** A meter for a target that is tested on so many minions. */
  static forMany(minions: number): WorkMeter {
    return new WorkMeter(STEPS_TO_READ + STEPS_PER_MINION * minions, STEPS_TO_READ);
  }

  /** Steps so far. */
  get spent(): number {
    return this.#spent;
  }

  /** Begins the test of one minion, which has a bound of its own. */
  begin(): void {
    this.#end = Math.min(this.#limit, this.#spent + STEPS_ON_ONE);
  }

  /** Begins all over, for something that is used on its own again and again. */
  restart(): void {
    this.#spent = 0;
  }

  /** Counts steps. Throws TargetError when they become too many. */
  spend(steps: number): void {
    this.#spent += steps;
    if (this.#spent <= this.#end) return;
    throw new TargetError("The target is refused: it would take too much work", {
      hint: "Use fewer or simpler regular expressions, or a list or a nodegroup.",
    });
  }
}

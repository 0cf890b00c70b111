/**
 * Whose turn it is: intervals, looks that are still under way, and rests of beacons that had to be stopped.
 */
import type { Clock, Dict } from "@salt/core";
import type { BeaconPlan } from "./beacon-plan.js";

/** How long a beacon rests after its look was stopped; twice as long each time. */
const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 3_600_000;

interface Turn {
  /** When it may look next, in milliseconds. */
  next: number;
  isLooking: boolean;
  /** How long it rests when it has to be stopped again. */
  rest: number;
}

/** The turns of beacons, by their names. */
export class Turns {
  readonly #clock: Clock;
  readonly #turns = new Map<string, Turn>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether a beacon is to look now; it is looking then. With an interval it waits that long before its first look. */
  begin({ name, intervalMs }: BeaconPlan): boolean {
    const now = this.#clock.now();
    const turn = this.#turns.get(name) ?? { next: now + intervalMs, isLooking: false, rest: FIRST_REST_MS };
    this.#turns.set(name, turn);
    // A clock that was set back must not make it wait for the old time.
    turn.next = Math.min(turn.next, now + Math.max(intervalMs, turn.rest));
    if (turn.isLooking || now < turn.next) return false;
    turn.isLooking = true;
    turn.next = now + intervalMs;
    return true;
  }

  /** It has looked, or was stopped. */
  end({ name }: BeaconPlan, isStopped: boolean): void {
    const turn = this.#turns.get(name);
    if (turn === undefined) return;
    turn.isLooking = false;
    if (isStopped) turn.next = this.#clock.now() + turn.rest;
    turn.rest = isStopped ? Math.min(turn.rest * 2, LONGEST_REST_MS) : FIRST_REST_MS;
  }

  /** Forgets beacons that are configured no more. */
  keepOnly(beacons: Dict): void {
    for (const [name, turn] of this.#turns)
      if (!beacons.has(name) && !turn.isLooking) this.#turns.delete(name);
  }
}

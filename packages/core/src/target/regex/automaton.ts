/**
 * The fast way to run a regular expression on many texts: what was found out for one text is kept for the next. Only
 * for patterns that look at one character after another, without anchors and look-arounds.
 */
import type { WorkMeter } from "../work.js";
import type { Program } from "./program.js";

/** A set of steps that are reached together, and where each character leads from it. */
interface State {
  readonly threads: readonly number[];
  /** A match may end here. */
  readonly accepts: boolean;
  readonly next: Map<number, State>;
}

/** More states than this are forgotten: a hostile pattern could make millions. */
const MAX_STATES = 1000;
/** Characters that a state remembers; others are worked out each time. */
const MAX_NEXT = 300;

/** Runs one program. */
export class Automaton {
  readonly #program: Program;
  readonly #meter: WorkMeter;
  readonly #states = new Map<string, State>();

  constructor(program: Program, meter: WorkMeter) {
    this.#program = program;
    this.#meter = meter;
  }

  /** Whether a program can be run this way. */
  static canRun(program: Program): boolean {
    return program.every(({ kind }) => kind === "char" || kind === "fork" || kind === "match");
  }

  /** Whether a match begins at the start of the text; with `whole`, one that reaches its end. Throws TargetError. */
  test(text: string, whole: boolean): boolean {
    let state = this.#reach([0]);
    for (let at = 0; at < text.length; ) {
      if (state.accepts && !whole) return true;
      if (state.threads.length === 0) return false;
      const code = text.codePointAt(at) ?? 0;
      state = this.#step(state, code);
      at += code > 0xffff ? 2 : 1;
    }
    return state.accepts;
  }

  #step(state: State, code: number): State {
    this.#meter.spend(1);
    const known = state.next.get(code);
    if (known !== undefined) return known;
    this.#meter.spend(state.threads.length);
    const moved = state.threads.filter((thread) => {
      const step = this.#program[thread];
      return step?.kind === "char" && step.test(code);
    });
    const next = this.#reach(moved.map((thread) => thread + 1));
    if (state.next.size < MAX_NEXT) state.next.set(code, next);
    return next;
  }

  /** The state of all steps that are reached from these without taking a character. */
  #reach(from: readonly number[]): State {
    const seen = new Set<number>();
    const open = [...from];
    const threads: number[] = [];
    for (let thread = open.pop(); thread !== undefined; thread = open.pop()) {
      this.#meter.spend(1);
      if (seen.has(thread)) continue;
      seen.add(thread);
      const step = this.#program[thread];
      if (step?.kind === "fork") open.push(...step.to);
      else threads.push(thread);
    }
    const key = threads.sort((a, b) => a - b).join();
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    if (this.#states.size >= MAX_STATES) this.#states.clear();
    const accepts = threads.some((thread) => this.#program[thread]?.kind === "match");
    const state: State = { threads, accepts, next: new Map() };
    this.#states.set(key, state);
    return state;
  }
}

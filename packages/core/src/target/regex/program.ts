/**
 * Running regular expressions in time proportional to pattern and text, whatever the pattern: all ways through it are
 * followed at once, so there is nothing to backtrack into.
 */
import { TargetError } from "../errors.js";
import type { CharTest, PlaceTest, RegexNode } from "./tree.js";

type Step =
  | { readonly kind: "char"; readonly test: CharTest }
  | { readonly kind: "place"; readonly test: PlaceTest }
  | {
      readonly kind: "look";
      readonly program: Program;
      readonly behind: number | undefined;
      readonly negated: boolean;
    }
  | { readonly kind: "fork"; readonly to: readonly number[] }
  | { readonly kind: "match" };

/** A compiled pattern. */
export type Program = readonly Step[];

/** How many steps a pattern may have; counted repetitions are written out. */
const MAX_STEPS = 5000;
/** How much work one test may be: steps times characters. */
const MAX_WORK = 20_000_000;

/** Compiles a pattern. Throws TargetError when its repetitions make it too large. */
export function compileProgram(root: RegexNode): Program {
  const steps: Step[] = [];
  const emit = (step: Step): number => {
    if (steps.length >= MAX_STEPS) {
      throw new TargetError("The regular expression is refused: its repetitions make it too large", {
        hint: "Use smaller counts in braces.",
      });
    }
    return steps.push(step) - 1;
  };
  emitNode(root, steps, emit);
  emit({ kind: "match" });
  return steps;
}

type Emit = (step: Step) => number;

function emitNode(node: RegexNode, steps: Step[], emit: Emit): void {
  switch (node.kind) {
    case "char":
    case "place":
      emit(node);
      return;
    case "look":
      emit({ kind: "look", program: compileProgram(node.node), behind: node.behind, negated: node.negated });
      return;
    case "all":
      for (const part of node.parts) emitNode(part, steps, emit);
      return;
    case "any":
      emitAny(node.branches, steps, emit);
      return;
    case "repeat":
      emitRepeat(node, steps, emit);
  }
}

function emitAny(branches: readonly RegexNode[], steps: Step[], emit: Emit): void {
  const fork = emit({ kind: "fork", to: [] });
  const starts: number[] = [];
  const ends: number[] = [];
  for (const branch of branches) {
    starts.push(steps.length);
    emitNode(branch, steps, emit);
    ends.push(emit({ kind: "fork", to: [] }));
  }
  steps[fork] = { kind: "fork", to: starts };
  for (const end of ends) steps[end] = { kind: "fork", to: [steps.length] };
}

function emitRepeat(node: RegexNode & { kind: "repeat" }, steps: Step[], emit: Emit): void {
  for (let count = 0; count < node.min; count++) emitNode(node.node, steps, emit);
  if (node.max === Number.POSITIVE_INFINITY) {
    const fork = emit({ kind: "fork", to: [] });
    emitNode(node.node, steps, emit);
    emit({ kind: "fork", to: [fork] });
    steps[fork] = { kind: "fork", to: [fork + 1, steps.length] };
    return;
  }
  const forks: number[] = [];
  for (let count = node.min; count < node.max; count++) {
    forks.push(emit({ kind: "fork", to: [] }));
    emitNode(node.node, steps, emit);
  }
  for (const fork of forks) steps[fork] = { kind: "fork", to: [fork + 1, steps.length] };
}

/**
 * Whether a match begins at `start`; with `whole`, one that reaches the end of the text. Throws TargetError when
 * pattern and text together are too much work.
 */
export function runProgram(program: Program, text: readonly number[], start = 0, whole = false): boolean {
  requireWork(program, text.length);
  let threads = follow(program, [0], text, start);
  for (let at = start; ; at++) {
    if ((!whole || at === text.length) && threads.some((thread) => program[thread]?.kind === "match"))
      return true;
    const code = text[at];
    if (code === undefined || threads.length === 0) return false;
    const moved: number[] = [];
    for (const thread of threads) {
      const step = program[thread];
      if (step?.kind === "char" && step.test(code)) moved.push(thread + 1);
    }
    threads = follow(program, moved, text, at + 1);
  }
}

/** Throws TargetError when a program would have too much work with a text of so many characters. */
export function requireWork(program: Program, length: number): void {
  if (program.length * (length + 1) <= MAX_WORK) return;
  throw new TargetError("The regular expression and the text it is tested on are too long", {
    hint: "Use a shorter regular expression.",
  });
}

/** The steps that are reached from `from` without taking a character. */
function follow(program: Program, from: readonly number[], text: readonly number[], at: number): number[] {
  const seen = new Set<number>();
  const open = [...from];
  const reached: number[] = [];
  for (let thread = open.pop(); thread !== undefined; thread = open.pop()) {
    if (seen.has(thread)) continue;
    seen.add(thread);
    const step = program[thread];
    if (step?.kind === "fork") open.push(...step.to);
    else if (step?.kind === "place" || step?.kind === "look") {
      if (holds(step, text, at)) open.push(thread + 1);
    } else {
      reached.push(thread);
    }
  }
  return reached;
}

function holds(step: Step & { kind: "place" | "look" }, text: readonly number[], at: number): boolean {
  if (step.kind === "place") return step.test(text, at);
  const start = at - (step.behind ?? 0);
  // What a look behind sees has a fixed length, so a match that begins there ends here.
  return (start >= 0 && runProgram(step.program, text, start)) !== step.negated;
}

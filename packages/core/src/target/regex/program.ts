/**
 * Running regular expressions in time proportional to pattern and text, whatever the pattern: all ways through it are
 * followed at once, so there is nothing to backtrack into.
 */
import { TargetError } from "../errors.js";
import type { WorkMeter } from "../work.js";
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

/** Compiles a pattern. Throws TargetError when its repetitions make it too large. */
export function compileProgram(root: RegexNode, meter: WorkMeter): Program {
  const steps: Step[] = [];
  const emit = (step: Step): number => {
    if (steps.length >= MAX_STEPS) {
      throw new TargetError("The regular expression is refused: its repetitions make it too large", {
        hint: "Use smaller counts in braces.",
      });
    }
    return steps.push(step) - 1;
  };
  emitNode(root, { steps, emit, meter });
  emit({ kind: "match" });
  return steps;
}

/** Where steps go. */
interface Output {
  readonly steps: Step[];
  readonly emit: (step: Step) => number;
  readonly meter: WorkMeter;
}

function emitNode(node: RegexNode, out: Output): void {
  const { emit, meter } = out;
  // Counted also where nothing is emitted: repetitions of nothing can be nested.
  meter.spend(1);
  switch (node.kind) {
    case "char":
    case "place":
      emit(node);
      return;
    case "look":
      emit({ ...node, program: compileProgram(node.node, meter) });
      return;
    case "all":
      for (const part of node.parts) emitNode(part, out);
      return;
    case "any":
      emitAny(node.branches, out);
      return;
    case "repeat":
      emitRepeat(node, out);
  }
}

function emitAny(branches: readonly RegexNode[], out: Output): void {
  const { steps, emit } = out;
  const fork = emit({ kind: "fork", to: [] });
  const starts: number[] = [];
  const ends: number[] = [];
  for (const branch of branches) {
    starts.push(steps.length);
    emitNode(branch, out);
    ends.push(emit({ kind: "fork", to: [] }));
  }
  steps[fork] = { kind: "fork", to: starts };
  for (const end of ends) steps[end] = { kind: "fork", to: [steps.length] };
}

function emitRepeat(node: RegexNode & { kind: "repeat" }, out: Output): void {
  const { steps, emit } = out;
  for (let count = 0; count < node.min; count++) emitNode(node.node, out);
  if (node.max === Number.POSITIVE_INFINITY) {
    const fork = emit({ kind: "fork", to: [] });
    emitNode(node.node, out);
    emit({ kind: "fork", to: [fork] });
    steps[fork] = { kind: "fork", to: [fork + 1, steps.length] };
    return;
  }
  const forks: number[] = [];
  for (let count = node.min; count < node.max; count++) {
    forks.push(emit({ kind: "fork", to: [] }));
    emitNode(node.node, out);
  }
  for (const fork of forks) steps[fork] = { kind: "fork", to: [fork + 1, steps.length] };
}

/** What a program is run on. */
export interface Subject {
  readonly text: readonly number[];
  readonly meter: WorkMeter;
}

/**
 * Whether a match begins at `start`; with `whole`, one that reaches the end of the text. Throws TargetError when
 * pattern and text together are too much work.
 */
export function runProgram(program: Program, subject: Subject, start = 0, whole = false): boolean {
  const { text, meter } = subject;
  let threads = follow(program, [0], subject, start);
  for (let at = start; ; at++) {
    meter.spend(threads.length + 1);
    if ((!whole || at === text.length) && threads.some((thread) => program[thread]?.kind === "match"))
      return true;
    const code = text[at];
    if (code === undefined || threads.length === 0) return false;
    const moved: number[] = [];
    for (const thread of threads) {
      const step = program[thread];
      if (step?.kind === "char" && step.test(code)) moved.push(thread + 1);
    }
    threads = follow(program, moved, subject, at + 1);
  }
}

/** The steps that are reached from `from` without taking a character. */
function follow(program: Program, from: readonly number[], subject: Subject, at: number): number[] {
  const seen = new Set<number>();
  const open = [...from];
  const reached: number[] = [];
  for (let thread = open.pop(); thread !== undefined; thread = open.pop()) {
    subject.meter.spend(1);
    if (seen.has(thread)) continue;
    seen.add(thread);
    const step = program[thread];
    if (step?.kind === "fork") open.push(...step.to);
    else if (step?.kind === "place" || step?.kind === "look") {
      if (holds(step, subject, at)) open.push(thread + 1);
    } else {
      reached.push(thread);
    }
  }
  return reached;
}

function holds(step: Step & { kind: "place" | "look" }, subject: Subject, at: number): boolean {
  if (step.kind === "place") return step.test(subject.text, at);
  const start = at - (step.behind ?? 0);
  // What a look behind sees has a fixed length, so a match that begins there ends here.
  return (start >= 0 && runProgram(step.program, subject, start)) !== step.negated;
}

/**
 * Python's regular expressions on ids and data, run by a matcher of our own: JavaScript's differ in meaning and can be
 * made to run for ever by a few characters.
 */
import { TargetError } from "./errors.js";
import { Automaton } from "./regex/automaton.js";
import { parseRegex } from "./regex/parse.js";
import { compileProgram, runProgram } from "./regex/program.js";
import { WorkMeter } from "./work.js";

/** The longest pattern taken, in characters. */
const MAX_PATTERN = 4096;

/** What parsing a character costs, compared with a step of matching. */
const STEPS_A_CHARACTER = 16;

/** How a regular expression is applied. */
export interface PcreOptions {
  /** The match must reach the end of the text. */
  readonly whole?: boolean;
  /** Counts its steps; without one, each test has a bound of its own. */
  readonly meter?: WorkMeter;
}

/**
 * A test for texts, anchored at the start as `re.match`. Throws TargetError with the reason for what Python refuses
 * and for what is not offered here: back-references, conditions, atomic groups and possessive repetitions.
 */
export function compilePcre(pattern: string, options: PcreOptions = {}): (text: string) => boolean {
  if (pattern.length > MAX_PATTERN) {
    throw new TargetError(`The regular expression is longer than ${MAX_PATTERN} characters`, {
      hint: "Use a list or a nodegroup.",
    });
  }
  const { whole = false, meter } = options;
  if (meter !== undefined) return compileCounted(pattern, whole, meter);
  const own = WorkMeter.forOne();
  const test = compileCounted(pattern, whole, own);
  return (text) => {
    own.restart();
    return test(text);
  };
}

function compileCounted(pattern: string, whole: boolean, meter: WorkMeter): (text: string) => boolean {
  meter.spend(pattern.length * STEPS_A_CHARACTER);
  const program = compileProgram(parseRegex(pattern), meter);
  if (!Automaton.canRun(program)) {
    return (text) => runProgram(program, { text: codePoints(text, meter), meter }, 0, whole);
  }
  const automaton = new Automaton(program, meter);
  return (text) => automaton.test(text, whole);
}

function codePoints(text: string, meter: WorkMeter): number[] {
  meter.spend(text.length);
  return Array.from(text, (char) => char.codePointAt(0) ?? 0);
}

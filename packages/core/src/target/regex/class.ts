/**
 * Character classes of Python's regular expressions: `[a-z_]`, `[^\d.]`.
 */
import { ignoringCase, not } from "./chars.js";
import type { Escape } from "./escape.js";
import { readEscape } from "./escape.js";
import type { PatternSource } from "./source.js";
import type { CharTest } from "./tree.js";

/** What changes the meaning of characters. */
export interface CaseFlags {
  readonly ascii: boolean;
  readonly ignoreCase: boolean;
}

/** Reads a class; the opening bracket is taken already. Throws TargetError. */
export function readClass(source: PatternSource, flags: CaseFlags): CharTest {
  const negated = source.taking("^");
  const tests: CharTest[] = [];
  for (let first = true; first || source.next !== "]"; first = false) {
    const low = readMember(source, flags.ascii);
    const start = source.position;
    if (!source.taking("-")) {
      tests.push(memberTest(low));
    } else if (source.next === "]") {
      source.position = start;
      tests.push(memberTest(low));
    } else {
      tests.push(rangeTest(source, low, readMember(source, flags.ascii)));
    }
  }
  source.take();
  const union: CharTest = (code) => tests.some((test) => test(code));
  const cased = flags.ignoreCase ? ignoringCase(union, flags.ascii) : union;
  return negated ? not(cased) : cased;
}

function readMember(source: PatternSource, ascii: boolean): Escape {
  const char = source.take();
  if (char === "\\") return readEscape(source, true, ascii);
  return { kind: "literal", code: char.codePointAt(0) ?? 0 };
}

function memberTest(member: Escape): CharTest {
  if (member.kind === "literal") return (code) => code === member.code;
  return member.kind === "category" ? member.test : () => false;
}

function rangeTest(source: PatternSource, low: Escape, high: Escape): CharTest {
  if (low.kind !== "literal" || high.kind !== "literal" || low.code > high.code) {
    throw source.fault("a range in brackets is the wrong way round");
  }
  return (code) => low.code <= code && code <= high.code;
}

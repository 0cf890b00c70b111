/**
 * Shell globs on ids, as Python's `fnmatch.fnmatchcase`.
 */
import type { WorkMeter } from "./work.js";

/** Whether a glob matches a whole text, case-sensitively: `*`, `?`, `[abc]`, `[a-z]`, `[!abc]`. */
export function matchGlob(pattern: string, text: string): boolean {
  return matchTokens(globTokens(pattern), [...text]);
}

/** A test for many texts with one glob; it throws TargetError when a meter is given and that says enough. */
export function compileGlob(pattern: string, meter?: WorkMeter): (text: string) => boolean {
  meter?.spend(pattern.length);
  if (!/[*?[]/.test(pattern)) return (text) => text === pattern;
  const tokens = globTokens(pattern);
  return (text) => {
    meter?.spend(text.length);
    return matchTokens(tokens, [...text], meter);
  };
}

/** One character's test, or "*" for any run of characters. */
type Token = "*" | ((char: string) => boolean);

function globTokens(pattern: string): Token[] {
  const chars = [...pattern];
  const tokens: Token[] = [];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at];
    if (char === "*") {
      if (tokens.at(-1) !== "*") tokens.push("*");
    } else if (char === "?") {
      tokens.push(() => true);
    } else {
      const end = char === "[" ? classEnd(chars, at) : undefined;
      tokens.push(end === undefined ? (other) => other === char : classTest(chars.slice(at + 1, end)));
      if (end !== undefined) at = end;
    }
  }
  return tokens;
}

/** Where a character class that begins at `at` ends; undefined when it never does and `[` is an ordinary character. */
function classEnd(chars: readonly string[], at: number): number | undefined {
  let from = at + 1;
  if (chars[from] === "!") from += 1;
  // A bracket in the first place is a member.
  if (chars[from] === "]") from += 1;
  const end = chars.indexOf("]", from);
  return end < 0 ? undefined : end;
}

function classTest(members: readonly string[]): (char: string) => boolean {
  const negated = members[0] === "!";
  const ranges = classRanges(negated ? members.slice(1) : members);
  return (char) =>
    ranges.some(([low, high]) => compare(low, char) <= 0 && compare(char, high) <= 0) !== negated;
}

/** Ranges of a class; one whose ends are the wrong way round is empty. */
function classRanges(members: readonly string[]): (readonly [string, string])[] {
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < members.length; at++) {
    const low = members[at] ?? "";
    const high = members[at + 2];
    if (members[at + 1] === "-" && high !== undefined) {
      ranges.push([low, high]);
      at += 2;
    } else {
      ranges.push([low, low]);
    }
  }
  return ranges;
}

function compare(a: string, b: string): number {
  return (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
}

/** Matches with one step back per star, so that no pattern takes more than length times length steps. */
function matchTokens(tokens: readonly Token[], chars: readonly string[], meter?: WorkMeter): boolean {
  let token = 0;
  let star = -1;
  let resume = 0;
  for (let at = 0; at < chars.length; ) {
    const test = tokens[token];
    if (test === "*") {
      star = token++;
      resume = at;
    } else if (test?.(chars[at] ?? "")) {
      token += 1;
      at += 1;
    } else if (star < 0) {
      return false;
    } else {
      meter?.spend(at - resume + 1);
      token = star + 1;
      at = ++resume;
    }
  }
  while (tokens[token] === "*") token += 1;
  return token === tokens.length;
}

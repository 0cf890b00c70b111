/**
 * Expressions of access lists: a glob or a regular expression, whichever matches.
 */
import { compilePcre, matchGlob, TargetError } from "@salt/core";

/**
 * A test for names: equal, matched as a glob, or matched as a whole by the regular expression. What is no valid
 * regular expression is a glob only.
 */
export function compileExpression(expression: string): (name: string) => boolean {
  const asPattern = patternOrNever(`(?:${expression})\\Z`);
  return (name) => matchGlob(expression, name) || asPattern(name);
}

/** A test that a regular expression matches a name as a whole; the reference is content with its beginning. */
export function compileWhole(expression: string): (name: string) => boolean {
  return patternOrNever(`(?:${expression})\\Z`);
}

/** A test that a regular expression matches at the start of a text, as conditions on arguments do. */
export function compileStart(expression: string): (text: string) => boolean {
  return patternOrNever(expression);
}

/** A pattern that cannot be translated allows nothing. */
function patternOrNever(pattern: string): (text: string) => boolean {
  try {
    return compilePcre(pattern);
  } catch (error) {
    if (error instanceof TargetError) return () => false;
    throw error;
  }
}

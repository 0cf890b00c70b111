/**
 * Which paths are not served: `file_ignore_regex` and `file_ignore_glob`.
 */
import { compileGlob, compilePcre } from "@salt/core";

/** A test for paths. */
export type PathTest = (path: string) => boolean;

/** The test of both options. Throws TargetError for an expression that cannot be read. */
export function ignoredPaths(expressions: readonly string[], globs: readonly string[]): PathTest {
  const tests = [
    // An expression may match anywhere in the path.
    ...expressions.map((expression) => compilePcre(`(?s:.*?)(?:${expression})`)),
    ...globs.map((glob) => compileGlob(glob)),
  ];
  return (path) => tests.some((test) => test(path));
}

/**
 * The test of a whitelist and a blacklist of names, whose members are exact names, globs, or expressions for the whole
 * name. Throws TargetError for an expression that cannot be read when it is first tried.
 */
export function namesAllowed(whitelist: readonly string[], blacklist: readonly string[]): PathTest {
  const isIn = (list: readonly string[]): PathTest => {
    const tests = list.flatMap((each) => [compileGlob(each), expressionTest(each)]);
    return (name) => tests.some((test) => test(name));
  };
  const allowed = isIn(whitelist);
  const denied = isIn(blacklist);
  return (name) => (whitelist.length === 0 || allowed(name)) && !denied(name);
}

/** A glob such as `*` is no expression; it then is a glob only. */
function expressionTest(text: string): PathTest {
  try {
    return compilePcre(text, { whole: true });
  } catch {
    return () => false;
  }
}

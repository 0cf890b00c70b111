/**
 * `key:value` expressions on nested data, as grain and pillar targets use them.
 */
import type { Dict, Value } from "../base/value.js";
import { isDict, isList } from "../base/value.js";
import { pythonStr } from "../python/repr.js";
import { TargetError } from "./errors.js";
import { matchGlob } from "./glob.js";
import { compilePcre } from "./pcre.js";
import { walk } from "./walk.js";

/** How the last part of an expression is compared. */
export type Comparison = "glob" | "pcre" | "exact";

/** The most parts an expression may have. */
const MAX_PARTS = 64;

/**
 * Whether `key:value` matches nested data; texts are compared in lower case. Throws TargetError when nothing matched
 * and a regular expression was refused.
 */
export function matchDelimited(
  data: Dict,
  expression: string,
  delimiter: string,
  comparison: Comparison,
): boolean {
  if (expression.split(delimiter).length > MAX_PARTS) {
    throw new TargetError(`The target has more than ${MAX_PARTS} parts`, { hint: "Use fewer levels." });
  }
  const matcher = new DelimitedMatcher(comparison);
  if (matcher.matches(data, expression, delimiter)) return true;
  if (matcher.refusal !== undefined) throw matcher.refusal;
  return false;
}

class DelimitedMatcher {
  /** A regular expression that could not be tested. */
  refusal: TargetError | undefined;
  readonly #comparison: Comparison;
  readonly #compiled = new Map<string, (text: string) => boolean>();

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
  }

  /** Deepest paths first: the first `count` parts are the path, the rest is the pattern. */
  matches(data: Dict, expression: string, delimiter: string): boolean {
    const parts = expression.split(delimiter);
    for (let count = parts.length - 1; count > 0; count--) {
      const path = parts.slice(0, count);
      const everything = count === 1 && path[0] === "*";
      const found = everything ? data : walk(data, path);
      const pattern = everything ? expression : parts.slice(count).join(delimiter);
      if (found !== undefined && this.#matchesFound(found, pattern)) return true;
    }
    return false;
  }

  #matchesFound(found: Value, pattern: string): boolean {
    if (isDict(found)) return found.size > 0 && this.#matchesDict(found, pattern);
    if (!isList(found)) return this.#test(found, pattern);
    return found.some(
      (item) => (isDict(item) && this.#matchesDict(item, pattern)) || this.#test(item, pattern),
    );
  }

  #matchesDict(dict: Dict, expression: string): boolean {
    const wildcard = expression.startsWith("*:");
    const pattern = wildcard ? expression.slice(2) : expression;
    if (pattern === "*" || dict.has(pattern)) return true;
    if ([...dict.keys()].some((key) => this.#test(key, pattern))) return true;
    if (this.matches(dict, pattern, ":")) return true;
    return wildcard && [...dict.values()].some((value) => this.#matchesBelow(value, pattern));
  }

  #matchesBelow(value: Value, pattern: string): boolean {
    if (isDict(value)) return this.#matchesDict(value, pattern);
    if (isList(value)) return value.some((item) => this.#test(item, pattern));
    return this.#test(value, pattern);
  }

  #test(value: Value, rawPattern: string): boolean {
    const text = pythonStr(value).toLowerCase();
    // Lower case also for regular expressions, although that turns \D into \d: so do real minions.
    const pattern = rawPattern.toLowerCase();
    if (this.#comparison === "exact") return text === pattern;
    return this.#comparison === "glob" ? matchGlob(pattern, text) : this.#regex(pattern)(text);
  }

  #regex(pattern: string): (text: string) => boolean {
    const known = this.#compiled.get(pattern);
    if (known !== undefined) return known;
    let test = (_text: string): boolean => false;
    try {
      test = compilePcre(pattern);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      // Another path through the data may still match; the refusal counts when none does.
      this.refusal = error;
    }
    this.#compiled.set(pattern, test);
    return test;
  }
}

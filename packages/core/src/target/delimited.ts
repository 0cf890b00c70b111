/**
 * `key:value` expressions on nested data, as grain and pillar targets use them.
 */
import type { Dict, Value } from "../base/value.js";
import { isDict, isList } from "../base/value.js";
import { pythonStr } from "../python/repr.js";
import { TargetError } from "./errors.js";
import { compileGlob } from "./glob.js";
import { compilePcre } from "./pcre.js";
import type { PathStep } from "./walk.js";
import { makeWalk } from "./walk.js";
import type { WorkMeter } from "./work.js";

/** How the last part of an expression is compared. */
export type Comparison = "glob" | "pcre" | "exact";

/** Writing values as texts is cheaper than matching them. */
const CHARACTERS_A_STEP = 4;
/** The most parts an expression may have. */
const MAX_PARTS = 64;

/**
 * A test of nested data for `key:value`; texts are compared in lower case. The test throws TargetError when nothing
 * matched and a regular expression was refused. Throws TargetError.
 */
export function compileDelimited(
  expression: string,
  delimiter: string,
  comparison: Comparison,
  meter: WorkMeter,
): (data: Dict) => boolean {
  meter.spend(expression.length);
  if (expression.split(delimiter).length > MAX_PARTS) {
    throw new TargetError(`The target has more than ${MAX_PARTS} parts`, { hint: "Use fewer levels." });
  }
  const matcher = new DelimitedMatcher(comparison, meter);
  return (data) => {
    matcher.refusal = undefined;
    if (matcher.matches(data, expression, delimiter)) return true;
    if (matcher.refusal !== undefined) throw matcher.refusal;
    return false;
  };
}

/** One way to read an expression: a path, and what is compared with what lies there. */
interface Reading {
  /** Undefined: the whole data. */
  readonly find: ((data: Value) => Value | undefined) | undefined;
  readonly pattern: string;
}

/** A regular expression, read: its test, or why there is none. */
interface Compiled {
  readonly test: (text: string) => boolean;
  readonly refusal?: TargetError;
}

/** Everything worked out for one target, to be used on all minions. */
class DelimitedMatcher {
  /** A regular expression that could not be tested. */
  refusal: TargetError | undefined;
  readonly #comparison: Comparison;
  readonly #meter: WorkMeter;
  readonly #compiled = new Map<string, Compiled>();
  readonly #steps = new Map<string, PathStep>();
  readonly #readings = new Map<string, readonly Reading[]>();

  constructor(comparison: Comparison, meter: WorkMeter) {
    this.#comparison = comparison;
    this.#meter = meter;
  }

  matches(data: Dict, expression: string, delimiter: string): boolean {
    for (const { find, pattern } of this.#read(expression, delimiter)) {
      this.#meter.spend(1);
      const found = find === undefined ? data : find(data);
      if (found !== undefined && this.#matchesFound(found, pattern)) return true;
    }
    return false;
  }

  /** Deepest paths first: the first `count` parts are the path, the rest is the pattern. */
  #read(expression: string, delimiter: string): readonly Reading[] {
    const key = `${delimiter}\0${expression}`;
    const known = this.#readings.get(key);
    if (known !== undefined) return known;
    const parts = expression.split(delimiter);
    // Each reading has its own path.
    this.#meter.spend(parts.length * parts.length);
    const readings: Reading[] = [];
    for (let count = parts.length - 1; count > 0; count--) {
      const everything = count === 1 && parts[0] === "*";
      readings.push({
        find: everything ? undefined : makeWalk(parts.slice(0, count), this.#steps),
        pattern: everything ? expression : parts.slice(count).join(delimiter),
      });
    }
    this.#readings.set(key, readings);
    return readings;
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

  #test(value: Value, pattern: string): boolean {
    const { test, refusal } = this.#compile(pattern);
    // Another path through the data may still match; the refusal counts when none does.
    if (refusal !== undefined) this.refusal = refusal;
    const text = typeof value === "string" ? value : pythonStr(value);
    this.#meter.spend(1 + Math.floor(text.length / CHARACTERS_A_STEP));
    return test(text.toLowerCase());
  }

  #compile(rawPattern: string): Compiled {
    const known = this.#compiled.get(rawPattern);
    if (known !== undefined) return known;
    const compiled = compileComparison(rawPattern, this.#comparison, this.#meter);
    this.#compiled.set(rawPattern, compiled);
    return compiled;
  }
}

function compileComparison(rawPattern: string, comparison: Comparison, meter: WorkMeter): Compiled {
  // Lower case also for regular expressions, although that turns \D into \d: so do real minions.
  const pattern = rawPattern.toLowerCase();
  if (comparison === "exact") return { test: (text) => text === pattern };
  if (comparison === "glob") return { test: compileGlob(pattern, meter) };
  try {
    return { test: compilePcre(pattern, { meter }) };
  } catch (refusal) {
    if (refusal instanceof TargetError) return { test: () => false, refusal };
    throw refusal;
  }
}

/**
 * The language of compound targets: `G@os:Debian and not ( web* or L@a,b )`.
 */
import { TargetError } from "./errors.js";
import type { TargetTerm } from "./words.js";
import { isOperator, readTerm, wordsOf } from "./words.js";

/** A parsed compound target. */
export type CompoundExpression =
  | {
      readonly kind: "not";
      readonly operand: CompoundExpression;
      /** No parenthesis stands between them. */
      readonly direct: boolean;
    }
  | { readonly kind: "and" | "or"; readonly left: CompoundExpression; readonly right: CompoundExpression }
  | TargetTerm;

/** The most words a compound target may have, nodegroups resolved. */
const MAX_WORDS = 4000;
/** How deep parentheses may nest. */
const MAX_DEPTH = 100;

/**
 * Parses a compound target, a text or its words; nodegroups are terms of type `nodegroup`. `not` binds tighter than
 * `and`, `and` tighter than `or`; `a not b` means `a and not b`. Throws TargetError with the reason.
 */
export function parseCompound(expression: string | readonly string[]): CompoundExpression {
  const words = wordsOf(expression);
  if (words.length > MAX_WORDS)
    throw new TargetError("The compound target has too many words", { hint: "Use a list." });
  return new CompoundParser(words).whole();
}

class CompoundParser {
  readonly #words: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  whole(): CompoundExpression {
    const expression = this.#any();
    if (this.#at < this.#words.length)
      throw this.#fault(`'${this.#words[this.#at]}' stands where 'and' or 'or' must`);
    return expression;
  }

  #fault(reason: string, unclosed = false): TargetError {
    return new TargetError(`The compound target is wrong at word ${this.#at + 1}: ${reason}`, {
      hint: "Write tests joined by 'and', 'or' and 'not', with parentheses between spaces.",
      details: { word: this.#at + 1, unclosed },
    });
  }

  #taking(word: string): boolean {
    if (this.#words[this.#at] !== word) return false;
    this.#at += 1;
    return true;
  }

  #any(): CompoundExpression {
    let left = this.#all();
    while (this.#taking("or")) left = { kind: "or", left, right: this.#all() };
    return left;
  }

  #all(): CompoundExpression {
    let left = this.#negatable();
    // `not` needs no `and` before it.
    while (this.#taking("and") || this.#words[this.#at] === "not") {
      left = { kind: "and", left, right: this.#negatable() };
    }
    return left;
  }

  #negatable(): CompoundExpression {
    if (!this.#taking("not")) return this.#single();
    const direct = this.#words[this.#at] !== "(";
    return { kind: "not", operand: this.#single(), direct };
  }

  #single(): CompoundExpression {
    const word = this.#words[this.#at];
    if (word === undefined) throw this.#fault("it ends where a test must stand");
    if (word === "(") return this.#parenthesised();
    if (isOperator(word)) throw this.#fault(`'${word}' stands where a test must`);
    this.#at += 1;
    return readTerm(word);
  }

  #parenthesised(): CompoundExpression {
    this.#at += 1;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.#fault("parentheses are nested too deep");
    const expression = this.#any();
    if (!this.#taking(")")) throw this.#fault("a ')' is missing", this.#at === this.#words.length);
    this.#depth -= 1;
    return expression;
  }
}

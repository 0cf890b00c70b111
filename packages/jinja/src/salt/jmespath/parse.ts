/**
 * JMESPath expressions as trees.
 */
import type { Val } from "../../value/types.js";
import { failure, type Word, wordsOf } from "./lex.js";

/** An expression. */
export type Expression =
  | { readonly kind: "identity" }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "slice"; readonly parts: readonly (number | null)[] }
  | { readonly kind: "literal"; readonly value: Val }
  | { readonly kind: "chain" | "or" | "and"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "project" | "values" | "flatten"; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: "filter";
      readonly left: Expression;
      readonly right: Expression;
      readonly test: Expression;
    }
  | {
      readonly kind: "compare";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "not" | "reference"; readonly inner: Expression }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "dict"; readonly pairs: readonly (readonly [string, Expression])[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] };

const IDENTITY: Expression = { kind: "identity" };
/** How strongly operators bind to what is left of them. */
const POWERS: Readonly<Record<string, number>> = {
  "|": 1,
  "||": 2,
  "&&": 3,
  "==": 5,
  "!=": 5,
  "<": 5,
  ">": 5,
  "<=": 5,
  ">=": 5,
  "[]": 9,
  "*": 20,
  "[?": 21,
  ".": 40,
  "!": 45,
  "{": 50,
  "[": 55,
  "(": 60,
};
/** What binds less ends a projection. */
const PROJECTION_END = 10;
const MAX_DEPTH = 200;

/** The tree of an expression. Throws what jmespath throws. */
export function parseExpression(text: string): Expression {
  return new Parser(text).run();
}

class Parser {
  readonly #words: readonly Word[];
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#words = wordsOf(text);
  }

  run(): Expression {
    const found = this.#expression(0);
    if (this.#word.kind !== "end") throw this.#fault();
    return found;
  }

  get #word(): Word {
    return this.#words[this.#at] ?? { kind: "end", text: "", value: null };
  }

  #take(): Word {
    const word = this.#word;
    this.#at += 1;
    return word;
  }

  #is(text: string): boolean {
    return this.#word.kind === "operator" && this.#word.text === text;
  }

  #expect(text: string): void {
    if (!this.#is(text)) throw this.#fault();
    this.#at += 1;
  }

  #fault(): Error {
    const { kind, text } = this.#word;
    const shown = `Invalid jmespath expression: ${kind === "end" ? "Incomplete expression" : `Unexpected token: ${text}`}`;
    const pyClass = kind === "end" ? "IncompleteExpressionError" : "ParseError";
    return failure(pyClass, `${shown}: "${this.#text}"`);
  }

  #power(): number {
    return this.#word.kind === "operator" ? (POWERS[this.#word.text] ?? 0) : 0;
  }

  #expression(power: number): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw failure("RecursionError", "maximum recursion depth exceeded");
    let left = this.#first();
    while (power < this.#power()) left = this.#further(left);
    this.#depth -= 1;
    return left;
  }

  #first(): Expression {
    const word = this.#take();
    if (word.kind === "literal") return { kind: "literal", value: word.value };
    if (word.kind === "name" && this.#is("(")) return this.#call(word.text);
    if (word.kind === "name" || word.kind === "quoted") return { kind: "field", name: String(word.value) };
    switch (word.text) {
      case "@":
        return IDENTITY;
      case "*":
        return { kind: "values", left: IDENTITY, right: this.#projected(20) };
      case "[?":
        return this.#filter(IDENTITY);
      case "[]":
        return { kind: "flatten", left: IDENTITY, right: this.#projected(9) };
      case "[":
        return this.#bracket(IDENTITY, true);
      case "{":
        return this.#dict();
      case "&":
        return { kind: "reference", inner: this.#expression(0) };
      case "!":
        return { kind: "not", inner: this.#expression(45) };
      case "(": {
        const inner = this.#expression(0);
        this.#expect(")");
        return inner;
      }
      default:
        this.#at -= 1;
        throw this.#fault();
    }
  }

  #further(left: Expression): Expression {
    const { text } = this.#take();
    switch (text) {
      case ".":
        if (!this.#is("*")) return { kind: "chain", left, right: this.#afterDot(40) };
        this.#at += 1;
        return { kind: "values", left, right: this.#projected(20) };
      case "|":
        return { kind: "chain", left, right: this.#expression(1) };
      case "||":
        return { kind: "or", left, right: this.#expression(2) };
      case "&&":
        return { kind: "and", left, right: this.#expression(3) };
      case "[?":
        return this.#filter(left);
      case "[]":
        return { kind: "flatten", left, right: this.#projected(9) };
      case "[":
        return this.#bracket(left, false);
      case "==":
      case "!=":
      case "<":
      case ">":
      case "<=":
      case ">=":
        return { kind: "compare", operator: text, left, right: this.#expression(5) };
      default:
        this.#at -= 1;
        throw this.#fault();
    }
  }

  /** What is done with each item of a projection. */
  #projected(power: number): Expression {
    if (this.#power() < PROJECTION_END) return IDENTITY;
    if (this.#is("[") || this.#is("[?")) return this.#expression(power);
    this.#expect(".");
    return this.#afterDot(power);
  }

  #afterDot(power: number): Expression {
    const { kind } = this.#word;
    if (kind === "name" || kind === "quoted" || this.#is("*")) return this.#expression(power);
    if (this.#is("[")) {
      this.#at += 1;
      return this.#list();
    }
    this.#expect("{");
    return this.#dict();
  }

  #filter(left: Expression): Expression {
    const test = this.#expression(0);
    this.#expect("]");
    return { kind: "filter", left, test, right: this.#is("[]") ? IDENTITY : this.#projected(21) };
  }

  /** Behind `[`: an index, a slice, `*`, or, where nothing stands before it, a list of expressions. */
  #bracket(left: Expression, alone: boolean): Expression {
    if (this.#word.kind === "number" || this.#is(":")) return this.#indexed(left);
    if (this.#is("*") && this.#words[this.#at + 1]?.text === "]") {
      this.#at += 2;
      return { kind: "project", left, right: this.#projected(20) };
    }
    if (alone) return this.#list();
    throw this.#fault();
  }

  #indexed(left: Expression): Expression {
    const parts: (number | null)[] = [null];
    for (; !this.#is("]"); ) {
      const word = this.#take();
      if (word.kind === "number" && parts.at(-1) === null) parts[parts.length - 1] = Number(word.value);
      else if (word.text === ":" && parts.length < 3) parts.push(null);
      else {
        this.#at -= 1;
        throw this.#fault();
      }
    }
    this.#expect("]");
    const [only] = parts;
    if (parts.length === 1 && typeof only === "number") {
      return { kind: "chain", left, right: { kind: "index", index: only } };
    }
    const slice: Expression = { kind: "chain", left, right: { kind: "slice", parts } };
    return { kind: "project", left: slice, right: this.#projected(20) };
  }

  #list(): Expression {
    const items = [this.#expression(0)];
    while (this.#is(",")) {
      this.#at += 1;
      items.push(this.#expression(0));
    }
    this.#expect("]");
    return { kind: "list", items };
  }

  #dict(): Expression {
    const pairs: (readonly [string, Expression])[] = [];
    do {
      const key = this.#take();
      if (key.kind !== "name" && key.kind !== "quoted") {
        this.#at -= 1;
        throw this.#fault();
      }
      this.#expect(":");
      pairs.push([String(key.value), this.#expression(0)]);
    } while (this.#takeIf(","));
    this.#expect("}");
    return { kind: "dict", pairs };
  }

  #takeIf(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at += 1;
    return true;
  }

  #call(name: string): Expression {
    this.#expect("(");
    const args: Expression[] = [];
    if (!this.#is(")")) {
      do args.push(this.#expression(0));
      while (this.#takeIf(","));
    }
    this.#expect(")");
    return { kind: "call", name, args };
  }
}

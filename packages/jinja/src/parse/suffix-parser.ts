/**
 * Parses what follows a value: attributes, subscripts, calls, filters and tests.
 */
import type { TokenStream } from "../lex/stream.js";
import { TemplateSyntaxError } from "../value/errors.js";
import { type Arguments, type Expr, noArguments } from "./nodes.js";

const TEST_ARGUMENT = new Set(["name", "string", "integer", "float", "lparen", "lbracket", "lbrace"]);
/** Deepest nesting of expressions and blocks; Python gives up at a similar depth. */
const MAX_DEPTH = 180;

/** The part of the parser below whole expressions. */
export abstract class SuffixParser {
  readonly stream: TokenStream;
  #depth = 0;

  constructor(stream: TokenStream) {
    this.stream = stream;
  }

  fail(message: string, line = this.stream.current.line, pyClass?: string): never {
    throw new TemplateSyntaxError(message, line, pyClass);
  }

  /** Keeps nested constructs within what the stack can hold. */
  nested<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.fail("maximum recursion depth exceeded");
    try {
      return parse();
    } finally {
      this.#depth -= 1;
    }
  }

  /** An expression; without a condition, `if` ends it. */
  abstract parseExpression(withCondition?: boolean): Expr;

  /** A name, literal, list, dict or something in parentheses. */
  abstract parsePrimary(withNamespace?: boolean): Expr;

  parsePostfix(start: Expr): Expr {
    let node = start;
    for (;;) {
      const { type } = this.stream.current;
      if (type === "dot" || type === "lbracket") node = this.#subscript(node);
      else if (type === "lparen") node = this.parseCall(node);
      else return node;
    }
  }

  filterExpression(start: Expr): Expr {
    let node = start;
    for (;;) {
      const { current } = this.stream;
      if (current.type === "pipe") node = this.parseFilter(node) ?? node;
      else if (current.type === "name" && current.value === "is") node = this.#test(node);
      else if (current.type === "lparen") node = this.parseCall(node);
      else return node;
    }
  }

  #subscript(node: Expr): Expr {
    const { type, line } = this.stream.next();
    if (type === "dot") return this.#attribute(node, line);
    const args: Expr[] = [];
    while (!this.stream.test("rbracket")) {
      if (args.length > 0) this.stream.expect("comma");
      args.push(this.#subscribed());
    }
    this.stream.expect("rbracket");
    const [only] = args;
    const arg: Expr = args.length === 1 && only !== undefined ? only : { kind: "tuple", items: args, line };
    return { kind: "getitem", node, arg, line };
  }

  #attribute(node: Expr, line: number): Expr {
    const token = this.stream.next();
    if (token.type === "name") return { kind: "getattr", node, attr: token.value, line };
    if (token.type !== "integer") this.fail("expected name or number", token.line);
    return { kind: "getitem", node, arg: { kind: "const", value: token.number, line: token.line }, line };
  }

  #subscribed(): Expr {
    const { stream } = this;
    const { line } = stream.current;
    const parts: (Expr | undefined)[] = [];
    if (stream.skipIf("colon")) parts.push(undefined);
    else {
      const node = this.parseExpression();
      if (!stream.skipIf("colon")) return node;
      parts.push(node);
    }
    const bound = (): Expr | undefined =>
      stream.testAny(["colon", "rbracket", "comma"]) ? undefined : this.parseExpression();
    parts.push(bound());
    if (stream.skipIf("colon")) {
      parts.push(stream.testAny(["rbracket", "comma"]) ? undefined : this.parseExpression());
    }
    const [start, stop, step] = parts;
    return {
      kind: "slice",
      line,
      ...(start && { start }),
      ...(stop && { stop }),
      ...(step && { step }),
    };
  }

  parseCall(node: Expr): Expr {
    const { line } = this.stream.current;
    return { kind: "call", node, args: this.parseArguments(), line };
  }

  parseArguments(): Arguments {
    const { line } = this.stream.expect("lparen");
    const args = noArguments();
    let first = true;
    const ensure = (holds: boolean): void => {
      if (!holds) this.fail("invalid syntax for function call expression", line);
    };
    while (!this.stream.test("rparen")) {
      if (!first) {
        this.stream.expect("comma");
        if (this.stream.test("rparen")) break;
      }
      first = false;
      this.#argument(args, ensure);
    }
    this.stream.expect("rparen");
    return args;
  }

  #argument(args: Arguments, ensure: (holds: boolean) => void): void {
    const { stream } = this;
    if (stream.skipIf("mul")) {
      ensure(args.rest === undefined && args.restKeywords === undefined);
      args.rest = this.parseExpression();
    } else if (stream.skipIf("pow")) {
      ensure(args.restKeywords === undefined);
      args.restKeywords = this.parseExpression();
    } else if (stream.current.type === "name" && stream.look().type === "assign") {
      ensure(args.restKeywords === undefined);
      const key = stream.next().value;
      stream.next();
      args.keywords.push([key, this.parseExpression()]);
    } else {
      ensure(args.rest === undefined && args.restKeywords === undefined && args.keywords.length === 0);
      args.positional.push(this.parseExpression());
    }
  }

  /** A chain of filters; `inline` when the first one has no pipe before it. */
  parseFilter(start: Expr | undefined, inline = false): Expr | undefined {
    let node = start;
    let first = inline;
    while (first || this.stream.test("pipe")) {
      if (!first) this.stream.next();
      first = false;
      const { line } = this.stream.current;
      const name = this.#dottedName();
      const args = this.stream.test("lparen") ? this.parseArguments() : noArguments();
      node = { kind: "filter", node, name, args, line };
    }
    return node;
  }

  #dottedName(): string {
    let name = this.stream.expect("name").value;
    while (this.stream.skipIf("dot")) name += `.${this.stream.expect("name").value}`;
    return name;
  }

  #test(node: Expr): Expr {
    const { stream } = this;
    const { line } = stream.next();
    const negated = stream.skipIf("name:not");
    const name = this.#dottedName();
    let args = noArguments();
    if (stream.test("lparen")) args = this.parseArguments();
    else if (TEST_ARGUMENT.has(stream.current.type) && !this.#endsTest()) {
      if (stream.test("name:is")) this.fail("You cannot chain multiple tests with is");
      args.positional.push(this.parsePostfix(this.nested(() => this.parsePrimary())));
    }
    const test: Expr = { kind: "test", node, name, args, line };
    return negated ? { kind: "not", node: test, line } : test;
  }

  #endsTest(): boolean {
    return this.stream.testAny(["name:else", "name:or", "name:and"]);
  }
}

/**
 * Parses expressions, by Jinja2's precedences.
 */
import { describeToken } from "../lex/token.js";
import { repr } from "../value/repr.js";
import type { Expr } from "./nodes.js";
import { SuffixParser } from "./suffix-parser.js";

const COMPARE: Readonly<Record<string, string>> = {
  eq: "==",
  ne: "!=",
  lt: "<",
  lteq: "<=",
  gt: ">",
  gteq: ">=",
};
const ADDITIVE: Readonly<Record<string, string>> = { add: "+", sub: "-" };
const MULTIPLICATIVE: Readonly<Record<string, string>> = { mul: "*", div: "/", floordiv: "//", mod: "%" };

/** How `parseTuple` reads its items. */
export interface TupleOptions {
  readonly simplified?: boolean;
  readonly withCondition?: boolean;
  readonly explicitParentheses?: boolean;
  readonly withNamespace?: boolean;
}

/** The expression half of the parser. */
export class ExpressionParser extends SuffixParser {
  override parseExpression(withCondition = true): Expr {
    return this.nested(() => (withCondition ? this.#condition() : this.#or()));
  }

  #condition(): Expr {
    let line = this.stream.current.line;
    let node = this.#or();
    while (this.stream.skipIf("name:if")) {
      const test = this.#or();
      const otherwise = this.stream.skipIf("name:else") ? this.nested(() => this.#condition()) : undefined;
      node = { kind: "cond", test, value: node, otherwise, line };
      line = this.stream.current.line;
    }
    return node;
  }

  #or(): Expr {
    let line = this.stream.current.line;
    let left = this.#and();
    while (this.stream.skipIf("name:or")) {
      left = { kind: "or", left, right: this.#and(), line };
      line = this.stream.current.line;
    }
    return left;
  }

  #and(): Expr {
    let line = this.stream.current.line;
    let left = this.#not();
    while (this.stream.skipIf("name:and")) {
      left = { kind: "and", left, right: this.#not(), line };
      line = this.stream.current.line;
    }
    return left;
  }

  #not(): Expr {
    if (!this.stream.test("name:not")) return this.#compare();
    const { line } = this.stream.next();
    return { kind: "not", node: this.nested(() => this.#not()), line };
  }

  #compare(): Expr {
    const { line } = this.stream.current;
    const node = this.#binary(ADDITIVE, () => this.#concat());
    const operands: [string, Expr][] = [];
    for (;;) {
      const operator = this.#compareOperator();
      if (operator === undefined) break;
      operands.push([operator, this.#binary(ADDITIVE, () => this.#concat())]);
    }
    return operands.length === 0 ? node : { kind: "compare", node, operands, line };
  }

  #compareOperator(): string | undefined {
    const { stream } = this;
    const operator = COMPARE[stream.current.type];
    if (operator !== undefined) {
      stream.next();
      return operator;
    }
    if (stream.skipIf("name:in")) return "in";
    const next = stream.test("name:not") ? stream.look() : undefined;
    if (next?.type !== "name" || next.value !== "in") return undefined;
    stream.skip(2);
    return "not in";
  }

  #binary(operators: Readonly<Record<string, string>>, operand: () => Expr): Expr {
    let { line } = this.stream.current;
    let left = operand();
    for (;;) {
      const operator = operators[this.stream.current.type];
      if (operator === undefined) return left;
      this.stream.next();
      left = { kind: "binary", operator, left, right: operand(), line };
      line = this.stream.current.line;
    }
  }

  #concat(): Expr {
    const { line } = this.stream.current;
    const product = (): Expr => this.#binary(MULTIPLICATIVE, () => this.#power());
    const items = [product()];
    while (this.stream.skipIf("tilde")) items.push(product());
    return items.length === 1 ? (items[0] as Expr) : { kind: "concat", items, line };
  }

  #power(): Expr {
    return this.#binary({ pow: "**" }, () => this.parseUnary());
  }

  parseUnary(withFilter = true): Expr {
    const { type, line } = this.stream.current;
    const sign = type === "sub" ? "-" : type === "add" ? "+" : undefined;
    let node: Expr;
    if (sign === undefined) node = this.parsePrimary();
    else {
      this.stream.next();
      node = { kind: "unary", operator: sign, node: this.nested(() => this.parseUnary(false)), line };
    }
    node = this.parsePostfix(node);
    return withFilter ? this.filterExpression(node) : node;
  }

  override parsePrimary(withNamespace = false): Expr {
    const token = this.stream.current;
    const { line } = token;
    switch (token.type) {
      case "name":
        this.stream.next();
        return this.#name(token.value, line, withNamespace);
      case "string": {
        let value = "";
        while (this.stream.current.type === "string") value += this.stream.next().value;
        return { kind: "const", value, line };
      }
      case "integer":
      case "float":
        this.stream.next();
        return { kind: "const", value: token.number, line };
      case "lparen": {
        this.stream.next();
        const node = this.parseTuple({ explicitParentheses: true });
        this.stream.expect("rparen");
        return node;
      }
      case "lbracket":
        return { kind: "list", items: this.#items("rbracket"), line };
      case "lbrace":
        return this.#dict(line);
      default:
        return this.fail(`unexpected ${repr(describeToken(token))}`, line);
    }
  }

  #name(word: string, line: number, withNamespace: boolean): Expr {
    if (/^(true|True|false|False)$/.test(word)) {
      return { kind: "const", value: word.toLowerCase() === "true", line };
    }
    if (word === "none" || word === "None") return { kind: "const", value: null, line };
    if (withNamespace && this.stream.skipIf("dot")) {
      return { kind: "nsref", name: word, attr: this.stream.expect("name").value, line };
    }
    return { kind: "name", name: word, line };
  }

  #items(end: string): Expr[] {
    this.stream.next();
    const items: Expr[] = [];
    while (!this.stream.test(end)) {
      if (items.length > 0) this.stream.expect("comma");
      if (this.stream.test(end)) break;
      items.push(this.parseExpression());
    }
    this.stream.expect(end);
    return items;
  }

  #dict(line: number): Expr {
    this.stream.next();
    const pairs: [Expr, Expr][] = [];
    while (!this.stream.test("rbrace")) {
      if (pairs.length > 0) this.stream.expect("comma");
      if (this.stream.test("rbrace")) break;
      const key = this.parseExpression();
      this.stream.expect("colon");
      pairs.push([key, this.parseExpression()]);
    }
    this.stream.expect("rbrace");
    return { kind: "dict", pairs, line };
  }

  /** One expression, or a tuple of them; what ends it is left. */
  parseTuple(options: TupleOptions = {}): Expr {
    let { line } = this.stream.current;
    const items: Expr[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) this.stream.expect("comma");
      if (this.#isTupleEnd()) break;
      items.push(this.#tupleItem(options));
      if (!this.stream.test("comma")) break;
      isTuple = true;
      line = this.stream.current.line;
    }
    if (!isTuple) {
      const [only] = items;
      if (only !== undefined) return only;
      if (options.explicitParentheses !== true) {
        this.fail(`Expected an expression, got ${repr(describeToken(this.stream.current))}`);
      }
    }
    return { kind: "tuple", items, line };
  }

  #tupleItem(options: TupleOptions): Expr {
    if (options.simplified === true) return this.nested(() => this.parsePrimary(options.withNamespace));
    return this.parseExpression(options.withCondition ?? true);
  }

  #isTupleEnd(): boolean {
    return this.stream.testAny(["variable_end", "block_end", "rparen"]);
  }
}

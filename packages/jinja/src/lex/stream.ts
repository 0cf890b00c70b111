/**
 * The tokens of a template with one token of view and as much look-ahead as asked for.
 */
import { TemplateSyntaxError } from "../value/errors.js";
import { describeExpression, describeToken, type Token } from "./token.js";

/** A token stream as Jinja2's parser uses it. */
export class TokenStream {
  readonly #tokens: Iterator<Token>;
  readonly #pushed: Token[] = [];
  #line = 1;
  #ended = false;
  current: Token;

  constructor(tokens: Iterator<Token>) {
    this.#tokens = tokens;
    this.current = { type: "initial", value: "", line: 1 };
    this.next();
  }

  #pull(): Token {
    if (this.#ended) return { type: "eof", value: "", line: this.#line };
    const { value, done } = this.#tokens.next();
    const token = done === true ? { type: "eof", value: "", line: this.#line } : value;
    this.#line = token.line;
    this.#ended = token.type === "eof";
    return token;
  }

  /** Goes on by one token and returns the one that was current. */
  next(): Token {
    const token = this.current;
    if (token.type !== "eof") this.current = this.#pushed.shift() ?? this.#pull();
    return token;
  }

  /** The token after the current one. */
  look(): Token {
    const token = this.#pushed[0] ?? this.#pull();
    this.#pushed[0] = token;
    return token;
  }

  skip(count: number): void {
    for (let index = 0; index < count; index++) this.next();
  }

  /** Whether the current token is what `expression` says: a type, or `name:word`. */
  test(expression: string): boolean {
    return tokenIs(this.current, expression);
  }

  testAny(expressions: readonly string[]): boolean {
    return expressions.some((each) => this.test(each));
  }

  skipIf(expression: string): boolean {
    if (!this.test(expression)) return false;
    this.next();
    return true;
  }

  /** Takes the current token when it is what is expected. Throws TemplateSyntaxError otherwise. */
  expect(expression: string): Token {
    if (this.test(expression)) return this.next();
    const wanted = describeExpression(expression);
    const { line } = this.current;
    if (this.current.type === "eof") {
      throw new TemplateSyntaxError(`unexpected end of template, expected '${wanted}'.`, line);
    }
    throw new TemplateSyntaxError(`expected token '${wanted}', got ${quoted(this.current)}`, line);
  }
}

/** Whether a token is what `expression` says. */
function tokenIs(token: Token, expression: string): boolean {
  if (token.type === expression) return true;
  return expression.startsWith(`${token.type}:`) && expression.slice(token.type.length + 1) === token.value;
}

function quoted(token: Token): string {
  return `'${describeToken(token)}'`;
}

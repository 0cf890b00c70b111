/**
 * Tokens of templates and how error texts call them.
 */

/** A token: `type` is Jinja2's name for it. */
export interface Token {
  readonly type: string;
  readonly value: string;
  readonly line: number;
  /** The number of an integer or float token. */
  readonly number?: unknown;
}

/** The operators, longest first, with Jinja2's names. */
export const OPERATORS: ReadonlyMap<string, string> = new Map([
  ["//", "floordiv"],
  ["**", "pow"],
  ["==", "eq"],
  ["!=", "ne"],
  [">=", "gteq"],
  ["<=", "lteq"],
  ["+", "add"],
  ["-", "sub"],
  ["/", "div"],
  ["*", "mul"],
  ["%", "mod"],
  ["~", "tilde"],
  ["[", "lbracket"],
  ["]", "rbracket"],
  ["(", "lparen"],
  [")", "rparen"],
  ["{", "lbrace"],
  ["}", "rbrace"],
  [">", "gt"],
  ["<", "lt"],
  ["=", "assign"],
  [".", "dot"],
  [":", "colon"],
  ["|", "pipe"],
  [",", "comma"],
  [";", "semicolon"],
]);

const DESCRIPTIONS: ReadonlyMap<string, string> = new Map([
  ...[...OPERATORS].map(([text, name]): [string, string] => [name, text]),
  ["comment_begin", "begin of comment"],
  ["comment_end", "end of comment"],
  ["comment", "comment"],
  ["linecomment", "comment"],
  ["block_begin", "begin of statement block"],
  ["block_end", "end of statement block"],
  ["variable_begin", "begin of print statement"],
  ["variable_end", "end of print statement"],
  ["linestatement_begin", "begin of line statement"],
  ["linestatement_end", "end of line statement"],
  ["data", "template data / text"],
  ["eof", "end of template"],
]);

/** How an error text calls a token: its word for names, else its type. */
export function describeToken(token: Token): string {
  return token.type === "name" ? token.value : describeType(token.type);
}

/** How an error text calls what was expected: `"name:endif"` or a type. */
export function describeExpression(expression: string): string {
  const colon = expression.indexOf(":");
  if (colon < 0) return describeType(expression);
  return expression.startsWith("name:")
    ? expression.slice(colon + 1)
    : describeType(expression.slice(0, colon));
}

function describeType(type: string): string {
  return DESCRIPTIONS.get(type) ?? type;
}

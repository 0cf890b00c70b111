/**
 * The words of a JMESPath expression.
 */
import { parseJson } from "@salt/core";
import { PyError } from "../../value/errors.js";
import type { Val } from "../../value/types.js";

/** A word: an operator by its own text, or what it stands for. */
export interface Word {
  readonly kind: "name" | "quoted" | "literal" | "number" | "end" | "operator";
  readonly text: string;
  readonly value: Val;
}

const PATTERNS: readonly (readonly [Word["kind"], RegExp])[] = [
  ["name", /^[A-Za-z_][A-Za-z0-9_]*/],
  ["number", /^-?\d+/],
  ["quoted", /^"(?:[^"\\]|\\.)*"/s],
  ["literal", /^'(?:[^'\\]|\\.)*'|^`(?:[^`\\]|\\.)*`/s],
  ["operator", /^(?:\[\?|\[\]|&&|\|\||==|!=|<=|>=|[.*[\],:@&|!<>(){}])/],
];

/** The words of an expression, `end` last. Throws what jmespath throws for what is none. */
export function wordsOf(expression: string): readonly Word[] {
  if (expression === "")
    throw failure("EmptyExpressionError", "Invalid JMESPath expression: cannot be empty.");
  const out: Word[] = [];
  let rest = expression;
  for (rest = rest.trimStart(); rest !== ""; rest = rest.trimStart()) {
    const found = firstWord(rest);
    if (found === undefined) {
      const at = expression.length - rest.length;
      throw failure(
        "LexerError",
        `Bad jmespath expression: Unknown token '${rest[0]}':\n${expression}\n${" ".repeat(at)}^`,
      );
    }
    out.push(found);
    rest = rest.slice(found.text.length);
  }
  return [...out, { kind: "end", text: "", value: null }];
}

function firstWord(text: string): Word | undefined {
  for (const [kind, pattern] of PATTERNS) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { kind, text: found, value: standsFor(kind, found) };
  }
  return undefined;
}

function standsFor(kind: Word["kind"], text: string): Val {
  if (kind === "number") return Number(text);
  if (kind === "quoted") return parseJson(text);
  if (kind !== "literal") return text;
  const inner = text.slice(1, -1);
  if (text.startsWith("'")) return inner.replaceAll("\\'", "'");
  const json = inner.replaceAll("\\`", "`").trimStart();
  try {
    return parseJson(json);
  } catch {
    // A literal that is no JSON was a text once, and still is.
    return json;
  }
}

/** An error of jmespath. */
export function failure(pyClass: string, message: string): PyError {
  return new PyError(pyClass, message);
}

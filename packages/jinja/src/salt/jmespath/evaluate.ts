/**
 * JMESPath expressions applied to values.
 */
import { Float } from "@salt/core";
import { dictGet, dictOf } from "../../value/dict.js";
import { compare, equals } from "../../value/equality.js";
import { ABSENT, isText, textOf, type Val } from "../../value/types.js";
import { callFunction, Reference } from "./functions.js";
import { type Expression, parseExpression } from "./parse.js";

/** What an expression finds in a value; null for nothing. Throws what jmespath throws. */
export function search(expression: string, value: Val): Val {
  return evaluate(parseExpression(expression), value);
}

/** An expression of a tree, at a value. */
function evaluate(node: Expression, value: Val): Val {
  switch (node.kind) {
    case "identity":
      return value;
    case "field":
      return fieldOf(value, node.name);
    case "index":
      return Array.isArray(value) ? (value.at(node.index) ?? null) : null;
    case "slice":
      return sliced(value, node.parts);
    case "literal":
      return node.value;
    case "chain":
      return evaluate(node.right, evaluate(node.left, value));
    case "not":
      return !isTrue(evaluate(node.inner, value));
    case "reference":
      return new Reference((each) => evaluate(node.inner, each));
    case "call":
      return callFunction(
        node.name,
        node.args.map((arg) => evaluate(arg, value)),
      );
    case "list":
      return value === null ? null : node.items.map((item) => evaluate(item, value));
    case "dict":
      return value === null ? null : dictOf(node.pairs.map(([key, item]) => [key, evaluate(item, value)]));
    default:
      return evaluateTwo(node, value);
  }
}

function evaluateTwo(node: Extract<Expression, { left: Expression }>, value: Val): Val {
  const left = evaluate(node.left, value);
  switch (node.kind) {
    case "or":
      return isTrue(left) ? left : evaluate(node.right, value);
    case "and":
      return isTrue(left) ? evaluate(node.right, value) : left;
    case "compare":
      return compared(node.operator, left, evaluate(node.right, value));
    case "values":
      return left instanceof Map ? projected(node.right, [...left.values()]) : null;
    case "project":
      return Array.isArray(left) ? projected(node.right, left) : null;
    case "flatten":
      return Array.isArray(left)
        ? projected(
            node.right,
            left.flatMap((item) => (Array.isArray(item) ? [...item] : [item])),
          )
        : null;
    case "filter":
      if (!Array.isArray(left)) return null;
      return projected(
        node.right,
        left.filter((item) => isTrue(evaluate(node.test, item))),
      );
    default:
      return evaluate(node.right, left);
  }
}

function projected(node: Expression, items: readonly Val[]): Val {
  return items.map((item) => evaluate(node, item)).filter((item) => item !== null);
}

function fieldOf(value: Val, name: string): Val {
  if (!(value instanceof Map)) return null;
  const found = dictGet(value, name);
  return found === ABSENT || found === undefined ? null : found;
}

function sliced(value: Val, [from, to, by]: readonly (number | null)[]): Val {
  if (!Array.isArray(value)) return null;
  const step = by ?? 1;
  if (step > 0) return value.slice(from ?? 0, to ?? value.length).filter((_, at) => at % step === 0);
  const size = value.length;
  const place = (at: number): number => Math.min(at < 0 ? at + size : at, size - 1);
  const last = to === null || to === undefined ? -1 : Math.max(place(to), -1);
  const out: Val[] = [];
  if (step === 0) return out;
  for (let at = place(from ?? size - 1); at > last; at += step) if (at >= 0) out.push(value[at]);
  return out;
}

/** Everything but `''`, `[]`, `{}`, false and null. */
function isTrue(value: Val): boolean {
  if (value === null || value === false || value === undefined) return false;
  if (isText(value)) return textOf(value) !== "";
  if (Array.isArray(value)) return value.length > 0;
  return !(value instanceof Map) || value.size > 0;
}

function compared(operator: string, a: Val, b: Val): Val {
  const isBool = (value: Val): boolean => typeof value === "boolean";
  if (operator === "==" || operator === "!=") {
    // True is no 1 here, unlike in Python.
    return (isBool(a) === isBool(b) && equals(a, b)) === (operator === "==");
  }
  if (!isComparable(a) || !isComparable(b)) return null;
  const order = compare(a, b);
  if (operator === "<") return order < 0;
  if (operator === ">") return order > 0;
  return operator === "<=" ? order <= 0 : order >= 0;
}

/** Numbers and texts; booleans are no numbers. */
function isComparable(value: Val): boolean {
  return typeof value === "number" || typeof value === "bigint" || value instanceof Float || isText(value);
}

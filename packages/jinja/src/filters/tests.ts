/**
 * Jinja2's tests, and Salt's.
 */
import type { TestFunction } from "../runtime/environment.js";
import { subject, withRegex } from "../salt/python-regex.js";
import { arithmetic } from "../value/arithmetic.js";
import { equals, ordered } from "../value/equality.js";
import { contains, hasLength, maybeIterate } from "../value/iterate.js";
import {
  isFloat,
  isInt,
  isNumeric,
  isPlainList,
  isText,
  Markup,
  PyFunction,
  PyObject,
  PyRange,
  textOf,
  Undefined,
  type Val,
} from "../value/types.js";
import { soft, test } from "./define.js";

type Simple = readonly [names: string, shape: string, run: (a: Val, b: Val) => boolean];

function isCallable(value: Val): boolean {
  if (value instanceof PyFunction || value instanceof Undefined) return true;
  return value instanceof PyObject && /^(Macro|BlockReference|LoopContext|Joiner)$/.test(value.typeName);
}

function isSequence(value: Val): boolean {
  if (value instanceof Undefined) return hasLength(value);
  return (
    isText(value) ||
    Array.isArray(value) ||
    value instanceof Map ||
    value instanceof Uint8Array ||
    value instanceof PyRange
  );
}

const cased = (text: string): boolean => text.toLowerCase() !== text.toUpperCase();

function isIterable(value: Val): boolean {
  return maybeIterate(value) !== undefined;
}

const SIMPLE: readonly Simple[] = [
  ["odd", "test_odd(value)", (value) => equals(arithmetic("%", value, 2), 1)],
  ["even", "test_even(value)", (value) => equals(arithmetic("%", value, 2), 0)],
  ["divisibleby", "test_divisibleby(value, num)", (value, by) => equals(arithmetic("%", value, by), 0)],
  ["defined", "test_defined(value)", (value) => !(value instanceof Undefined)],
  ["undefined", "test_undefined(value)", (value) => value instanceof Undefined],
  ["none", "test_none(value)", (value) => value === null],
  ["boolean", "test_boolean(value)", (value) => typeof value === "boolean"],
  ["true", "test_true(value)", (value) => value === true],
  ["false", "test_false(value)", (value) => value === false],
  ["integer", "test_integer(value)", isInt],
  ["float", "test_float(value)", isFloat],
  ["lower", "test_lower(value)", (value) => cased(soft(value)) && soft(value) === soft(value).toLowerCase()],
  ["upper", "test_upper(value)", (value) => cased(soft(value)) && soft(value) === soft(value).toUpperCase()],
  ["string", "test_string(value)", isText],
  ["mapping", "test_mapping(value)", (value) => value instanceof Map],
  ["number", "test_number(value)", isNumeric],
  [
    "sequence",
    "test_sequence(value)",
    (value) => isSequence(value) || (value instanceof PyObject && value.length() !== undefined),
  ],
  ["sameas", "test_sameas(value, other)", (value, other) => Object.is(value, other)],
  ["callable", "callable(obj)", isCallable],
  ["iterable", "test_iterable(value)", isIterable],
  ["escaped", "test_escaped(value)", (value) => value instanceof Markup],
  ["in", "test_in(value, seq)", (value, items) => contains(items, value)],
  ["== eq equalto", "eq(a, b)", equals],
  ["!= ne", "ne(a, b)", (a, b) => !equals(a, b)],
  ["> gt greaterthan", "gt(a, b)", (a, b) => ordered(">", a, b)],
  [">= ge", "ge(a, b)", (a, b) => ordered(">=", a, b)],
  ["< lt lessthan", "lt(a, b)", (a, b) => ordered("<", a, b)],
  ["<= le", "le(a, b)", (a, b) => ordered("<=", a, b)],
  ["list", "is_list(value)", isPlainList],
];

/** The tests by name. */
export const TESTS: ReadonlyMap<string, TestFunction> = new Map<string, TestFunction>([
  ...SIMPLE.flatMap(([names, shape, run]) =>
    names.split(" ").map((name) => test(name, shape, (_, a, b) => run(a, b))),
  ),
  test(
    "filter",
    "test_filter(value)",
    ({ state }, name) => isText(name) && state.environment.filters.has(textOf(name)),
  ),
  test(
    "test",
    "test_test(value)",
    ({ state }, name) => isText(name) && state.environment.tests.has(textOf(name)),
  ),
  test(
    "match",
    "test_match(txt, rgx, ignorecase=False, multiline=False)",
    (_, value, pattern, ignoreCase, multiline) =>
      withRegex(pattern, { ignoreCase, multiline }, (regex) => regex.match(subject(value))),
  ),
]);

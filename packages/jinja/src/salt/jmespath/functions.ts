/**
 * The functions of JMESPath.
 */
import { Float, float, parseJson } from "@salt/core";
import { arithmetic, asDouble } from "../../value/arithmetic.js";
import { compare } from "../../value/equality.js";
import { contains } from "../../value/iterate.js";
import { isText, textOf, type Val } from "../../value/types.js";
import { dumpJson } from "../json.js";
import { failure } from "./lex.js";

/** An expression that is an argument: `&name`. */
export class Reference {
  readonly of: (value: Val) => Val;
  constructor(of: (value: Val) => Val) {
    this.of = of;
  }
}

type Kind = "number" | "string" | "array" | "object" | "boolean" | "null" | "expref" | "any";

interface Definition {
  /** The kinds that each argument may have; the last one holds for further arguments too where `rest` is set. */
  readonly takes: readonly (readonly Kind[])[];
  readonly rest?: boolean;
  readonly run: (...args: readonly Val[]) => Val;
}

function kindOf(value: Val): Exclude<Kind, "any"> {
  if (value === null || value === undefined) return "null";
  if (typeof value === "boolean") return "boolean";
  if (isText(value)) return "string";
  if (Array.isArray(value)) return "array";
  if (value instanceof Map) return "object";
  return value instanceof Reference ? "expref" : "number";
}

const list = (value: Val): readonly Val[] => (Array.isArray(value) ? value : []);
const text = (value: Val): string => (isText(value) ? textOf(value) : "");
const number = (value: Val): number =>
  typeof value === "number" ? value : asDouble(value as bigint | Float);
const keyed = (value: Val, key: Val): readonly (readonly [Val, Val])[] =>
  list(value).map((item) => [key instanceof Reference ? key.of(item) : null, item]);

function sum(items: Val): Val {
  return list(items).reduce((total, item) => arithmetic("+", total, item), 0);
}

function extreme(pairs: readonly (readonly [Val, Val])[], sign: 1 | -1): Val {
  const [first, ...others] = pairs;
  if (first === undefined) return null;
  return others.reduce((best, pair) => (compare(pair[0], best[0]) * sign > 0 ? pair : best), first)[1];
}

function sortedBy(pairs: readonly (readonly [Val, Val])[]): Val {
  const kinds = new Set(pairs.map(([key]) => kindOf(key)));
  const [kind] = kinds;
  if (kinds.size > 1 || (kind !== undefined && kind !== "number" && kind !== "string")) {
    throw failure("JMESPathTypeError", "In function sort(), the values must be all numbers or all strings");
  }
  return pairs.toSorted(([a], [b]) => compare(a, b)).map(([, item]) => item);
}

function toNumber(value: Val): Val {
  if (kindOf(value) === "number") return value;
  if (!isText(value) || !/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(textOf(value))) return null;
  const plain = textOf(value).trim();
  return /^[-+]?\d+$/.test(plain)
    ? parseJson(plain.replace(/^\+/, "").replace(/^(-?)0+(?=\d)/, "$1"))
    : float(Number(plain));
}

function rounded(value: Val, round: (value: number) => number): Val {
  return value instanceof Float ? value.value : typeof value === "number" ? round(value) : value;
}

function reversed(value: Val): Val {
  return isText(value) ? Array.from(textOf(value)).reverse().join("") : list(value).toReversed();
}

const ANY: readonly Kind[] = ["any"];
const NUMBER: readonly Kind[] = ["number"];
const TEXT: readonly Kind[] = ["string"];
const LIST: readonly Kind[] = ["array"];
const DICT: readonly Kind[] = ["object"];
const REFERENCE: readonly Kind[] = ["expref"];

const own = (value: Val): readonly (readonly [Val, Val])[] => list(value).map((item) => [item, item]);
const dict = (value: Val): ReadonlyMap<Val, Val> => (value instanceof Map ? value : new Map());

const FUNCTIONS: Readonly<Record<string, Definition>> = {
  abs: { takes: [NUMBER], run: (value) => (number(value) < 0 ? arithmetic("*", value, -1) : value) },
  avg: {
    takes: [LIST],
    run: (items) => (list(items).length === 0 ? null : arithmetic("/", sum(items), list(items).length)),
  },
  ceil: { takes: [NUMBER], run: (value) => rounded(value, Math.ceil) },
  contains: { takes: [["array", "string"], ANY], run: (whole, part) => contains(whole, part) },
  ends_with: { takes: [TEXT, TEXT], run: (whole, part) => text(whole).endsWith(text(part)) },
  floor: { takes: [NUMBER], run: (value) => rounded(value, Math.floor) },
  join: { takes: [TEXT, LIST], run: (glue, items) => list(items).map(text).join(text(glue)) },
  keys: { takes: [DICT], run: (value) => [...dict(value).keys()] },
  length: {
    takes: [["string", "array", "object"]],
    run: (value) =>
      isText(value)
        ? Array.from(textOf(value)).length
        : value instanceof Map
          ? value.size
          : list(value).length,
  },
  map: { takes: [REFERENCE, LIST], run: (key, items) => keyed(items, key).map(([found]) => found) },
  max: { takes: [LIST], run: (items) => extreme(own(items), 1) },
  max_by: { takes: [LIST, REFERENCE], run: (items, key) => extreme(keyed(items, key), 1) },
  merge: {
    takes: [DICT],
    rest: true,
    run: (...dicts) => new Map(dicts.flatMap((each) => [...dict(each)])),
  },
  min: { takes: [LIST], run: (items) => extreme(own(items), -1) },
  min_by: { takes: [LIST, REFERENCE], run: (items, key) => extreme(keyed(items, key), -1) },
  not_null: { takes: [ANY], rest: true, run: (...values) => values.find((value) => value !== null) ?? null },
  reverse: { takes: [["array", "string"]], run: reversed },
  sort: { takes: [LIST], run: (items) => sortedBy(own(items)) },
  sort_by: { takes: [LIST, REFERENCE], run: (items, key) => sortedBy(keyed(items, key)) },
  starts_with: { takes: [TEXT, TEXT], run: (whole, part) => text(whole).startsWith(text(part)) },
  sum: { takes: [LIST], run: sum },
  to_array: { takes: [ANY], run: (value) => (Array.isArray(value) ? value : [value]) },
  to_number: { takes: [ANY], run: toNumber },
  to_string: {
    takes: [ANY],
    run: (value) => (isText(value) ? value : dumpJson(value, { separators: [",", ":"] })),
  },
  type: { takes: [ANY], run: kindOf },
  values: { takes: [DICT], run: (value) => [...dict(value).values()] },
};

/** Calls a function. Throws what jmespath throws for unknown ones and wrong arguments. */
export function callFunction(name: string, args: readonly Val[]): Val {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (found === undefined) throw failure("UnknownFunctionError", `Unknown function: ${name}()`);
  const { takes, rest = false } = found;
  if (rest ? args.length < takes.length : args.length !== takes.length) {
    const wanted = `${rest ? "at least " : ""}${takes.length} argument${takes.length === 1 ? "" : "s"}`;
    throw failure("ArityError", `Expected ${wanted} for function ${name}(), received ${args.length}`);
  }
  for (const [at, arg] of args.entries()) {
    const kinds = takes[Math.min(at, takes.length - 1)] ?? ANY;
    const kind = kindOf(arg);
    if (kinds.includes("any") || kinds.includes(kind)) continue;
    const shown = `[${kinds.map((each) => `'${each}'`).join(", ")}]`;
    const message = `In function ${name}(), invalid type for value: expected one of: ${shown}, received: "${kind}"`;
    throw failure("JMESPathTypeError", message);
  }
  return found.run(...args);
}

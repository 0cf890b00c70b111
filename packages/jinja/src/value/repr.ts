/**
 * `repr()` and `str()` of every value.
 */
import { Float, floatRepr, pythonRepr } from "@salt/core";
import { recursionError } from "./errors.js";
import { PySet } from "./set.js";
import { qualifiedTypeName, typeName } from "./type-name.js";
import {
  DictView,
  failUndefined,
  Markup,
  OrderedDict,
  PyFunction,
  PyObject,
  PyRange,
  Tuple,
  Undefined,
  type Val,
} from "./types.js";

/** Deepest nesting that is printed: Python's recursion limit, roughly. */
const MAX_DEPTH = 900;

/** `repr(value)`. Lists and dicts that contain themselves are printed as Python prints them. */
export function repr(value: Val, open: Val[] = []): string {
  switch (typeof value) {
    case "string":
      return pythonRepr(value);
    case "number":
      return Number.isInteger(value) ? String(value) : floatRepr(value);
    case "boolean":
      return value ? "True" : "False";
    case "bigint":
      return String(value);
    default:
      return value === null || value === undefined ? "None" : objectRepr(value, open);
  }
}

function objectRepr(value: object | symbol | Val, open: Val[]): string {
  if (value instanceof Float) return floatRepr(value.value);
  if (value instanceof Markup) return `Markup(${pythonRepr(value.text)})`;
  if (Array.isArray(value) || value instanceof Map) return containerRepr(value, open);
  if (value instanceof Uint8Array) return pythonRepr(value);
  if (value instanceof Date) return pythonRepr(value);
  if (value instanceof PySet) return setRepr(value, open);
  if (value instanceof PyRange) return rangeRepr(value);
  if (value instanceof Undefined) return "Undefined";
  if (value instanceof PyObject) return value.repr();
  if (value instanceof PyFunction) return functionRepr(value);
  if (value instanceof DictView) return viewRepr(value, open);
  return `<${qualifiedTypeName(value)} object>`;
}

function functionRepr(value: PyFunction): string {
  if (value.kind === "type") return `<class '${value.name}'>`;
  return value.kind === "function" ? `<function ${value.name}>` : `<built-in function ${value.name}>`;
}

function containerRepr(value: readonly Val[] | ReadonlyMap<Val, Val>, open: Val[]): string {
  if (open.includes(value))
    return value instanceof Map ? "{...}" : value instanceof Tuple ? "(...)" : "[...]";
  if (open.length > MAX_DEPTH) throw recursionError();
  open.push(value);
  try {
    return value instanceof Map ? mapRepr(value, open) : listRepr(value as readonly Val[], open);
  } finally {
    open.pop();
  }
}

function listRepr(value: readonly Val[], open: Val[]): string {
  const parts: string[] = [];
  for (const item of value) parts.push(repr(item, open));
  const body = parts.join(", ");
  if (!(value instanceof Tuple)) return `[${body}]`;
  return value.length === 1 ? `(${body},)` : `(${body})`;
}

function mapRepr(value: ReadonlyMap<Val, Val>, open: Val[]): string {
  if (value instanceof OrderedDict) {
    const pairs = [...value].map(([key, item]) => `(${repr(key, open)}, ${repr(item, open)})`);
    return pairs.length === 0 ? "OrderedDict()" : `OrderedDict([${pairs.join(", ")}])`;
  }
  return `{${[...value].map(([key, item]) => `${repr(key, open)}: ${repr(item, open)}`).join(", ")}}`;
}

function setRepr(value: PySet, open: Val[]): string {
  const body = value
    .values()
    .map((item) => repr(item, open))
    .join(", ");
  if (value.size === 0) return `${typeName(value)}()`;
  return value.frozen ? `frozenset({${body}})` : `{${body}}`;
}

function rangeRepr({ start, stop, step }: PyRange): string {
  return step === 1 ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`;
}

function viewRepr(value: DictView, open: Val[]): string {
  return `dict_${value.kind}(${listRepr([...value.items()], open)})`;
}

/** `str(value)`: text as it is, everything else as its own text. */
export function str(value: Val): string {
  if (typeof value === "string") return value;
  if (value instanceof Markup) return value.text;
  if (value instanceof Undefined) return value.strict ? failUndefined(value) : "";
  if (value instanceof PyObject) return value.text();
  if (value instanceof Date) return dateText(value);
  return repr(value);
}

/** A time as `str(datetime)` prints it. */
export function dateText(date: Date): string {
  const [whole = "", millis = "000Z"] = date.toISOString().split(".");
  const fraction = millis.slice(0, 3);
  return whole.replace("T", " ") + (fraction === "000" ? "" : `.${fraction}000`);
}

/**
 * The values of templates that JavaScript has no type for. The others are: `null`, booleans, numbers (whole:
 * int), bigint, `Float` of core (a whole float), text, bytes, arrays (list) and Maps (dict).
 */
import { Float } from "@salt/core";
import { PyError } from "./errors.js";

/** Any value of a template. Functions narrow it by looking at it. */
export type Val = unknown;

/** Keyword arguments of a call. */
export type Kwargs = ReadonlyMap<string, Val>;

/** No keyword arguments. */
export const NO_KWARGS: Kwargs = new Map();

/** What a lookup gives when there is nothing: never seen by a template. */
export const ABSENT: unique symbol = Symbol("absent");

/** A Python tuple. */
export class Tuple extends Array<Val> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** A tuple of these items. */
export function tuple(items: Iterable<Val>): Tuple {
  const out = new Tuple();
  for (const item of items) out.push(item);
  return out;
}

export { OrderedDict } from "@salt/core";

/** Text that is already safe for HTML: markupsafe's Markup. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Python's range. */
export class PyRange {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly length: number;
  constructor(start: number, stop: number, step: number) {
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }
  at(index: number): number {
    return this.start + index * this.step;
  }
}

/** A one-way iterator, like a Python generator; `typeName` is what Python calls it. */
export class PyIterator implements Iterable<Val> {
  readonly typeName: string;
  readonly #items: Iterator<Val>;
  constructor(typeName: string, items: Iterable<Val>) {
    this.typeName = typeName;
    this.#items = items[Symbol.iterator]();
  }
  [Symbol.iterator](): Iterator<Val> {
    return { next: () => this.#items.next() };
  }
}

/** A live view of a dict: keys(), values() or items(). */
export class DictView {
  readonly kind: "keys" | "values" | "items";
  readonly dict: ReadonlyMap<Val, Val>;
  constructor(kind: "keys" | "values" | "items", dict: ReadonlyMap<Val, Val>) {
    this.kind = kind;
    this.dict = dict;
  }
  *items(): Generator<Val> {
    const { size } = this.dict;
    for (const [key, value] of this.dict) {
      if (this.kind === "items") yield tuple([key, value]);
      else yield this.kind === "keys" ? key : value;
      if (this.dict.size !== size) {
        throw new PyError("RuntimeError", "dictionary changed size during iteration");
      }
    }
  }
}

/** What an undefined value knows. */
export interface UndefinedOptions {
  readonly errorClass?: string;
  readonly name?: string;
  readonly hint?: () => string | undefined;
}

/** What a variable that is not there evaluates to; how it behaves depends on `strict`. */
export class Undefined {
  readonly strict: boolean;
  readonly message: string;
  readonly errorClass: string;
  readonly missingName: string | undefined;
  /** What helps beyond the message; made only when the value is used. */
  readonly hint: (() => string | undefined) | undefined;
  constructor(strict: boolean, message: string, options: UndefinedOptions = {}) {
    this.strict = strict;
    this.message = message;
    this.errorClass = options.errorClass ?? "UndefinedError";
    this.missingName = options.name;
    this.hint = options.hint;
  }
}

/** What a callable of the engine does. `caller` never appears here: it is an ordinary keyword argument. */
export type Invoke = (args: readonly Val[], kwargs: Kwargs) => Val;

/** Something callable; `kind` is what Python calls its type. */
export class PyFunction {
  readonly name: string;
  readonly kind: string;
  readonly invoke: Invoke;
  constructor(name: string, invoke: Invoke, kind = "builtin_function_or_method") {
    this.name = name;
    this.invoke = invoke;
    this.kind = kind;
  }
}

/** An object with a type of its own. What it does not offer, it does not have. */
export abstract class PyObject {
  abstract readonly typeName: string;
  /** An attribute, or ABSENT. */
  attribute(_name: string): Val {
    return ABSENT;
  }
  /** An item, or ABSENT. */
  item(_key: Val): Val {
    return ABSENT;
  }
  text(): string {
    return this.repr();
  }
  repr(): string {
    return `<${this.qualifiedName()} object>`;
  }
  /** The type's name with its module, as error texts have it. */
  qualifiedName(): string {
    return this.typeName;
  }
  /** What makes it the same dict key as another: a primitive, or the object itself. */
  hashKey(): unknown {
    return this;
  }
  truth(): boolean {
    return true;
  }
  iterate(): Iterable<Val> | undefined {
    return undefined;
  }
  length(): number | undefined {
    return undefined;
  }
  contains(_item: Val): boolean | undefined {
    return undefined;
  }
  call(_args: readonly Val[], _kwargs: Kwargs): Val {
    return ABSENT;
  }
}

/** Whether a value is text, safe or not. */
export function isText(value: Val): value is string | Markup {
  return typeof value === "string" || value instanceof Markup;
}

/** The characters of a text. */
export function textOf(value: string | Markup): string {
  return typeof value === "string" ? value : value.text;
}

/** Whether a value is an int (true and false are, in arithmetic, but not here). */
export function isInt(value: Val): value is number | bigint {
  return typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
}

/** Whether a value is a float. */
export function isFloat(value: Val): value is number | Float {
  return value instanceof Float || (typeof value === "number" && !Number.isInteger(value));
}

/** Whether a value is a number for arithmetic: int, float or bool. */
export function isNumeric(value: Val): value is number | bigint | Float | boolean {
  return (
    typeof value === "number" ||
    typeof value === "bigint" ||
    typeof value === "boolean" ||
    value instanceof Float
  );
}

/** Whether a value is a list (not a tuple). */
export function isPlainList(value: Val): value is Val[] {
  return Array.isArray(value) && !(value instanceof Tuple);
}

/** Throws the error of an undefined value that was used. */
export function failUndefined(value: Undefined): never {
  const hint = value.hint?.();
  throw new PyError(value.errorClass, value.message, hint === undefined ? {} : { hint });
}

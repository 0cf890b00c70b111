/**
 * The values that travel between programs, files and users: what Python's basic types become here.
 *
 * Two things differ from plain JSON. A map is a `Map`, never a plain object, because objects reorder keys
 * that look like integers and cannot hold other keys than text. And a float without a fraction is a
 * `Float`, so that `2.0` is still printed as `2.0` after any number of round trips.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Float
  | Date
  | readonly Value[]
  | Dict;

/** A Python dict: ordered, with keys of any scalar type. */
export interface Dict extends ReadonlyMap<Value, Value> {}

/** A dict that its owner may still change. */
export type MutableDict = Map<Value, Value>;

/** What built-in code may hand out for convenience: plain objects count as dicts with text keys. */
export type Plain =
  | Value
  | undefined
  | readonly Plain[]
  | ReadonlyMap<Value, Plain>
  | { readonly [key: string]: Plain };

/** A float that happens to be whole. Floats with a fraction, NaN and infinities are ordinary numbers. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
  valueOf(): number {
    return this.value;
  }
}

/** The value of a float: boxed when it is whole, bare when it could not be mistaken for an int. */
export function float(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value;
}

/** Whether a value is a dict. */
export function isDict(value: unknown): value is Dict {
  return value instanceof Map;
}

/** Whether a value is a list. */
export function isList(value: unknown): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether a value is an int of either size (`true` and floats are not). */
export function isInt(value: unknown): value is number | bigint {
  return typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
}

/** Whether a value is a float of either form. */
export function isFloat(value: unknown): value is number | Float {
  return value instanceof Float || (typeof value === "number" && !Number.isInteger(value));
}

/** Builds a dict from a plain object or entries, converting nested plain objects. */
export function dict(
  from: { readonly [key: string]: Plain } | Iterable<readonly [Value, Plain]> = {},
): MutableDict {
  const out: MutableDict = new Map();
  const entries = Symbol.iterator in from ? from : Object.entries(from);
  for (const [key, value] of entries) {
    if (value !== undefined) out.set(key, toValue(value));
  }
  return out;
}

/**
 * Turns what built-in code returned into a value: plain objects become dicts, `undefined` becomes null.
 * Values that are already in form are returned as they are, without a copy.
 */
export function toValue(from: Plain): Value {
  if (from === undefined || from === null) return null;
  if (typeof from !== "object") return from;
  if (from instanceof Uint8Array || from instanceof Float || from instanceof Date) return from;
  if (Array.isArray(from)) return from.every(isInForm) ? (from as Value[]) : from.map(toValue);
  if (from instanceof Map)
    return isInForm(from as Plain) ? (from as Dict) : dict(from as ReadonlyMap<Value, Plain>);
  return dict(from as { readonly [key: string]: Plain });
}

function isInForm(value: Plain): boolean {
  if (typeof value !== "object") return value !== undefined;
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(isInForm);
  if (value instanceof Map) {
    for (const item of value.values()) if (!isInForm(item)) return false;
    return true;
  }
  return value instanceof Uint8Array || value instanceof Float || value instanceof Date;
}

/** The entry of a dict, or undefined when there is none or `value` is no dict. */
export function get(value: Value | undefined, key: Value): Value | undefined {
  return isDict(value) ? value.get(key) : undefined;
}

/** The text at a key, or undefined when it is absent or something else. */
export function getString(value: Value | undefined, key: string): string | undefined {
  const found = get(value, key);
  return typeof found === "string" ? found : undefined;
}

/** The dict at a key, or undefined when it is absent or something else. */
export function getDict(value: Value | undefined, key: string): Dict | undefined {
  const found = get(value, key);
  return isDict(found) ? found : undefined;
}

/** The list at a key, or undefined when it is absent or something else. */
export function getList(value: Value | undefined, key: string): readonly Value[] | undefined {
  const found = get(value, key);
  return isList(found) ? found : undefined;
}

/** Python's truth of a value: null, false, zero, and empty texts, lists and dicts are false. */
export function isTruthy(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false) return false;
  if (value instanceof Float) return value.value !== 0;
  if (typeof value === "number" || typeof value === "bigint") return Number(value) !== 0;
  if (typeof value === "string" || value instanceof Uint8Array || isList(value)) return value.length > 0;
  if (isDict(value)) return value.size > 0;
  return true;
}

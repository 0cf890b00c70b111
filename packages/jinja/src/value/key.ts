/**
 * What makes two dict keys the same in Python: 1, 1.0 and True are one key, tuples compare by content.
 */
import { Float } from "@salt/core";
import { typeError } from "./errors.js";
import { PySet } from "./set.js";
import { typeName } from "./type-name.js";
import { failUndefined, Markup, PyObject, Tuple, Undefined, type Val } from "./types.js";

/** A primitive or an identity that is equal (as a Map's key) exactly for keys that Python finds equal. */
export function canonicalKey(key: Val): unknown {
  if (typeof key === "string") return key.startsWith("\0") ? `\0s${key}` : key;
  if (typeof key === "number" || key === null) return key;
  if (typeof key === "boolean") return Number(key);
  if (typeof key === "bigint") return canonicalBigint(key);
  if (key instanceof Float) return Number.isSafeInteger(key.value) ? key.value : canonicalFloat(key.value);
  if (key instanceof Markup) return canonicalKey(key.text);
  if (key instanceof Tuple) return `\0(${key.map(tagged).join("")})`;
  if (key instanceof Uint8Array) return `\0b${Buffer.from(key).toString("latin1")}`;
  if (key instanceof Date) return `\0d${key.getTime()}`;
  return canonicalObject(key);
}

function canonicalObject(key: Val): unknown {
  if (key instanceof Undefined && key.strict) failUndefined(key);
  const mutable = Array.isArray(key) || key instanceof Map || (key instanceof PySet && !key.frozen);
  if (mutable) throw typeError(`unhashable type: '${typeName(key)}'`);
  if (key instanceof PyObject) return key.hashKey();
  return key;
}

function canonicalBigint(key: bigint): number | bigint {
  const small = Number(key);
  return Number.isSafeInteger(small) ? small : key;
}

function canonicalFloat(value: number): number | bigint {
  return Number.isInteger(value) ? BigInt(value) : value;
}

const identities = new WeakMap<object, number>();

function tagged(item: Val): string {
  const key = canonicalKey(item);
  if (typeof key === "object" && key !== null) return `o${identityOf(key)};`;
  const text = String(key);
  return `${typeof key === "string" ? "s" : "n"}${text.length}:${text}`;
}

const counter = { next: 1 };

function identityOf(object: object): number {
  const known = identities.get(object) ?? counter.next++;
  identities.set(object, known);
  return known;
}
